// The model report's tables on the judge itself: how far it agrees, on drawings of the model, with people who looked at them without
// knowing its answers. From agreement.json, which `report --judge-labels` writes; the counting is judge-check/agreement.ts.
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { code, NOT_MEASURED, shareText, table } from './markdown';

const share = z.object({ share: z.number().nullable(), low: z.number(), high: z.number() });
const counts = { unclear: z.number(), meant: z.object({ byLabel: share, byJudge: share }) };
const single = z.object({ ...counts, agreement: share });
const list = z.object({ ...counts, items: share, whole: share, precision: share, recall: share });
const agreementSchema = z.object({
  bundle: z.string(),
  bundleDigest: z.string(),
  seed: z.number(),
  pictures: z.number(),
  labelled: z.number(),
  overall: share,
  fields: z.object({ who: single, place: single, time: single, style: single }),
  lists: z.object({ others: list, props: list }),
});

const FIELDS = { who: 'who', place: 'where', time: 'when, weather', style: 'style' } as const;
const LISTS = { others: 'company', props: 'things' } as const;

/** Both tables as Markdown. Throws `bad-request` for a value that is no agreement. */
export function agreementTable(json: unknown): string {
  const found = json === undefined ? undefined : agreementFrom(json);
  const count = (value: number | undefined): string => (value === undefined ? NOT_MEASURED : String(value));
  const fields = (['who', 'place', 'time', 'style'] as const).map((name) => {
    const of = found?.fields[name];
    return [
      FIELDS[name],
      shareText(of?.agreement),
      count(of?.unclear),
      shareText(of?.meant.byLabel),
      shareText(of?.meant.byJudge),
    ];
  });
  const lists = (['others', 'props'] as const).map((name) => {
    const of = found?.lists[name];
    return [
      LISTS[name],
      shareText(of?.items),
      shareText(of?.whole),
      shareText(of?.precision),
      shareText(of?.recall),
      count(of?.unclear),
      shareText(of?.meant.byLabel),
      shareText(of?.meant.byJudge),
    ];
  });
  const about =
    found === undefined
      ? 'Nobody has labelled drawings yet.'
      : `Drawings of bundle \`${found.bundle}\` (manifest \`${found.bundleDigest.slice(0, 12)}\`), seed ${found.seed}: ${found.labelled} of ${found.pictures} labelled.`;
  return [
    '### The judge on drawings',
    about,
    table(
      ['', 'judge agrees', 'unclear', 'shows what was meant, by the labels', 'by the judge'],
      [...fields, ['all four', shareText(found?.overall), '', '', '']],
    ),
    table(
      [
        '',
        'items agreed',
        'whole lists',
        'precision',
        'recall',
        'unclear',
        'meant and there, by the labels',
        'by the judge',
      ],
      lists,
    ),
    code([
      'npm run studio -- report --judge-check report/judge-check --seed 1 --count 200',
      'npm run studio -- report --judge-check report/judge-check --judge-labels labels.json',
    ]),
  ].join('\n\n');
}

function agreementFrom(json: unknown): z.infer<typeof agreementSchema> {
  const parsed = agreementSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StudioError('bad-request', `agreement.json is no agreement: ${z.prettifyError(parsed.error)}`, {
    hint: 'Write it with report --judge-labels.',
    cause: parsed.error,
  });
}
