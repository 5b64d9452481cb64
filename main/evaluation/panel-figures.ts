// The pictures' half of the evaluation: held-out panels are drawn by the real pipeline from their text and from what came before, by the
// two-stage baseline with the same seed, and from their true captions; a judge reads the pictures. Each panel is also written anew, to
// count what is missing. The counting is panel-tally.ts; neither has an opinion on what is good enough.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../common/base/studio-error';
import type { GenerationOptions } from '../../common/domain/job';
import type { CharacterId } from '../../native-models/miniature/world/world';
import type { Pipeline } from '../pipeline/pipeline';
import { wordCount } from '../pipeline/story-text';
import type { CaptionArtist } from './caption-artist';
import { contextOf, type ContextChoice } from './context-choice';
import { heldOutPanel, heldOutRender, type HeldOutPanel, type PanelSource } from './held-out-panels';
import type { Judge, Reading } from './judge';
import { PanelTally, type PanelFigures, type PanelReadings } from './panel-tally';
import { verdictOf, type Verdict } from './recall';
import { drawInTwoStages } from './two-stage-baseline';

export interface PanelRequest {
  readonly seed: number;
  readonly count: number;
  /** Fresh held-out renders on which the judge itself is measured. */
  readonly judgeCount: number;
  /** Steps, sampler, guidance: what is absent comes from the bundle. */
  readonly options?: Omit<GenerationOptions, 'seed'> | undefined;
  /** What of the story so far is shown; everything by default. */
  readonly context?: ContextChoice | undefined;
  readonly from?: PanelSource | undefined;
  readonly character?: CharacterId | undefined;
  /** Draws from the story alone: no true captions, no baseline, no panel written anew, and `onPanel` hears nothing. */
  readonly drawingsOnly?: boolean | undefined;
  /** An empty folder for pictures. */
  readonly dir: string;
}

export interface PanelParts {
  readonly pipeline: Pipeline;
  readonly judge: Judge;
  readonly artist: CaptionArtist;
}

export interface DrawnPanel {
  readonly panel: HeldOutPanel;
  readonly png: Uint8Array;
  readonly reading: Reading;
  readonly verdict: Verdict;
  /** The same picture drawn from its caption. */
  readonly fromCaption: Uint8Array;
  readonly baseline: { readonly caption: string; readonly png: Uint8Array; readonly verdict: Verdict };
}

export interface PanelHooks {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: 'judge' | 'panel', done: number, count: number) => void) | undefined;
  readonly onPanel?: ((drawn: DrawnPanel) => void) | undefined;
}

/** Draws and reads every panel. Throws `cancelled` between two generations once the signal fires, else what the pipeline throws. */
export async function measurePanels(
  parts: PanelParts,
  request: PanelRequest,
  hooks: PanelHooks = {},
): Promise<PanelFigures> {
  const { pipeline, judge } = parts;
  const { seed, count, judgeCount, character } = request;
  const { signal, onProgress, onPanel } = hooks;
  const { sizePx } = judge.config;
  const tally = new PanelTally();
  for (let index = 0; index < judgeCount; index++) {
    throwIfCancelled(signal);
    const { graph, png } = await heldOutRender({ seed, index, sizePx, character });
    tally.addRender(await judge.read(png, `render ${index}`), graph);
    onProgress?.('judge', index + 1, judgeCount);
  }
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const panel = await heldOutPanel({
      seed,
      index,
      character,
      from: request.from,
      dir: join(request.dir, 'context'),
      sizePx: contextSizePx(pipeline),
    });
    tally.add(await askPanel(parts, panel, request, { signal, onPanel }));
    onProgress?.('panel', index + 1, count);
  }
  return tally.figures(seed);
}

/** Everything that is drawn for one panel, read by the judge. */
async function askPanel(
  { pipeline, judge, artist }: PanelParts,
  panel: HeldOutPanel,
  request: PanelRequest,
  { signal, onPanel }: Pick<PanelHooks, 'signal' | 'onPanel'>,
): Promise<PanelReadings> {
  const { text, caption, graph } = panel;
  const context = contextOf(panel, request.context ?? 'both');
  const options = { ...request.options, seed: panel.seed };
  const generate = async (mode: 'picture' | 'both') => {
    const { text: written, asset } = await pipeline.generate(
      {
        mode,
        context,
        referencePaths: [],
        text: mode === 'picture' ? text : '', // otherwise the model writes it anew
        imagePath: null,
        options,
        assetsDir: join(request.dir, 'drawn'),
      },
      signal === undefined ? {} : { signal },
    );
    const png = asset === null ? undefined : await readFile(join(request.dir, 'drawn', `${asset.sha256}.${asset.ext}`));
    return { written, png, reading: png === undefined ? undefined : await judge.read(png, 'a picture') };
  };

  const drawn = await generate('picture');
  const last = panel.context.at(-1);
  const readings: PanelReadings = {
    panel,
    real: await judge.read(panel.render, 'a render'),
    drawn: drawn.reading,
    before: last === undefined ? undefined : await judge.read(await readFile(last.imagePath), 'the picture before'),
  };
  if (request.drawingsOnly === true) return readings;

  const fromCaption = await artist.draw(caption, options, signal);
  const twoStages = await drawInTwoStages(pipeline, artist, { context, text, options, signal });
  const baseline = await judge.read(twoStages.png, 'a picture in two stages');
  const { png, reading } = drawn;
  if (png !== undefined && reading !== undefined) {
    const verdict = verdictOf(reading, graph);
    onPanel?.({
      panel,
      png,
      reading,
      verdict,
      fromCaption,
      baseline: { ...twoStages, verdict: verdictOf(baseline, graph) },
    });
  }
  const written = await generate('both');
  return {
    ...readings,
    compared: {
      caption: await judge.read(fromCaption, 'a picture from a caption'),
      baseline,
      written: { words: wordCount(written.written), picture: written.reading },
    },
  };
}

/** Pictures of the context as the bundle itself would have drawn them. */
const contextSizePx = ({ bundle }: Pipeline): number => bundle.manifest.picture.sizePx;
