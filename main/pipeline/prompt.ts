// The story so far as a sequence for the language model: passages of token ids and pictures, cut to the context window from the
// front so that the newest stays. Pure: pictures are named by content hash and cost a fixed number of places; their features are
// put in by context-cache.ts. Format: <s> style cards references t1 <Img> 32 </Img> t2 <Img></Img> … t_k (MiniGPT-5, arXiv 2310.02239,
// §3). What holds for the whole story stands before it: the same from panel to panel, and no cut of the front takes it away.
import type { BundleManifest } from '../../common/domain/bundle';
import type { PromptCard } from './cast';
import { frontCut } from './front-cut';
import { modelTextFrom } from './story-text';
import type { TextTokenizer } from '../runtime/tokenizer';

/** One piece of the sequence. Pieces are also the units of prefill and of cache reuse. */
export type Segment =
  | { readonly kind: 'tokens'; readonly ids: readonly number[] }
  | {
      readonly kind: 'picture';
      readonly hash: string;
      readonly open: readonly number[];
      readonly close: readonly number[];
    };

export interface ContextPanel {
  readonly text: string;
  /** Content hash of the panel's picture, or null. */
  readonly picture: string | null;
}

export interface PromptRequest {
  /** Panels before the current one, oldest first. */
  readonly context: readonly ContextPanel[];
  /** The line that names the drawing style; absent where it goes unsaid. */
  readonly styleLine?: string | undefined;
  /** What the story's cards tell and show, in the story's order; absent: nothing. */
  readonly cards?: readonly PromptCard[] | undefined;
  /** Pictures that the writer wants to be looked at, whatever the panel. */
  readonly references: readonly string[];
  /** A picture that stands in the current panel: its text then tells what it shows. */
  readonly picture: string | null;
  readonly text: string;
}

export interface Prompt {
  /** Everything before the current panel's text, beginning with the start token and what holds for the whole story. */
  readonly prefix: readonly Segment[];
  /** Ids of the current panel's text as it stands; may be empty. */
  readonly text: readonly number[];
  readonly cut: {
    readonly panelsCut: number;
    readonly tokensCut: number;
    readonly budget: number;
    /** Of the current panel's own text only the end was read. */
    readonly isTextCut: boolean;
  };
  /** How each part of the request fared, in the request's order: for the view of what the model sees. */
  readonly layout: {
    readonly styleTokens: number;
    readonly cards: readonly PartLayout[];
    readonly references: readonly PartLayout[];
    readonly panels: readonly PartLayout[];
    /** The current panel, with a picture that stands in it. */
    readonly current: PartLayout;
  };
}

/** What became of one part. */
export interface PartLayout {
  readonly state: 'whole' | 'cut' | 'left-out';
  /** Places that it takes; of what is left out, about how many it would. */
  readonly tokens: number;
  /** The ids of its words that are read. */
  readonly ids: readonly number[];
  readonly pictures: readonly string[];
}

export interface PromptFormat {
  readonly tokenizer: TextTokenizer;
  readonly manifest: Pick<BundleManifest, 'tokens' | 'prompt' | 'vision'>;
}

// Text longer than this many characters per place cannot fit whatever its tokens are: it is not even tokenised, so that a prompt of
// 50,000 words costs no more than one that fits. Byte-level tokens of this bundle's size hold about four characters.
const MAX_CHARACTERS_PER_PLACE = 16;
/** Passages are prefilled in pieces of at most this many tokens, so that a run stays short enough to be cancelled. */
export const MAX_SEGMENT_TOKENS = 256;

/** Places that a segment takes in the context. */
export function lengthOf(segment: Segment, numSoftTokens: number): number {
  return segment.kind === 'tokens' ? segment.ids.length : segment.open.length + numSoftTokens + segment.close.length;
}

/** What two segments must share to be the same for a cache. */
export function keyOf(segment: Segment): string {
  return segment.kind === 'tokens' ? `t${segment.ids.join(',')}` : `p${segment.hash}`;
}

/** Places for story and pictures: the window less what the new panel and its vokens need. */
export function promptBudget(manifest: PromptFormat['manifest']): number {
  const { contextLength, maxPanelTokens } = manifest.prompt;
  return contextLength - maxPanelTokens - manifest.tokens.vokens.length - 1;
}

