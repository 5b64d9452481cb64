// The baseline that the method is compared with: in a picture's place the same language model writes a caption, and the bundle's text
// encoder and denoiser draw that caption. Same story, same seed, same steps; what differs is that the picture goes through words.
import { Rng } from '../../common/base/rng';
import type { GenerationOptions } from '../../common/domain/job';
import type { Pipeline } from '../pipeline/pipeline';
import { readableText } from '../pipeline/story-text';
import type { CaptionArtist } from './caption-artist';
import { continueWriting, greedy, pictureBrackets, storySegments } from './continuation';

export interface BaselineRequest {
  readonly context: readonly { readonly text: string; readonly imagePath: string | null }[];
  readonly text: string;
  readonly options: GenerationOptions;
  readonly signal?: AbortSignal | undefined;
}

export interface BaselinePicture {
  /** What the language model wrote in the picture's place; may be cut where it found no end. */
  readonly caption: string;
  readonly png: Uint8Array;
}

/** Draws one panel in two stages. Throws what the pipeline throws. */
export async function drawInTwoStages(
  pipeline: Pipeline,
  artist: CaptionArtist,
  { context, text, options, signal }: BaselineRequest,
): Promise<BaselinePicture> {
  const { open, close } = pictureBrackets(pipeline);
  const story = await storySegments(pipeline, context, text);
  const { ids } = await continueWriting(pipeline, {
    segments: [...story, { kind: 'tokens', ids: open }],
    // A bracket of several tokens cannot be told from text before it is whole: its first token ends the caption.
    ends: [close[0] ?? pipeline.bundle.manifest.tokens.eos],
    maxTokens: artist.maxTokens,
    sampling: greedy,
    rng: new Rng(options.seed),
    signal,
  });
  const caption = readableText(pipeline.tokenizer.decode(ids)).trim();
  return { caption, png: await artist.draw(caption, options, signal) };
}
