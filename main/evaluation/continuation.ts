// Writing on after any sequence, for measurements that ask for something other than a panel's text: a caption in a picture's place, the
// answer to a turn. Which tokens may end it is the caller's choice and so is what ended it; the studio's own rules are in
// pipeline/write.ts.
import type { Rng } from '../../common/base/rng';
import { throwIfCancelled } from '../../common/base/studio-error';
import type { Pipeline } from '../pipeline/pipeline';
import { promptFrom, tokenSegments, type Segment } from '../pipeline/prompt';
import { sampleToken, type SamplingOptions } from '../pipeline/sampling';

export interface ContinuationRequest {
  readonly segments: readonly Segment[];
  /** Control tokens that end it; every other control token is never written. */
  readonly ends: readonly number[];
  readonly maxTokens: number;
  readonly sampling: SamplingOptions;
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
}

export interface Continuation {
  /** At least one token, without the one that ended it. */
  readonly ids: readonly number[];
  /** Which of `ends` came; undefined where there was no room for it. */
  readonly end: number | undefined;
}

/** The likeliest token each time. */
export const greedy: SamplingOptions = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1 };

/** Reads the sequence and writes on until an end or `maxTokens`. Throws `cancelled` between two runs of the network. */
export async function continueWriting(pipeline: Pipeline, request: ContinuationRequest): Promise<Continuation> {
  const { segments, maxTokens, sampling, rng, signal } = request;
  const ends = new Set(request.ends);
  const never = new Set(controlTokens(pipeline).filter((id) => !ends.has(id)));
  const neverNorEnds = new Set([...never, ...ends]);
  const ids: number[] = [];
  let outlook = await pipeline.cache.read(segments, signal);
  while (ids.length < maxTokens) {
    throwIfCancelled(signal);
    const banned = ids.length === 0 ? neverNorEnds : never;
    const id = sampleToken(outlook.logits, sampling, { banned, seen: new Set(ids) }, rng);
    if (ends.has(id)) return { ids, end: id };
    ids.push(id);
    outlook = await pipeline.cache.step(id);
  }
  return { ids, end: undefined };
}

/** Panels before and the current text as the language model reads them in the studio. */
export async function storySegments(
  pipeline: Pipeline,
  context: readonly { readonly text: string; readonly imagePath: string | null }[],
  text: string,
): Promise<Segment[]> {
  const { viewer, tokenizer, bundle } = pipeline;
  const panels = [];
  for (const { text: told, imagePath } of context) {
    panels.push({ text: told, picture: imagePath === null ? null : await viewer.hashOf(imagePath) });
  }
  const prompt = promptFrom(
    { context: panels, references: [], picture: null, text },
    { tokenizer, manifest: bundle.manifest },
  );
  return [...prompt.prefix, ...tokenSegments(prompt.text)];
}

/** The tokens around a picture, as a bundle's template has them. */
export function pictureBrackets({ tokenizer, bundle }: Pipeline): {
  readonly open: readonly number[];
  readonly close: readonly number[];
} {
  const { imageOpen, imageClose } = bundle.manifest.prompt;
  return { open: tokenizer.encodeTemplate(imageOpen), close: tokenizer.encodeTemplate(imageClose) };
}

function controlTokens(pipeline: Pipeline): number[] {
  const { tokens } = pipeline.bundle.manifest;
  const { open, close } = pictureBrackets(pipeline);
  const brackets = [open, close].filter((ids) => ids.length === 1).flat();
  const unknown = pipeline.tokenizer.idOf('<unk>');
  return [
    tokens.bos,
    tokens.eos,
    tokens.pad,
    tokens.imagePlaceholder,
    ...tokens.vokens,
    ...brackets,
    ...(unknown === undefined ? [] : [unknown]),
  ];
}
