// One row of a tuning: a story of the writer, or one of the bundle's own. As the second stage's rows (data/sequence-row.ts), but panels
// may be *hidden*: they stand there for the others to follow from, and neither their words nor their pictures are learned. No tensors.
import type { Rng } from '../../../common/base/rng';
import { SequenceRow, type RowFormat, type SlotKind } from '../data/sequence-row';
import type { Story } from '../data/world-records';

export interface TuningStory extends Story {
  /** The line that says how it is drawn, before the first text. */
  readonly styleLine?: string | undefined;
}

/** What the pictures of the story so far are, row by row: seen mostly, so that words alone are enough too. */
const SLOTS: readonly (readonly [kind: SlotKind, weight: number])[] = [
  ['soft', 0.75],
  ['empty', 0.125],
  ['none', 0.125],
];

export interface RowWishes {
  /** Whether the panel of a picture is learned. */
  readonly learns: (pictureId: string) => boolean;
  /** Every picture is seen; otherwise the row's rng decides for all of them. */
  readonly plain?: boolean;
}

/** The whole story, as far as it fits. At least its first panel is in it. */
export function tuningRow(
  format: RowFormat,
  story: TuningStory,
  { learns, plain = false }: RowWishes,
  rng: Rng,
): SequenceRow {
  const { text, numSoftTokens } = format;
  const row = new SequenceRow(story.id, text, numSoftTokens);
  const drawn = slotFrom(rng.uniform());
  const slot = numSoftTokens === 0 ? 'empty' : plain ? 'soft' : drawn;
  if (story.styleLine !== undefined) row.add(text.encode(story.styleLine), false);
  let isWhole = true;
  for (const [i, { text: words, picture }] of story.panels.entries()) {
    const ids = text.encode(words);
    const isFirst = i === 0;
    const room = format.contextLength - row.ids.length - numSoftTokens - 3;
    if (!isFirst && ids.length > room) {
      isWhole = false;
      break;
    }
    const isLearned = learns(picture.id);
    row.add(isFirst ? ids.slice(0, Math.max(room, 1)) : ids, isLearned);
    if (isLearned) row.endPanel(picture);
    row.addSlot(slot, picture);
  }
  if (isWhole && story.panels.length > 1) row.add([text.tokens.eos]);
  return row;
}

function slotFrom(share: number): SlotKind {
  let left = share;
  for (const [kind, weight] of SLOTS) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'soft';
}
