// Data sets of the picture-book world as training reads them: a folder with pictures and index.jsonl, one record a line (the world's
// README has the format). Records are parsed once here and trusted afterwards. It opens no picture.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { digestOf } from '../run/run-folder';

const graphSchema = z.object({
  place: z.string(),
  time: z.string(),
  style: z.string().optional(),
  characters: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
  props: z.array(z.object({ id: z.string() })),
});
/** What a picture holds. */
export type SceneFacts = z.infer<typeof graphSchema>;

const sceneSchema = z.object({
  id: z.string(),
  image: z.string(),
  caption: z.string().min(1),
  captions: z.array(z.string()).default([]),
  graph: graphSchema,
});
const storySchema = z.object({
  id: z.string(),
  panels: z
    .array(z.object({ image: z.string(), text: z.string().min(1), caption: z.string().min(1), graph: graphSchema }))
    .min(1),
});
const dialogueSchema = z.object({
  id: z.string(),
  turns: z
    .array(
      z.object({
        speaker: z.enum(['writer', 'studio']),
        text: z.string().min(1),
        image: z.string().optional(),
        caption: z.string().optional(),
        graph: graphSchema.optional(),
      }),
    )
    .min(1),
});

/** A picture of a data set. `captions[0]` is canonical; scenes have paraphrases after it, a dialogue's picture may have none. */
export interface Picture {
  /** `<record>` or `<record>/<panel>`, for messages. */
  readonly id: string;
  readonly path: string;
  readonly captions: readonly string[];
  readonly graph: SceneFacts | undefined;
}

export interface StoryPanel {
  readonly text: string;
  readonly picture: Picture;
}
export interface Story {
  readonly id: string;
  readonly panels: readonly StoryPanel[];
}
export interface DialogueTurn {
  readonly speaker: 'writer' | 'studio';
  readonly text: string;
  readonly picture: Picture | undefined;
}
export interface Dialogue {
  readonly id: string;
  readonly turns: readonly DialogueTurn[];
}

export type DataSet = { readonly dir: string; readonly digest: string } & (
  | { readonly kind: 'scenes'; readonly records: readonly Picture[] }
  | { readonly kind: 'stories'; readonly records: readonly Story[] }
  | { readonly kind: 'dialogues'; readonly records: readonly Dialogue[] }
);

export interface ReadOptions {
  /** Says in a few words why a graph must not be trained on, or undefined where it may. */
  readonly refusal?: (graph: SceneFacts) => string | undefined;
}

/**
 * Reads index.jsonl of a folder; its first record tells the kind.
 * @throws `bad-request` naming the line that is wrong, or the record that must not be trained on
 */
export async function readDataSet(dir: string, { refusal }: ReadOptions = {}): Promise<DataSet> {
  const path = join(dir, 'index.jsonl');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StudioError('bad-request', `${dir} is no data set: it has no readable index.jsonl.`, {
      hint: 'Make one with `studio world --kind scenes --out DIR`.',
      cause,
    });
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const json = lines.map((line, i) => jsonFrom(line, path, i + 1));
  const first = json[0];
  if (typeof first !== 'object' || first === null)
    throw new StudioError('bad-request', `${path} holds no records.`, { hint: 'Make the data set again.' });
  const head = { dir, digest: digestOf(text) };
  const check = (id: string, graph: SceneFacts | undefined): void => {
    const reason = graph === undefined ? undefined : refusal?.(graph);
    if (reason !== undefined)
      throw new StudioError('bad-request', `${path}: record ${id} must not be trained on: ${reason}.`, {
        hint: 'Make the data set without it.',
        detail: { id },
      });
  };
  if ('panels' in first) {
    return {
      ...head,
      kind: 'stories',
      records: json.map((line, i) => storyFrom(parsed(storySchema, line, path, i + 1))),
    };
  }
  if ('turns' in first) {
    return {
      ...head,
      kind: 'dialogues',
      records: json.map((line, i) => dialogueFrom(parsed(dialogueSchema, line, path, i + 1))),
    };
  }
  return { ...head, kind: 'scenes', records: json.map((line, i) => sceneFrom(parsed(sceneSchema, line, path, i + 1))) };

  function sceneFrom({ id, image, caption, captions, graph }: z.infer<typeof sceneSchema>): Picture {
    check(id, graph);
    return { id, path: join(dir, image), captions: [caption, ...captions.filter((other) => other !== caption)], graph };
  }
  function storyFrom({ id, panels }: z.infer<typeof storySchema>): Story {
    return {
      id,
      panels: panels.map(({ image, text: words, caption, graph }, i) => {
        check(id, graph);
        return {
          text: words,
          picture: { id: `${id}/${i + 1}`, path: join(dir, image), captions: [caption], graph },
        };
      }),
    };
  }
  function dialogueFrom({ id, turns }: z.infer<typeof dialogueSchema>): Dialogue {
    return {
      id,
      turns: turns.map(({ speaker, text: words, image, caption, graph }, i) => {
        check(id, graph);
        const captions = caption === undefined ? [] : [caption];
        const picture =
          image === undefined ? undefined : { id: `${id}/${i + 1}`, path: join(dir, image), captions, graph };
        return { speaker, text: words, picture };
      }),
    };
  }
}

/** Every picture of a data set, in the order of its records. */
export function picturesOf(set: DataSet): Picture[] {
  switch (set.kind) {
    case 'scenes':
      return [...set.records];
    case 'stories':
      return set.records.flatMap(({ panels }) => panels.map(({ picture }) => picture));
    case 'dialogues':
      return set.records.flatMap(({ turns }) => turns.flatMap(({ picture }) => picture ?? []));
  }
}

function jsonFrom(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new StudioError('bad-request', `${path}: line ${number} is not JSON.`, {
      hint: 'Make the data set again.',
      cause,
    });
  }
}

function parsed<T>(schema: z.ZodType<T>, json: unknown, path: string, number: number): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new StudioError(
    'bad-request',
    `${path}: line ${number} is wrong at ${issue?.path.map(String).join('.') ?? 'its root'}: ${issue?.message ?? ''}.`,
    { hint: 'All records of a data set have one kind; make it again.' },
  );
}
