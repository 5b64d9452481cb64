// The files of a check of the judge: labels that a person gives by looking, empty at first and without any hint of what is right, and
// apart from them the judge's own answers with what each picture should show. Only their form; the counting is agreement.ts.
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import type { SceneGraph } from '../../../native-models/miniature/world/world';
import type { Judge } from '../judge';
import type { CheckPicture } from './check-pictures';

/** Fields with one answer, and fields with a list. */
export const singleFields = ['who', 'place', 'time', 'style'] as const;
export const listFields = ['others', 'props'] as const;
export type SingleField = (typeof singleFields)[number];
export type ListField = (typeof listFields)[number];

/** The picture does not let one tell: such a label is counted apart. */
export const UNCLEAR = 'unclear';
/** There is no character in the picture: a clear answer, which the judge cannot give. */
export const NOBODY = 'nobody';

/** How to answer; the first is the world's own rule of who is in front (world/layout.ts). */
export const fieldHints: Readonly<Record<SingleField | ListField, string>> = {
  who: `the one whose feet stand lowest in the picture; "${NOBODY}" where there is no character`,
  others: 'all the others; an empty list where there are none',
  place: 'whatever the weather: snow is a place with white ground, snowfall is none',
  time: 'falling rain or snow goes before the time of day',
  props: 'things held, or standing about by themselves; not scenery such as flowers in grass or stars in the sky',
  style: 'ink has dark outlines and a paper edge, pastel is pale and soft, flat is neither',
};

const single = z.string().min(1).nullable().default(null);
const list = z
  .union([z.array(z.string().min(1)), z.literal(UNCLEAR)])
  .nullable()
  .default(null);
const choicesSchema = z.object({
  who: z.array(z.string()),
  others: z.array(z.string()),
  place: z.array(z.string()),
  time: z.array(z.string()),
  style: z.array(z.string()),
  props: z.array(z.string()),
});
const labelSchema = z.object({
  picture: z.string(),
  who: single,
  others: list,
  place: single,
  time: single,
  props: list,
  style: single,
});
const labelsSchema = z.object({ check: z.string(), pictures: z.array(labelSchema) });

const seenSchema = z.object({
  who: z.string(),
  /** Everybody, in an answer of the judge and in what was meant. */
  present: z.array(z.string()),
  place: z.string(),
  time: z.string(),
  style: z.string(),
  props: z.array(z.string()),
});
const answersSchema = z.object({
  check: z.string(),
  bundle: z.string(),
  bundleDigest: z.string(),
  seed: z.number(),
  choices: choicesSchema,
  pictures: z.array(z.object({ picture: z.string(), judge: seenSchema, meant: seenSchema })),
});

/** What may be answered, by field. */
export type Choices = z.infer<typeof choicesSchema>;
/** What a person saw in one picture; null is not labelled. In a list, an id with a question mark at its end is not counted. */
export type PictureLabel = z.infer<typeof labelSchema>;
export type Labels = z.infer<typeof labelsSchema>;
/** One picture's contents, as the judge reads them or as the world meant them. */
export type Seen = z.infer<typeof seenSchema>;
export type JudgeAnswers = z.infer<typeof answersSchema>;

/** What can be answered: what the judge can say, and nobody. */
export function choicesOf({ labels }: Judge['config']): Choices {
  const { who, present, place, time, style, props } = labels;
  return {
    who: [...who, NOBODY],
    others: [...present],
    place: [...place],
    time: [...time],
    style: [...style],
    props: [...props],
  };
}

/** The file for whoever labels: numbers, possible answers, how to answer, and nothing else. */
export function emptyLabels(
  check: string,
  choices: Choices,
  ids: readonly string[],
): Labels & { readonly choices: Choices; readonly hints: typeof fieldHints } {
  const open = { who: null, others: null, place: null, time: null, props: null, style: null };
  return { check, hints: fieldHints, choices, pictures: ids.map((picture) => ({ picture, ...open })) };
}

/** The file that is kept from whoever labels. */
export function judgeAnswers(
  about: Omit<JudgeAnswers, 'pictures'>,
  pictures: readonly Omit<CheckPicture, 'png'>[],
): JudgeAnswers {
  return {
    ...about,
    pictures: pictures.map(({ id, reading, graph }) => {
      const { who, present, place, time, style, props } = reading;
      const judge = { who, present: [...present], place, time, style, props: [...props] };
      return { picture: id, judge, meant: meantBy(graph) };
    }),
  };
}

function meantBy({ characters, place, time, style, props }: SceneGraph): Seen {
  return {
    who: characters.find(({ role }) => role === 'main')?.id ?? NOBODY,
    present: characters.map(({ id }) => id),
    place,
    time,
    style,
    props: props.map(({ id }) => id),
  };
}

/** Reads a file of labels. Throws `bad-request` naming what is wrong. */
export const labelsFrom = (json: unknown): Labels => parsed(labelsSchema, json, 'labels of a check of the judge');

/** Reads judge.json. Throws `bad-request` naming what is wrong. */
export const answersFrom = (json: unknown): JudgeAnswers =>
  parsed(answersSchema, json, "the judge's answers to a check");

function parsed<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new StudioError('bad-request', `These are not ${what}: ${z.prettifyError(result.error)}`, {
    hint: 'Labels start from labels-empty.json; judge.json is written with it by report --judge-check.',
    cause: result.error,
  });
}
