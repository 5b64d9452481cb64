// The story so far as a sequence for the language model: passages of token ids and pictures, cut to the context window from the
// front so that the newest stays. Pure: pictures are named by content hash and cost a fixed number of places; their features are
// put in by context-cache.ts. Format: <s> style references t1 <Img> 32 </Img> t2 <Img></Img> … t_k (MiniGPT-5, arXiv 2310.02239,
// §3). What holds for the whole story stands before it: the same from panel to panel, and no cut of the front takes it away.
import type { BundleManifest } from '../../common/domain/bundle';
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
  readonly cut: { readonly panelsCut: number; readonly tokensCut: number; readonly budget: number };
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
  const own = [...request.references, ...(request.picture === null ? [] : [request.picture])].map(
    pictureSegment(format),
  );
  const ownFitting = own.slice(-Math.max(Math.floor(budget / 2 / Math.max(lengths(own.slice(0, 1)), 1)), 1));
  const pictureAt = ownFitting.length - (request.picture === null ? 0 : 1);
  const room = Math.max(budget - 1 - lengths([...style, ...ownFitting]), 0); // 1: the start token
  const current = passageTail(request.text, room, format);
  const story = storyEnd(request.context, room - current.ids.length, current.ids.length > 0, format);
  return {
    prefix: [
      { kind: 'tokens', ids: [manifest.tokens.bos] },
      ...style,
      ...ownFitting.slice(0, pictureAt),
      ...story.segments,
      ...ownFitting.slice(pictureAt),
    ],
    text: current.ids,
    cut: {
      panelsCut: story.panelsCut,
      tokensCut: current.tokensCut + lengths(own) - lengths(ownFitting) + story.tokensCut,
      budget,
    },
  };
}

/** The newest panels that fit into `places`, beginning at a mark (front-cut.ts) where older ones are left out. */
function storyEnd(
  context: readonly ContextPanel[],
  places: number,
  hasText: boolean,
  format: PromptFormat,
): { readonly segments: readonly Segment[]; readonly panelsCut: number; readonly tokensCut: number } {
  const budget = promptBudget(format.manifest);
  const lengths = lengthsIn(format.manifest);
  // A panel without a picture keeps the brackets, empty: between two bare texts the model would only say [IMG0] again.
  const emptyPicture = emptyPictureSegment(format);
  const pictureOf = pictureSegment(format);
  const closing = context.map(({ picture }) => (picture === null ? emptyPicture : pictureOf(picture)));
  const sizes = context.map(({ text }, i) => estimatedTokens(text) + lengths(closing.slice(i, i + 1)));
  const kept: Segment[][] = [];
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
    kept.unshift([...tokenSegments(passage.ids), picture]);
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
  return { segments: kept.flat(), panelsCut: start, tokensCut };
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
