// The generated part of docs/model-report.md: tables from the JSON that `studio evaluate` printed, one file an arm, with the command
// that makes each. A cell without its file says so; no number is typed by hand. What the tables mean is written around them by people.
import { StudioError } from '../../../common/base/studio-error';
import { z } from 'zod';
import { figureNames } from '../recall';
import { agreementTable } from './agreement-table';
import { arms, type Arm, type ArmName } from './arms';
import { code, NOT_MEASURED, shareText, table } from './markdown';

const share = z.object({ share: z.number().nullable(), low: z.number(), high: z.number(), trials: z.number() });
const estimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  count: z.number(),
});
const shares = z.object({ who: share, place: share, time: share, props: share, style: share });
const counts = shares
  .extend({
    whoPronoun: share,
    missingText: share,
    missingPicture: share,
    judge: shares,
    caption: shares,
    pictureBefore: shares,
    baseline: shares.extend({ whoPronoun: share }),
    storiesTold: share,
    contradictions: share,
    contradictionsByNames: z.object({ heldOut: share, usual: share }),
    contradictionsOfRead: share,
    coverage: share,
    repetition: share,
    worldStories: z.object({ contradictions: share, coverage: share, repetition: share }),
    perplexity: estimate,
    dialogueF1: estimate,
    dialoguePrecision: share,
    dialogueRecall: share,
  })
  .partial();
const resultSchema = z.object({
  count: z.number(),
  bundle: z.string(),
  bundleDigest: z.string(),
  seed: z.number(),
  steps: z.number(),
  guidanceScale: z.number(),
  frechet: z.number().nullable(),
  frechetCaption: z.number().nullable(),
  frechetOfRenders: z.number().nullable(),
  baseline: z.object({ frechet: z.number().nullable() }).nullable(),
  difference: z.object({ who: estimate, whoPronoun: estimate }).nullable(),
  counts,
});
const voteSchema = z.object({ ours: share, theirs: share, same: share });
const votesSchema = z.object({ voters: z.number(), fits: voteSchema, drawn: voteSchema });

type Result = z.infer<typeof resultSchema>;
type EstimateCell = z.infer<typeof estimate> | undefined;

/** What was found of each arm, as JSON values; `votes` are people's, `agreement` is that of the judge with people. */
export interface Findings {
  readonly results: Readonly<Partial<Record<ArmName, unknown>>>;
  readonly votes?: unknown;
  readonly agreement?: unknown;
}

/** All tables as Markdown. Throws `bad-request` naming an arm whose file is no result of an evaluation. */
export function figureTables({ results, votes, agreement }: Findings): string {
  const found = new Map<ArmName, Result>();
  for (const [name, json] of Object.entries(results) as [ArmName, unknown][]) {
    const parsed = resultSchema.safeParse(json);
    if (!parsed.success)
      throw new StudioError(
        'bad-request',
        `${name}.json is no result of an evaluation: ${z.prettifyError(parsed.error)}`,
      );
    found.set(name, parsed.data);
  }
  return [
    bundleTable(found.get('main')),
    armTable('Context', 'What of the story so far is shown', ['main', 'text', 'picture', 'none'], found),
    armTable('Guidance', 'With and without', ['main', 'unguided'], found),
    baselineTable(found),
    armTable(
      'The second stage',
      "Trained anew for short, from the bundle's own first stage",
      ['stage-two', 'stage-two-without-ldm-loss', 'tenth-of-data', 'prefix'],
      found,
    ),
    armTable(
      'Both stages',
      'Trained anew for short, from nothing',
      ['reference', 'without-uas', 'without-caption-loss', 'without-ldm-loss', 'without-dropping'],
      found,
    ),
    armTable(
      'Number of vokens',
      'Both stages trained for short, from nothing',
      ['vokens-1', 'vokens-4', 'reference', 'vokens-16'],
      found,
    ),
    agreementTable(agreement),
    voteTable(votes),
  ].join('\n\n');
}

