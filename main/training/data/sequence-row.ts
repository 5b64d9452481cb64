// One training row in the bundle's sequence format: <s> t1 <Img> slot </Img> t2 <Img> slot </Img> … t_k. A slot holds soft tokens, a
// picture's caption, nothing, or is not there at all. After each text the *label* is [IMG0], whatever follows in the input: the end of
// a panel and the place of a picture are one decision (decision 0004). Source: MiniGPT-5 (arXiv 2310.02239), eq. 1. No tensors here.
import type { Rng } from '../../../common/base/rng';
import type { Dialogue, Picture, Story } from './world-records';
import type { SequenceText } from './sequence-text';

/** Soft tokens, a caption in words, empty brackets, or no brackets either. */
export type SlotKind = 'soft' | 'caption' | 'empty' | 'none';
export type SlotMix = readonly (readonly [kind: SlotKind, weight: number])[];

/** A text whose end a picture is drawn from. */
export interface RowEnd {
  /** The position that predicts [IMG0]. */
  readonly position: number;
  readonly picture: Picture;
}

/** Token ids, what each position should predict (-1: nothing), ends of text, and where pictures' soft tokens go. */
export class SequenceRow {
  readonly ids: number[] = [];
  readonly labels: number[] = [];
  readonly ends: RowEnd[] = [];
  readonly pictures: { readonly position: number; readonly picture: Picture }[] = [];

  constructor(
    /** Name of the record it was made from. */
    readonly id: string,
    readonly text: SequenceText,
    readonly numSoftTokens: number,
  ) {
    this.add([text.tokens.bos]);
  }

  /** Appends tokens; where `learn`, the position before each of them has it as its label unless it has one already. */
  add(ids: readonly number[], learn = true): void {
    const { labels } = this;
    for (const id of ids) {
      if (learn && labels.length > 0 && labels[labels.length - 1] === NO_LABEL) labels[labels.length - 1] = id;
      this.ids.push(id);
      labels.push(NO_LABEL);
    }
  }

  /** The last position predicts `label` from now on, whatever follows. */
  endText(label: number): void {
    this.labels[this.labels.length - 1] = label;
  }

  /** The last position predicts [IMG0]; the vokens of `picture` are learned from here where one is given. */
  endPanel(picture?: Picture): void {
    this.endText(this.text.tokens.vokens[0]!);
    if (picture !== undefined) this.ends.push({ position: this.ids.length - 1, picture });
  }

  /** Appends one picture. A caption slot without a caption is empty. */
  addSlot(kind: SlotKind, picture: Picture): void {
    if (kind === 'none') return;
    const { tokens, brackets } = this.text;
    const [caption] = picture.captions;
    this.add([brackets.open], false);
    if (kind === 'caption' && caption !== undefined) {
      this.add(this.text.encode(caption));
      this.add([brackets.close]);
      return;
    }
    if (kind === 'soft') {
      this.pictures.push({ position: this.ids.length, picture });
      this.add(
        Array.from({ length: this.numSoftTokens }, () => tokens.imagePlaceholder),
        false,
      );
    }
    this.add([brackets.close], false);
  }
}

export const NO_LABEL = -1;

/** What rows are made with. */
export interface RowFormat {
  readonly text: SequenceText;
  readonly numSoftTokens: number;
  /** Longest base sequence: later panels of a story that would not fit are left out. */
  readonly contextLength: number;
  /** What stands before the first text of a story in this style; undefined for the plain one. */
  readonly styleLine: (style: string) => string | undefined;
}

export interface StoryMix {
  readonly slots: SlotMix;
  /** Probability that the row stops at some panel whose picture comes before its text: text from a picture. */
  readonly pictureFirst: number;
  /** Probability that the style goes unsaid. */
  readonly unstyled: number;
}

/** Probability that all slots of a story are of one kind. */
const SAME_SLOTS = 0.7;

/** UAS: a caption in any of its wordings, then the vokens. */
export function captionRow(format: RowFormat, picture: Picture, rng: Rng): SequenceRow {
  const row = new SequenceRow(picture.id, format.text, format.numSoftTokens);
  row.add(format.text.encode(rng.pick(picture.captions)), false);
  row.endPanel(picture);
  return row;
}

