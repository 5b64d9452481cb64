// The "AI use report" of a story, as a page or as Markdown: what was made by a person, what by the model, with which settings, and
// how to make it again. Plain words and numbers from ai-use.ts; it claims nothing about rights or laws. Pure.
import type { Generation, Origin, Story } from '../../../common/domain/story';
import { aiUseOf, type AiUse, type PanelUse, type PictureMaking } from './ai-use';
import { authorOf, escaped, oneLine, titleOf } from './markup';

export interface ReportArgs {
  readonly story: Story;
  readonly now: Date;
  readonly appName: string;
}

/** A document without markup: both forms are written from it, so that they say the same. */
export interface ReportDocument {
  readonly title: string;
  readonly lines: readonly string[];
  readonly sections: readonly {
    readonly heading: string;
    readonly lines: readonly string[];
    readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  }[];
}

const wordsBy: Record<Origin, string> = {
  human: 'a person',
  model: 'the model',
  'model-edited': 'the model, edited by a person',
};
const picturesBy: Record<PictureMaking, string> = {
  person: 'a person (added from a file)',
  model: 'the model',
  over: 'the model, drawn over another picture',
  region: 'the model, a region of another picture',
};

const share = (count: number, all: number): string => (all === 0 ? '–' : `${Math.round((100 * count) / all)} %`);
const dash = (text: string | null): string => text ?? '–';

function settingsOf(made: Generation | null): string {
  if (made === null) return '–';
  const { seed, sampler, steps, guidanceScale, temperature, style, source, adapters = [] } = made;
  const drawing = steps > 0 ? `; ${sampler}, ${steps} steps, guidance ${guidanceScale}` : '';
  const drawnOver = source === undefined ? '' : `; over ${source.sha256.slice(0, 12)}… at strength ${source.strength}`;
  const taught = adapters
    .map(({ name, digest, strength }) => `; adapter ${name} (${digest.slice(0, 12)}…) at ${strength}`)
    .join('');
  return `seed ${seed}; temperature ${temperature}${drawing}${style === undefined ? '' : `; style ${style}`}${drawnOver}${taught}`;
}

const totals = ({ words, pictures, descriptions, undescribed }: AiUse): ReportDocument['sections'][number]['table'] => {
  const allWords = words.human + words.model + words['model-edited'];
  const allPictures = pictures.person + pictures.model + pictures.over + pictures.region;
  const row = (what: string, by: string, count: number, all: number): string[] => [
    what,
    by,
    String(count),
    share(count, all),
  ];
  const origins = ['human', 'model', 'model-edited'] as const;
  return {
    head: ['What', 'By', 'Count', 'Share'],
    rows: [
      ...origins.map((by) => row('Words', wordsBy[by], words[by], allWords)),
      ...(['person', 'model', 'over', 'region'] as const).map((by) =>
        row('Pictures', picturesBy[by], pictures[by], allPictures),
      ),
      ...origins.map((by) => row('Descriptions of pictures', wordsBy[by], descriptions[by], allPictures)),
      row('Descriptions of pictures', 'nobody yet', undescribed, allPictures),
    ],
  };
};

const panelRow = (panel: PanelUse): string[] => [
  String(panel.number),
  String(panel.words),
  dash(panel.wordsBy === null ? null : wordsBy[panel.wordsBy]),
  settingsOf(panel.wordsMade),
  dash(panel.pictureBy === null ? null : picturesBy[panel.pictureBy]),
  settingsOf(panel.pictureMade),
  panel.pictureHash === null ? '–' : `${panel.pictureHash.slice(0, 12)}…`,
  panel.pictureBy === null ? '–' : dash(panel.descriptionBy === null ? 'nobody yet' : wordsBy[panel.descriptionBy]),
];