/** Builds the sequence of a request. Never throws for long stories: the front is cut and the cut is told. */
export function promptFrom(request: PromptRequest, format: PromptFormat): Prompt {
  const { manifest, tokenizer } = format;
  const budget = promptBudget(manifest);
  const lengths = lengthsIn(manifest);
  const style = request.styleLine === undefined ? [] : tokenSegments(passageIds(request.styleLine, tokenizer));
  const cards = fittingCards(request.cards ?? [], Math.floor(budget * CARD_SHARE), format);
  const cardSegments = cards.flatMap(({ segments }) => segments);
  const own = [...request.references, ...(request.picture === null ? [] : [request.picture])].map(
    pictureSegment(format),
  );
  const ownFitting = own.slice(-Math.max(Math.floor(budget / 2 / Math.max(lengths(own.slice(0, 1)), 1)), 1));
  const pictureAt = ownFitting.length - (request.picture === null ? 0 : 1);
  const room = Math.max(budget - 1 - lengths([...style, ...cardSegments, ...ownFitting]), 0); // 1: the start token
  const current = passageTail(request.text, room, format);
  const story = storyEnd(request.context, room - current.ids.length, current.ids.length > 0, format);
  const cardsCut = cards.reduce((sum, card) => sum + card.tokensCut, 0);
  const standing = ownFitting.slice(pictureAt);
  return {
    prefix: [
      { kind: 'tokens', ids: [manifest.tokens.bos] },
      ...style,
      ...cardSegments,
      ...ownFitting.slice(0, pictureAt),
      ...story.segments,
      ...standing,
    ],
    text: current.ids,
    cut: {
      panelsCut: story.panelsCut,
      tokensCut: current.tokensCut + cardsCut + lengths(own) - lengths(ownFitting) + story.tokensCut,
      budget,
      isTextCut: current.tokensCut > 0,
    },
    layout: {
      styleTokens: lengths(style),
      cards: cards.map(({ layout }) => layout),
      references: own.slice(0, request.references.length).map((segment, i) => {
        const isSeen = i >= own.length - ownFitting.length;
        const pictures = isSeen ? [segment.hash] : [];
        return { state: isSeen ? 'whole' : 'left-out', tokens: lengths([segment]), ids: [], pictures };
      }),
      panels: story.panels,
      current: {
        state: current.tokensCut > 0 ? 'cut' : 'whole',
        tokens: current.ids.length + lengths(standing),
        ids: current.ids,
        pictures: standing.map(({ hash }) => hash),
      },
    },
  };
}

/** Cards take at most this part of the window: the story is more than its cast. */
const CARD_SHARE = 0.25;

/**
 * As much of the cards as fits, in their order: words before pictures, and what is named in the panel before what was named long ago.
 * A card is laid out as a panel is, its words and then its picture, since that is how a story in training shows somebody.
 */
function fittingCards(cards: readonly PromptCard[], places: number, format: PromptFormat) {
  const lengths = lengthsIn(format.manifest);
  const pictureOf = pictureSegment(format);
  const fitting = cards.map((card) => ({
    card,
    words: tokenSegments(passageIds(card.words, format.tokenizer)),
    picture: card.picture === null ? [] : [pictureOf(card.picture)],
    keepsWords: false,
    keepsPicture: false,
  }));
  const byRank = [...fitting].sort((a, b) => a.card.rank - b.card.rank);
  let left = places;
  for (const entry of byRank) {
    entry.keepsWords = lengths(entry.words) <= left;
    if (entry.keepsWords) left -= lengths(entry.words);
  }
  for (const entry of byRank) {
    entry.keepsPicture = entry.keepsWords && lengths(entry.picture) <= left;
    if (entry.keepsPicture) left -= lengths(entry.picture);
  }
  return fitting.map(({ words, picture, keepsWords, keepsPicture }) => {
    const segments: Segment[] = [...(keepsWords ? words : []), ...(keepsPicture ? picture : [])];
    const whole = lengths([...words, ...picture]);
    const tokens = lengths(segments);
    const state = tokens === whole ? 'whole' : tokens === 0 ? 'left-out' : 'cut';
    const layout: PartLayout = {
      state,
      tokens: state === 'left-out' ? whole : tokens,
      ids: keepsWords ? words.flatMap((segment) => (segment.kind === 'tokens' ? segment.ids : [])) : [],
      pictures: keepsPicture ? picture.map(({ hash }) => hash) : [],
    };
    return { segments, tokensCut: whole - tokens, layout };
  });
}

