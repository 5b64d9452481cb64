// Panels of a fixed amount of work, through the pipeline that the studio uses: each has exactly so many sampled tokens and so many guided
// steps, whatever the bundle would have said, so that panels, runs and machines can be compared. The only things put in are a reader of
// tokens that sees no end of a sentence, where the text could end early, and the length of a panel.
import { throwIfCancelled } from '../../../common/base/studio-error';
import { generate, type PipelineRequest } from '../../pipeline/generate';
import type { Pipeline } from '../../pipeline/pipeline';

export const TEXT_TOKENS = 40;
export const DRAWING_STEPS = 20;
export const PANELS = 8;

/** Milliseconds of one panel. */
export interface PanelTimes {
  /** From the request to the finished picture on disk. */
  readonly whole: number;
  /** From the request to the first word that a writer sees. */
  readonly firstText: number;
  /** From the start of the drawing to its first preview. */
  readonly firstPreview: number;
}

export interface FixedStory {
  readonly times: readonly PanelTimes[];
  /** Path of the last panel's picture. */
  readonly picture: string;
}

/** Generates a story of eight panels, each in the context of the ones before it. Throws what the pipeline throws. */
export async function fixedStory(
  pipeline: Pipeline,
  { seed, dir, signal }: { readonly seed: number; readonly dir: string; readonly signal: AbortSignal },
): Promise<FixedStory> {
  const fixed = withoutSentenceEnds(pipeline);
  const { clock, cache } = pipeline;
  cache.clear();
  const context: PipelineRequest['context'][number][] = [];
  const times: PanelTimes[] = [];
  let picture = '';
  for (let index = 0; index < PANELS; index++) {
    throwIfCancelled(signal);
    const start = clock.now();
    let firstText: number | undefined;
    let mapping: number | undefined;
    let firstPreview: number | undefined;
    const { text, asset, ms } = await generate(
      fixed,
      {
        mode: 'both',
        context,
        referencePaths: [],
        text: '',
        imagePath: null,
        options: { seed: seed + index, steps: DRAWING_STEPS },
        assetsDir: dir,
      },
      {
        signal,
        onText: () => (firstText ??= clock.now()),
        onProgress: ({ stage }) => {
          if (stage === 'map') mapping = clock.now();
        },
        onPreview: () => (firstPreview ??= clock.now()),
      },
    );
    const end = clock.now();
    if (asset === null || firstText === undefined || mapping === undefined || firstPreview === undefined) {
      throw new RangeError('A panel of the benchmark came without text, preview or picture.');
    }
    picture = `${dir}/${asset.sha256}.${asset.ext}`;
    context.push({ text, imagePath: picture });
    times.push({
      whole: end - start,
      firstText: firstText - start,
      firstPreview: firstPreview - (mapping + ms.map), // drawing starts where mapping ends
    });
  }
  return { times, picture };
}

function withoutSentenceEnds(pipeline: Pipeline): Pipeline {
  const { bundle, tokenizer } = pipeline;
  const { manifest } = bundle;
  return {
    ...pipeline,
    tokenizer: { ...tokenizer, decode: (ids) => tokenizer.decode(ids).replace(/[.!?…。！？؟]/gu, '') },
    bundle: {
      ...bundle,
      manifest: { ...manifest, prompt: { ...manifest.prompt, maxPanelTokens: TEXT_TOKENS } },
    },
  };
}