/** What both forms say. */
export function reportDocument({ story, now, appName }: ReportArgs): ReportDocument {
  const use = aiUseOf(story);
  const author = authorOf(story);
  return {
    title: `How “${titleOf(story)}” was made`,
    lines: [
      ...(author === '' ? [] : [`By ${author}.`]),
      `${use.panels.length} panels. Written by ${oneLine(appName)} on ${now.toISOString().slice(0, 10)} from the story as it stood then.`,
      'The studio runs its model on the writer’s own computer. The figures below are what the story’s file records: text and pictures that ' +
        'were pasted or added from outside count as a person’s, whatever made them.',
    ],
    sections: [
      { heading: 'In numbers', lines: [], table: totals(use)! },
      {
        heading: 'Models',
        lines: use.bundles.length === 0 ? ['No model took part in what stands in the story.'] : [],
        ...(use.bundles.length === 0
          ? {}
          : {
              table: {
                head: ['Bundle', 'Digest (SHA-256)', 'Passages', 'Pictures'],
                rows: use.bundles.map(({ name, digest, passages, pictures }) => [
                  name,
                  digest,
                  String(passages),
                  String(pictures),
                ]),
              },
            }),
      },
      {
        heading: 'Panel by panel',
        lines: ['“The model, edited by a person” is a passage that the model wrote and a person changed or continued.'],
        table: {
          head: ['Panel', 'Words', 'Words by', 'Settings', 'Picture by', 'Settings', 'Picture', 'Description by'],
          rows: use.panels.map(panelRow),
        },
      },
      {
        heading: 'How to make it again',
        lines: [
          'With the same bundle (the digest must be equal), the same story up to the panel, the same references and cast, and the ' +
            'settings above, the studio makes the same picture on the same kind of device; another device may round differently.',
          `${use.otherVersions} other versions of texts and pictures are kept in the story and are not part of the figures above.`,
        ],
      },
    ],
  };
}

const cell = (text: string): string => oneLine(text).replace(/([\\|`*_<>[\]])/g, '\\$1');

export function reportMarkdown(args: ReportArgs): string {
  const { title, lines, sections } = reportDocument(args);
  const body = sections.map(({ heading, lines: said, table }) => {
    const rows =
      table === undefined
        ? []
        : [table.head, table.head.map(() => '---'), ...table.rows.map((row) => row.map(cell))].map(
            (row) => `| ${row.join(' | ')} |`,
          );
    return [`## ${heading}`, ...said.map(cell), rows.join('\n')].filter((part) => part !== '').join('\n\n');
  });
  return `# ${cell(title)}\n\n${lines.map(cell).join('\n\n')}\n\n${body.join('\n\n')}\n`;
}

const css = `:root { color-scheme: light dark; --line: light-dark(#ddd3c2, #40382e); --quiet: light-dark(#635848, #b3a794); }
body { margin: 0 auto; max-width: 68rem; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; font: 1rem/1.55 system-ui, sans-serif; background: light-dark(#fffdf8, #1d1915); color: light-dark(#2b2620, #ece4d6); }
h1 { font: 600 1.8rem/1.2 Georgia, serif; margin: 0 0 1rem; overflow-wrap: anywhere; } h2 { font: 600 1.25rem/1.3 Georgia, serif; margin: 2.2rem 0 0.6rem; }
p { max-width: 44rem; margin: 0 0 0.7rem; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 0.4rem 0.9rem 0.4rem 0; text-align: start; vertical-align: top; min-width: 3.5rem; }
th { color: var(--quiet); font-weight: 600; } .settings { min-width: 13rem; } .digest { min-width: 8rem; overflow-wrap: anywhere; }
@media print { body { padding: 0; font-size: 10pt; } .scroll { overflow: visible; } .settings, .digest { min-width: 0; } table { font-size: 7.5pt; } tr { break-inside: avoid; } }`;

/** Long cells get room, so that a narrow screen scrolls the table instead of breaking every word of it. */
function cellMarkup(text: string): string {
  const kind = /^[0-9a-f]{12,}…?$/.test(text) ? 'digest' : text.includes('; ') ? 'settings' : null;
  return `<td${kind === null ? '' : ` class="${kind}"`}>${escaped(oneLine(text))}</td>`;
}

const tableMarkup = (heading: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(heading)}"><table>
<thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map(cellMarkup).join('')}</tr>`).join('\n')}
</tbody></table></div>`;

export function reportHtml(args: ReportArgs): string {
  const { title, lines, sections } = reportDocument(args);
  const body = sections.map(({ heading, lines: said, table }) => {
    const paragraphs = said.map((line) => `<p>${escaped(line)}</p>`).join('\n');
    return `<h2>${escaped(heading)}</h2>\n${paragraphs}\n${table === undefined ? '' : tableMarkup(heading, table.head, table.rows)}`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${css}
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
${body.join('\n')}
</main>
</body>
</html>
`;
}
