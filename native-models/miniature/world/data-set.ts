// Writes a data set: PNG files and index.jsonl, one JSON object a line (README.md has the format). The order of the lines and every byte
// follow from kind, seed and count; record i does not depend on how many records there are.
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../../common/base/rng';
import { canonicalCaption, paraphrases } from './captions';
import { DEFAULT_SIZE_PX, renderScene } from './rasterise';
import { makeDialogue } from './dialogues/dialogues';
import type { CharacterId, SceneGraph, StoryPanel } from './scene-graph';
import { makeScene } from './scenes';
import { makeStory, type Narrator, type StoryWishes } from './stories';

export const dataSetKinds = ['scenes', 'stories', 'dialogues'] as const;
export type DataSetKind = (typeof dataSetKinds)[number];

export interface DataSetRequest {
  readonly kind: DataSetKind;
  readonly seed: number;
  readonly count: number;
  /** The folder; made if missing. Files of the same names are overwritten. */
  readonly out: string;
  readonly heldOut?: boolean;
  /** The main character of every record (of a dialogue: of its first picture); the only way to an unseen one. */
  readonly character?: CharacterId | undefined;
  /** Only stories of so many panels, 4 to 6; of each length as it comes unless given. */
  readonly panels?: number | undefined;
  /** Stories told by somebody whom nothing is trained on. */
  readonly narrator?: Narrator | undefined;
  readonly sizePx?: number;
  /** Writes only index.jsonl: for training on text, which needs many more stories than pictures. */
  readonly textOnly?: boolean;
  /** Between records: stops with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, count: number) => void;
}

export interface SceneRecord {
  readonly id: string;
  readonly image: string;
  readonly caption: string;
  readonly captions: readonly string[];
  readonly graph: SceneGraph;
}

export interface StoryRecord {
  readonly id: string;
  readonly panels: readonly {
    readonly image: string;
    readonly text: string;
    readonly caption: string;
    readonly graph: SceneGraph;
  }[];
}

export interface DialogueRecord {
  readonly id: string;
  readonly turns: readonly {
    readonly speaker: 'writer' | 'studio';
    readonly text: string;
    readonly image?: string;
    readonly caption?: string;
    readonly graph?: SceneGraph;
  }[];
}

interface Made {
  readonly record: SceneRecord | StoryRecord | DialogueRecord;
  readonly pictures: readonly { readonly image: string; readonly graph: SceneGraph }[];
}

function wishes({ character, narrator }: DataSetRequest): Pick<StoryWishes, 'character' | 'narrator'> {
  return { ...(character === undefined ? {} : { character }), ...(narrator === undefined ? {} : { narrator }) };
}

function sceneRecord(index: number, request: DataSetRequest): Made {
  const rng = new Rng(request.seed).fork(`scene-${String(index)}`);
  const graph = makeScene(rng, request.heldOut, wishes(request));
  const id = String(index + 1).padStart(6, '0');
  const image = `${id}.png`;
  const record: SceneRecord = {
    id,
    image,
    caption: canonicalCaption(graph),
    captions: paraphrases(graph, rng.fork('captions')),
    graph,
  };
  return { record, pictures: [{ image, graph }] };
}

function storyRecord(index: number, request: DataSetRequest): Made {
  const story = storyOfLength(request, `story-${String(index)}`);
  const id = String(index + 1).padStart(6, '0');
  const panels = story.map((panel, at) => ({ image: `${id}-${String(at + 1)}.png`, ...panel }));
  return { record: { id, panels }, pictures: panels.map(({ image, graph }) => ({ image, graph })) };
}

/** The first of its kind that has the length asked for. */
function storyOfLength(request: DataSetRequest, name: string): StoryPanel[] {
  for (let again = 0; ; again++) {
    const rng = new Rng(request.seed).fork(again === 0 ? name : `${name}-${String(again)}`);
    const story = makeStory(rng, request.heldOut, wishes(request));
    if (request.panels === undefined || story.length === request.panels) return story;
  }
}

function dialogueRecord(index: number, request: DataSetRequest): Made {
  const rng = new Rng(request.seed).fork(`dialogue-${String(index)}`);
  const dialogue = makeDialogue(rng, { heldOut: request.heldOut ?? false, ...wishes(request) });
  const id = String(index + 1).padStart(6, '0');
  const pictures: { image: string; graph: SceneGraph }[] = [];
  const turns = dialogue.map((turn, at) => {
    if (turn.graph === undefined) return turn;
    const image = `${id}-${String(at + 1)}.png`;
    pictures.push({ image, graph: turn.graph });
    return { ...turn, image };
  });
  return { record: { id, turns }, pictures };
}

const MAKERS: Readonly<Record<DataSetKind, (index: number, request: DataSetRequest) => Made>> = {
  scenes: sceneRecord,
  stories: storyRecord,
  dialogues: dialogueRecord,
};

/**
 * Writes the data set.
 * @returns how many records and how many files (pictures and the index)
 * @throws the signal's reason when aborted; file system errors as they come
 */
export async function writeDataSet(request: DataSetRequest): Promise<{ count: number; files: number }> {
  await mkdir(request.out, { recursive: true });
  const index = await open(join(request.out, 'index.jsonl'), 'w');
  let files = 1;
  try {
    for (let i = 0; i < request.count; i++) {
      request.signal?.throwIfAborted();
      const { record, pictures } = MAKERS[request.kind](i, request);
      for (const { image, graph } of request.textOnly === true ? [] : pictures) {
        await writeFile(join(request.out, image), await renderScene(graph, request.sizePx ?? DEFAULT_SIZE_PX));
        files += 1;
      }
      await index.write(`${JSON.stringify(record)}\n`);
      request.onProgress?.(i + 1, request.count);
    }
  } finally {
    await index.close();
  }
  return { count: request.count, files };
}