/** MLS: a story's panels, each a picture to draw from the text and what came before; or up to one whose picture comes first. */
export function storyRow(format: RowFormat, story: Story, mix: StoryMix, rng: Rng): SequenceRow {
  const { text } = format;
  const row = new SequenceRow(story.id, text, format.numSoftTokens);
  const stopsAtPicture = rng.chance(mix.pictureFirst);
  let isCut = false;
  const count = stopsAtPicture ? 1 + rng.int(story.panels.length) : story.panels.length;
  const common = rng.chance(SAME_SLOTS) ? drawSlot(mix.slots, rng) : undefined;
  const style = format.styleLine(story.panels[0]?.picture.graph?.style ?? '');
  const isStyled = !rng.chance(mix.unstyled);
  if (style !== undefined && isStyled) row.add(text.encode(style));
  for (const [i, { text: words, picture }] of story.panels.slice(0, count).entries()) {
    const kind = common ?? drawSlot(mix.slots, rng);
    const ids = text.encode(words);
    isCut = row.ends.length > 0 && row.ids.length + ids.length + slotLength(format) + 1 > format.contextLength;
    if (isCut) break;
    const comesFirst = stopsAtPicture && i === count - 1;
    if (comesFirst) row.addSlot(mix.slots.some(([slot]) => slot === 'soft') ? 'soft' : 'caption', picture);
    row.add(ids);
    // A picture that the model has just seen is not drawn again: that would only teach it to copy.
    row.endPanel(comesFirst ? undefined : picture);
    if (!comesFirst) row.addSlot(kind, picture);
  }
  if (!stopsAtPicture && !isCut) row.add([text.tokens.eos]);
  return row;
}

/** What stands before a picture that is to be described: it keeps the task apart from a story that starts with a picture. */
const LOOK = 'Look:';

/** Captioning: <s> Look: <Img> slot </Img> caption </s>. Only the caption is learned, and nothing is drawn. */
export function captioningRow(format: RowFormat, picture: Picture): SequenceRow {
  const { text } = format;
  const row = new SequenceRow(picture.id, text, format.numSoftTokens);
  row.add(text.encode(LOOK), false);
  row.addSlot('soft', picture);
  row.add(text.encode(picture.captions[0] ?? ''));
  row.add([text.tokens.eos]);
  return row;
}

/** Who speaks stands before each turn, in plain words. */
const SPEAKERS = { writer: 'Writer:', studio: 'Studio:' } as const;

/**
 * A conversation: <s> Writer: t1 Studio: t2 <Img> slot </Img> Writer: t3 … After a turn with a picture the label is [IMG0], after one
 * without it is </s>, whatever follows: where an answer ends and whether it has a picture are one decision. Only the studio's pictures
 * are drawn.
 */
export function dialogueRow(format: RowFormat, dialogue: Dialogue, slots: SlotMix, rng: Rng): SequenceRow {
  const { text } = format;
  const row = new SequenceRow(dialogue.id, text, format.numSoftTokens);
  for (const { speaker, text: words, picture } of dialogue.turns) {
    const ids = text.encode(words);
    if (row.ids.length > 1 && row.ids.length + ids.length + slotLength(format) + 1 > format.contextLength) break;
    row.add(text.encode(SPEAKERS[speaker]), false);
    row.add(ids);
    if (picture === undefined) {
      row.endText(text.tokens.eos);
      continue;
    }
    row.endPanel(speaker === 'studio' ? picture : undefined);
    row.addSlot(drawSlot(slots, rng), picture);
  }
  return row;
}

/** Room that a slot may take: soft tokens and brackets, or a caption of about the same length. */
const slotLength = ({ numSoftTokens }: RowFormat): number => numSoftTokens + 2;

function drawSlot(slots: SlotMix, rng: Rng): SlotKind {
  let left = rng.uniform() * slots.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of slots) {
    left -= weight;
    if (left < 0) return kind;
  }
  return slots[0]?.[0] ?? 'empty';
}
