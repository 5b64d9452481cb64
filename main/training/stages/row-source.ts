// What a stage learns from, record by record: captions (UAS), stories (MLS), conversations (dialogue). A record becomes a row with random
// choices from a stream of its own. Not the order of the records (row-feed.ts). Stages: MiniGPT-5 (arXiv 2310.02239), §3.3.
import type { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import { withNewNames, type NewNames } from '../data/new-names';
import {
  captioningRow,
  captionRow,
  dialogueRow,
  storyRow,
  type RowFormat,
  type SequenceRow,
  type SlotMix,
} from '../data/sequence-row';
import { picturesOf, type DataSet, type Dialogue, type Picture, type Story } from '../data/world-records';

export const stageNames = ['uas', 'mls', 'dialogue'] as const;
export type StageName = (typeof stageNames)[number];

/** How often what happens in rows of stories and conversations. */
export interface RowMix {
  readonly slots: SlotMix;
  readonly pictureFirst: number;
  readonly unstyled: number;
  readonly newNames: number;
  /** Share of stories' rows that are one captioned picture instead, by the templates of stage 1: described, or drawn from its caption. */
  readonly captioning: number;
  readonly captionOnly: number;
}

export interface RowSource {
  readonly count: number;
  /** A row of record `index`; `plain` leaves out what only varies the data: for validation, and where a panel must be drawn. */
  row(index: number, rng: Rng, plain?: boolean): SequenceRow;
  /** Pictures whose latents and captions the stage aims at, and those that stand in its slots. */
  readonly drawn: readonly Picture[];
  readonly seen: readonly Picture[];
}

type Example =
  | { readonly kind: 'caption'; readonly picture: Picture }
  | { readonly kind: 'story'; readonly story: Story }
  | { readonly kind: 'dialogue'; readonly dialogue: Dialogue };

export interface SplitSources {
  readonly training: RowSource;
  readonly validation: RowSource;
}

const HELD_SHARE = 0.05;
const MOST_HELD = 64;

/**
 * The records of a stage, and the ones kept for validation: those of `validation` where it is given, else every twentieth by chance (64 at
 * most). Throws `bad-request` when the data sets hold nothing that the stage learns from.
 */
export function rowSourcesFrom(
  stage: StageName,
  sets: readonly DataSet[],
  validation: readonly DataSet[],
  format: RowFormat,
  mix: RowMix,
  options: { readonly rng: Rng; readonly names: NewNames },
): SplitSources {
  const examples = examplesOf(stage, sets);
  if (validation.length > 0) {
    const held = options.rng.shuffle(examplesOf(stage, validation)).slice(0, MOST_HELD);
    return { training: sourceOf(examples), validation: sourceOf(held) };
  }
  const order = options.rng.shuffle(examples.map((_, i) => i));
  const held = new Set(order.slice(0, Math.min(MOST_HELD, Math.max(1, Math.floor(examples.length * HELD_SHARE)))));
  if (held.size >= examples.length) {
    throw new StudioError('bad-request', `${examples.length} records are too few to train on and to hold one out.`, {
      hint: 'Give more data, or a data set of its own with --validation.',
    });
  }
  return {
    training: sourceOf(examples.filter((_, i) => !held.has(i))),
    validation: sourceOf(examples.filter((_, i) => held.has(i))),
  };

  function sourceOf(chosen: readonly Example[]): RowSource {
    return {
      count: chosen.length,
      row(index, rng, plain = false) {
        const example = chosen[index % chosen.length]!;
        switch (example.kind) {
          case 'caption':
            return captionRow(format, example.picture, rng);
          case 'story': {
            const captioned = plain ? undefined : captionedRow(example.story, rng);
            if (captioned !== undefined) return captioned;
            const isRenamed = !plain && rng.chance(mix.newNames);
            const story = isRenamed ? withNewNames(example.story, rng, options.names) : example.story;
            return storyRow(format, story, plain ? plainMix(mix) : mix, rng);
          }
          case 'dialogue':
            return dialogueRow(format, example.dialogue, plain ? plainMix(mix).slots : mix.slots, rng);
        }
      },
      drawn: chosen.flatMap(drawnOf),
      seen: stage === 'uas' ? [] : chosen.flatMap(seenOf),
    };
  }

  /** A row of one picture of the story and its caption, as often as the mix says. */
  function captionedRow(story: Story, rng: Rng): SequenceRow | undefined {
    const left = rng.uniform();
    if (left >= mix.captioning + mix.captionOnly) return undefined;
    const { picture } = rng.pick(story.panels);
    if (picture.captions.length === 0) return undefined;
    return left < mix.captioning ? captioningRow(format, picture) : captionRow(format, picture, rng);
  }
}

/** Pictures in every slot where there are any, and nothing left to chance. */
function plainMix({ slots }: RowMix): RowMix {
  const kind = slots.some(([slot]) => slot === 'soft') ? 'soft' : 'empty';
  return { slots: [[kind, 1]], pictureFirst: 0, unstyled: 0, newNames: 0, captioning: 0, captionOnly: 0 };
}

function examplesOf(stage: StageName, sets: readonly DataSet[]): Example[] {
  const examples = sets.flatMap((set): Example[] => {
    if (stage === 'uas') {
      const captioned = picturesOf(set).filter(({ captions }) => captions.length > 0);
      return captioned.map((picture) => ({ kind: 'caption', picture }));
    }
    if (set.kind === 'stories') return set.records.map((story) => ({ kind: 'story', story }));
    if (set.kind === 'dialogues') return set.records.map((dialogue) => ({ kind: 'dialogue', dialogue }));
    return [];
  });
  const wanted = stage === 'uas' ? 'captioned pictures' : stage === 'mls' ? 'stories' : 'dialogues';
  const isThere =
    stage === 'uas'
      ? examples.length > 0
      : examples.some(({ kind }) => kind === (stage === 'mls' ? 'story' : 'dialogue'));
  if (isThere) return examples;
  throw new StudioError('bad-request', `The data holds no ${wanted}, which the stage ${stage} learns from.`, {
    hint: `Give a data set of ${wanted}: \`studio world --kind ${stage === 'uas' ? 'scenes' : wanted} --out DIR\`.`,
  });
}

function drawnOf(example: Example): Picture[] {
  switch (example.kind) {
    case 'caption':
      return [example.picture];
    case 'story':
      return example.story.panels.map(({ picture }) => picture);
    case 'dialogue':
      return example.dialogue.turns.flatMap(({ speaker, picture }) =>
        speaker === 'studio' && picture !== undefined ? [picture] : [],
      );
  }
}

function seenOf(example: Example): Picture[] {
  switch (example.kind) {
    case 'caption':
      return [];
    case 'story':
      return example.story.panels.map(({ picture }) => picture);
    case 'dialogue':
      return example.dialogue.turns.flatMap(({ picture }) => picture ?? []);
  }
}