/** The newest panels that fit into `places`, beginning at a mark (front-cut.ts) where older ones are left out. */
function storyEnd(
  context: readonly ContextPanel[],
  places: number,
  hasText: boolean,
  format: PromptFormat,
): {
  readonly segments: readonly Segment[];
  readonly panelsCut: number;
  readonly tokensCut: number;
  readonly panels: readonly PartLayout[];
} {
  const budget = promptBudget(format.manifest);
  const lengths = lengthsIn(format.manifest);
  // A panel without a picture keeps the brackets, empty: between two bare texts the model would only say [IMG0] again.
  const emptyPicture = emptyPictureSegment(format);
  const pictureOf = pictureSegment(format);
  const closing = context.map(({ picture }) => (picture === null ? emptyPicture : pictureOf(picture)));
  const sizes = context.map(({ text }, i) => estimatedTokens(text) + lengths(closing.slice(i, i + 1)));
  const kept: { readonly segments: readonly Segment[]; readonly layout: PartLayout }[] = [];
  let left = places;
  let start = context.length;
  let tokensCut = 0;
  while (start > 0 && tokensCut === 0) {
    const picture = closing[start - 1]!;
    const room = left - lengths([picture]);
    if (room < 0) break;
    const passage = passageTail(context[start - 1]!.text, room, format);
    if (passage.tokensCut > 0 && (hasText || kept.length > 0)) {
      // A scrap of an older panel tells nothing: its end is kept only if it is a good part of a window that has little else.
      if (passage.ids.length < budget / 4 || (kept.length > 0 && left <= budget / 2)) break;
    }
    kept.unshift({
      segments: [...tokenSegments(passage.ids), picture],
      layout: {
        state: passage.tokensCut > 0 ? 'cut' : 'whole',
        tokens: passage.ids.length + lengths([picture]),
        ids: passage.ids,
        pictures: picture.kind === 'picture' ? [picture.hash] : [],
      },
    });
    left = room - passage.ids.length;
    tokensCut = passage.tokensCut;
    start -= 1;
  }
  if (start > 0 && tokensCut === 0) {
    const firstFitting = start;
    start = frontCut(sizes, firstFitting, budget / 4);
    kept.splice(0, start - firstFitting);
  }
  for (const size of sizes.slice(0, start)) tokensCut += size;
  const leftOut = sizes
    .slice(0, start)
    .map((tokens): PartLayout => ({ state: 'left-out', tokens, ids: [], pictures: [] }));
  return {
    segments: kept.flatMap(({ segments }) => segments),
    panelsCut: start,
    tokensCut,
    panels: [...leftOut, ...kept.map(({ layout }) => layout)],
  };
}

/** Places that several segments take together. */
const lengthsIn =
  ({ vision }: PromptFormat['manifest']) =>
  (segments: readonly Segment[]): number =>
    segments.reduce((sum, segment) => sum + lengthOf(segment, vision.numSoftTokens), 0);

/** Ids in pieces of at most MAX_SEGMENT_TOKENS, always split at the same places from the front. */
export function tokenSegments(ids: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (let start = 0; start < ids.length; start += MAX_SEGMENT_TOKENS) {
    segments.push({ kind: 'tokens', ids: ids.slice(start, start + MAX_SEGMENT_TOKENS) });
  }
  return segments;
}

/** Ids of a passage as a segment of its own: it starts with a space, as in training. */
export function passageIds(text: string, tokenizer: TextTokenizer): readonly number[] {
  const clean = modelTextFrom(text);
  return clean === '' ? [] : tokenizer.encode(` ${clean}`);
}

function pictureSegment({ tokenizer, manifest }: PromptFormat): (hash: string) => Segment & { kind: 'picture' } {
  const open = tokenizer.encodeTemplate(manifest.prompt.imageOpen);
  const close = tokenizer.encodeTemplate(manifest.prompt.imageClose);
  return (hash) => ({ kind: 'picture', hash, open, close });
}

function emptyPictureSegment({ tokenizer, manifest }: PromptFormat): Segment {
  const { imageOpen, imageClose } = manifest.prompt;
  return { kind: 'tokens', ids: [...tokenizer.encodeTemplate(imageOpen), ...tokenizer.encodeTemplate(imageClose)] };
}

/** The last tokens of a passage that fit into `places`, and about how many were left out. */
export function passageTail(
  text: string,
  places: number,
  { tokenizer }: PromptFormat,
): { readonly ids: readonly number[]; readonly tokensCut: number } {
  const limit = places * MAX_CHARACTERS_PER_PLACE;
  const tail = text.length <= limit ? text : text.slice(text.length - limit).replace(/^\S*\s/u, '');
  const ids = passageIds(tail, tokenizer);
  const fitting = ids.slice(Math.max(ids.length - places, 0));
  return {
    ids: fitting,
    tokensCut: ids.length - fitting.length + estimatedTokens(text.slice(0, text.length - tail.length)),
  };
}

/** Tokens of a text that is left out anyway, estimated at four characters a token: counting them would cost more than it tells. */
function estimatedTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