function bundleTable(result: Result | undefined): string {
  const found = result?.counts;
  const rows: string[][] = [
    ...figureNames.map((name) => [
      SAYS[name],
      shareText(found?.[name]),
      shareText(found?.baseline?.[name]),
      shareText(found?.caption?.[name]),
      shareText(found?.pictureBefore?.[name]),
      shareText(found?.judge?.[name]),
    ]),
    ['who, by a pronoun only', shareText(found?.whoPronoun), shareText(found?.baseline?.whoPronoun), '', '', ''],
    [
      'Fréchet distance',
      numberText(result?.frechet),
      numberText(result?.baseline?.frechet),
      numberText(result?.frechetCaption),
      '',
      numberText(result?.frechetOfRenders),
    ],
  ];
  const texts = [
    ['text missing', shareText(found?.missingText), ''],
    ['picture missing or blank', shareText(found?.missingPicture), ''],
    ['panels told before it ends its story', shareText(found?.storiesTold), ''],
    [
      'sentences that contradict or cannot be read',
      shareText(found?.contradictions),
      shareText(found?.worldStories?.contradictions),
    ],
    ['in stories with names that training never showed', shareText(found?.contradictionsByNames?.heldOut), ''],
    ['in stories with names that it did', shareText(found?.contradictionsByNames?.usual), ''],
    ['of the sentences read, contradicting', shareText(found?.contradictionsOfRead), ''],
    ['sentences read (coverage)', shareText(found?.coverage), shareText(found?.worldStories?.coverage)],
    ['four words said before', shareText(found?.repetition), shareText(found?.worldStories?.repetition)],
    ['perplexity of narration, per token', estimateText(found?.perplexity), ''],
    ['F1 of pictures in dialogue', estimateText(found?.dialogueF1), ''],
    ['its precision', shareText(found?.dialoguePrecision), ''],
    ['its recall', shareText(found?.dialogueRecall), ''],
  ];
  return [
    '### The bundle',
    about(result),
    table(['', 'from the story', 'two stages', 'true caption', 'picture before', 'real renders'], rows),
    table(['texts and dialogues', 'the model', "the world's own"], texts),
    commands(['main']),
  ].join('\n\n');
}

const SAYS = { who: 'who', place: 'where', time: 'when, weather', props: 'things', style: 'style' } as const;

function armTable(
  title: string,
  subtitle: string,
  names: readonly ArmName[],
  found: ReadonlyMap<ArmName, Result>,
): string {
  const rows = names.map((name) => {
    const result = found.get(name);
    const { counts: of } = result ?? {};
    return [
      arms[name].label,
      shareText(of?.who),
      shareText(of?.whoPronoun),
      shareText(of?.place),
      shareText(of?.time),
      shareText(of?.props),
      numberText(result?.frechet),
    ];
  });
  return [
    `### ${title}`,
    `${subtitle}.`,
    table(['', 'who', 'who, by a pronoun', 'where', 'when', 'things', 'Fréchet'], rows),
    commands(names),
  ].join('\n\n');
}

function baselineTable(found: ReadonlyMap<ArmName, Result>): string {
  const rows = (['main', 'pronoun'] as const).map((name) => {
    const result = found.get(name);
    return [
      name === 'main' ? 'all panels' : 'panels that do not name the hero',
      shareText(result?.counts.who),
      shareText(result?.counts.baseline?.who),
      estimateText(result?.difference?.who),
    ];
  });
  return [
    '### Against two stages',
    'Who is in the picture; the same panels, seeds and steps. The difference is ours less theirs, paired by seed.',
    table(['', 'vokens', 'caption, then drawing', 'difference'], rows),
    commands(['main', 'pronoun']),
  ].join('\n\n');
}

function voteTable(votes: unknown): string {
  const found = votes === undefined ? undefined : votesSchema.parse(votes);
  const row = (label: string, vote: z.infer<typeof voteSchema> | undefined): string[] => [
    label,
    shareText(vote?.ours),
    shareText(vote?.theirs),
    shareText(vote?.same),
  ];
  return [
    '### The vote of people',
    found === undefined ? 'Nobody has voted yet.' : `${found.voters} voters.`,
    table(
      ['', 'vokens', 'two stages', 'no difference'],
      [row('fits the story', found?.fits), row('is drawn better', found?.drawn)],
    ),
    code([
      'npm run studio -- report --out report',
      'npm run studio -- report --out report --votes ballot-answers.json',
    ]),
  ].join('\n\n');
}

function about(result: Result | undefined): string {
  if (result === undefined) return 'No evaluation of this bundle yet.';
  const { bundle, bundleDigest, count, seed, steps, guidanceScale } = result;
  return `Bundle \`${bundle}\` (manifest \`${bundleDigest.slice(0, 12)}\`), ${count} held-out panels, stories and dialogues, seed ${seed}, ${steps} steps, guidance ${guidanceScale}.`;
}

const commands = (names: readonly ArmName[]): string => code(names.map((name) => commandOf(name, arms[name])));

function commandOf(name: ArmName, { flags }: Arm): string {
  return `npm run --silent studio -- evaluate ${flags} --json > report/${name}.json`;
}

function estimateText(cell: EstimateCell): string {
  if (cell === undefined) return NOT_MEASURED;
  const { value, low, high } = cell;
  return value === null || low === null || high === null
    ? 'none to count'
    : `${value.toPrecision(3)} (${low.toPrecision(3)} to ${high.toPrecision(3)})`;
}

function numberText(value: number | null | undefined): string {
  return value === undefined ? NOT_MEASURED : value === null ? 'none to count' : value.toPrecision(3);
}
