// Writing the text of a panel, under control: it is never missing, it ends with a sentence, and the picture's token or the story's end
// may come only after that. The published system leaves the text out in a quarter of its answers (OpenING); here the rule is in the
// decoding, not in the weights. Not the sampling itself (sampling.ts) and not the picture (denoise.ts).
import type { Rng } from '../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import type { ContextCache, Outlook } from './context-cache';
import { NameSpelling } from './name-spelling';
import { sampleToken, type SamplingOptions } from './sampling';
import { cutAtLastSentence, cutAtLastWord, endsWithSentence, readableText, wordCount } from './story-text';
import type { TextTokenizer } from '../runtime/tokenizer';

/** Fewer words than this are no passage. */
export const MIN_WORDS = 4;

export interface WriteRequest {
  /** Text of the panel that stands already; what is written continues it. */
  readonly textSoFar: string;
  /** Texts of the panels before, whose names are kept. */
  readonly textsBefore: readonly string[];
  /** Names of the story's cards, which are kept too. */
  readonly names?: readonly string[] | undefined;
  /** After reading everything up to and with `textSoFar`. */
  readonly outlook: Outlook;
  readonly sampling: SamplingOptions;
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
  /** The whole text of the panel so far, after each token that changed it. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly onStep?: ((step: number, steps: number) => void) | undefined;
}

export interface WriteParts {
  readonly cache: ContextCache;
  readonly tokenizer: TextTokenizer;
  readonly manifest: Pick<BundleManifest, 'tokens' | 'prompt'>;
}

/** Whether the model would rather end the story than tell another panel: the end is what it expects most at a panel's beginning. */
export function expectsEnd({ logits }: Outlook, { tokens }: Pick<BundleManifest, 'tokens'>): boolean {
  const end = logits[tokens.eos] ?? -Infinity;
  return logits.every((score, id) => id === tokens.eos || score < end);
}

/** Writes on until the panel ends. @returns the panel's whole text, with at least one new word */
export async function writeText(request: WriteRequest, { cache, tokenizer, manifest }: WriteParts): Promise<string> {
  const { textSoFar, textsBefore, sampling, rng, signal, onText, onStep } = request;
  const { maxPanelTokens } = manifest.prompt;
  const firstVoken = manifest.tokens.vokens[0]!;
  const ends = new Set([firstVoken, manifest.tokens.eos]);
  const never = neverWritten(tokenizer, manifest);
  const neverNorEnds = new Set([...never, ...ends]);
  const names =
    manifest.prompt.keepNames === true ? new NameSpelling(tokenizer, textsBefore, request.names) : undefined;

  const written: number[] = [];
  let outlook = request.outlook;
  let text = '';
  while (written.length < maxPanelTokens) {
    throwIfCancelled(signal);
    const mayEnd = wordCount(text) >= MIN_WORDS && endsWithSentence(text);
    const banned = mayEnd ? never : neverNorEnds;
    const misspelt = names?.bannedAfter(written, joined(textSoFar.trimEnd(), text)) ?? [];
    const id = sampleToken(
      outlook.logits,
      sampling,
      { banned: misspelt.length === 0 ? banned : new Set([...banned, ...misspelt]), seen: new Set(written) },
      rng,
    );
    if (ends.has(id)) break;
    written.push(id);
    onStep?.(written.length, maxPanelTokens);
    const decoded = readableText(tokenizer.decode(written));
    if (decoded !== text) {
      text = decoded;
      onText?.(joined(textSoFar, text));
    }
    outlook = await cache.step(id);
  }
  const whole = written.length < maxPanelTokens ? text : (sentencesOf(text) ?? cutAtLastWord(text));
  if (whole.trim() === '') {
    throw new StudioError('internal', 'The language model wrote nothing that can be read.', {
      hint: 'Try another seed or verify the bundle.',
    });
  }
  return joined(textSoFar, whole);
}

/** The written part up to its last sentence, where that leaves a passage. */
function sentencesOf(text: string): string | undefined {
  const cut = cutAtLastSentence(text);
  return cut !== undefined && wordCount(cut) >= MIN_WORDS ? cut : undefined;
}

/** Two parts of a passage with one space between them, where the second brings none of its own. */
function joined(before: string, after: string): string {
  const start = before.trimEnd();
  const end = after.trimEnd();
  if (start === '') return end.trimStart();
  return end.startsWith(' ') || /^[.,!?;:'’”]/u.test(end)
    ? start + end
    : `${start}${/^\s/u.test(before.slice(start.length)) ? ' ' : ''}${end}`;
}

/** Tokens that are not text: control tokens, later vokens, the placeholder and the brackets around pictures. */
function neverWritten(tokenizer: TextTokenizer, { tokens, prompt }: WriteParts['manifest']): ReadonlySet<number> {
  const brackets = [prompt.imageOpen, prompt.imageClose]
    .map((text) => tokenizer.encodeTemplate(text))
    .filter((ids) => ids.length === 1);
  const unknown = tokenizer.idOf('<unk>');
  return new Set([
    tokens.bos,
    tokens.pad,
    tokens.imagePlaceholder,
    ...tokens.vokens.slice(1),
    ...brackets.flat(),
    ...(unknown === undefined ? [] : [unknown]),
  ]);
}
