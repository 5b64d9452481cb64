// What the model sees in a picture: the captioning template of the vision stage ("Look:", the picture, a caption), read greedily, and
// the bundle's own words in the caption with how sure the model was of each. It keeps its own place in the language model, so that it may
// run between two steps of a generation. Which way of asking sees best was measured: docs/decisions/0011.
import type { BundleManifest } from '../../common/domain/bundle';
import type { PictureDescription } from '../../common/domain/picture-description';
import { knownWordsOf, type Knows } from '../../common/words/known-words';
import type { TextTokenizer } from '../runtime/tokenizer';
import type { ContextCache } from './context-cache';
import { passageIds, type Segment } from './prompt';
import { readableText } from './story-text';

/** The words before the picture; they keep it apart from a story that starts with a picture. */
const LOOK = 'Look:';
const MOST_TOKENS = 60;
/** What the model is less sure of is left out. */
export const SURE = 0.5;

export interface DescribeParts {
  readonly cache: ContextCache;
  readonly tokenizer: TextTokenizer;
  readonly manifest: Pick<BundleManifest, 'tokens' | 'prompt' | 'knows'>;
}

export interface SeenWord {
  readonly word: string;
  readonly kind: 'characters' | 'places' | 'times' | 'props';
  /** From 0 to 1: the probability of its tokens, each after those before it. */
  readonly confidence: number;
}

/** @param hash content hash of a picture that the cache's viewer knows */
export async function describePicture(hash: string, parts: DescribeParts): Promise<PictureDescription> {
  const { caption, words } = await seenIn(hash, parts);
  const sure = words.filter(({ confidence }) => confidence >= SURE);
  const of = (kind: SeenWord['kind']): string[] => sure.filter((word) => word.kind === kind).map(({ word }) => word);
  return {
    caption: sentenceFrom(caption),
    words: { characters: of('characters'), places: of('places'), times: of('times'), props: of('props') },
  };
}

/** The caption as the model says it, and every known word in it with its confidence. */
export async function seenIn(
  hash: string,
  { cache, tokenizer, manifest }: DescribeParts,
): Promise<{ readonly caption: string; readonly words: readonly SeenWord[] }> {
  const { tokens, prompt, knows } = manifest;
  const [open, close] = [prompt.imageOpen, prompt.imageClose].map((text) => tokenizer.encodeTemplate(text));
  const segments: Segment[] = [
    { kind: 'tokens', ids: [tokens.bos, ...passageIds(LOOK, tokenizer)] },
    { kind: 'picture', hash, open: open!, close: close! },
  ];
  const ends = new Set([tokens.eos, ...tokens.vokens]);
  const never = new Set([tokens.bos, tokens.pad, tokens.imagePlaceholder, ...open!, ...close!]);
  const ids: number[] = [];
  /** After each token: how long the text is, and how likely the token was. */
  const steps: { readonly end: number; readonly probability: number }[] = [];
  let { logits } = await cache.read(segments);
  while (ids.length < MOST_TOKENS) {
    const { id, probability } = likeliest(logits, ids.length === 0 ? new Set([...never, ...ends]) : never);
    if (ends.has(id)) break;
    ids.push(id);
    steps.push({ end: tokenizer.decode(ids).length, probability });
    ({ logits } = await cache.step(id));
  }
  const text = tokenizer.decode(ids);
  const words = knownWordsIn(text, knows).map(({ word, kind, from, to }) => ({
    word,
    kind,
    confidence: steps.reduce(
      (product, { end, probability }, i) =>
        end > from && (steps[i - 1]?.end ?? 0) < to ? product * probability : product,
      1,
    ),
  }));
  return { caption: readableText(text).trim(), words };
}

/** The likeliest token that is allowed, and its probability among those. */
function likeliest(logits: Float32Array, banned: ReadonlySet<number>): { id: number; probability: number } {
  let id = -1;
  for (const [candidate, score] of logits.entries()) {
    if (!banned.has(candidate) && (id < 0 || score > logits[id]!)) id = candidate;
  }
  let sum = 0;
  for (const [candidate, score] of logits.entries()) {
    if (!banned.has(candidate)) sum += Math.exp(score - logits[id]!);
  }
  return { id, probability: 1 / sum };
}

/** What a caption says in a verb and `knows` in a noun. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['rains', 'rain'],
  ['raining', 'rain'],
  ['snows', 'snowfall'],
  ['snowing', 'snowfall'],
]);

/** Each known word of a text once, where it stands first. */
function knownWordsIn(text: string, knows: Knows) {
  const known = knownWordsOf(knows);
  const kinds = ['characters', 'places', 'times', 'props'] as const;
  const found = new Map<string, { word: string; kind: SeenWord['kind']; from: number; to: number }>();
  if (known === null) return [];
  for (const { 0: match, index } of text.matchAll(/\p{L}+/gu)) {
    const lower = match.toLowerCase();
    const word = VERBS.get(lower) ?? known.wordsFor(lower)[0];
    const kind = kinds.find((name) => word !== undefined && knows[name].includes(word));
    if (word !== undefined && kind !== undefined && !found.has(word))
      found.set(word, { word, kind, from: index, to: index + match.length });
  }
  return [...found.values()];
}

/** With a capital and a full stop. */
function sentenceFrom(caption: string): string {
  if (caption === '') return '';
  const begun = caption.charAt(0).toUpperCase() + caption.slice(1);
  return /[.!?…]$/u.test(begun) ? begun : `${begun}.`;
}
