// The pictures' half of the evaluation: held-out panels are drawn by the real pipeline from their text and from what came before, by the
// two-stage baseline with the same seed, and from their true captions; a judge reads the pictures and the shares are counted. Each
// panel is also written anew, to count what is missing. It has no opinion on what is good enough.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../common/base/studio-error';
import type { GenerationOptions } from '../../common/domain/job';
import type { Asset } from '../../common/domain/story';
import type { CharacterId } from '../../native-models/miniature/world/world';
import type { Pipeline } from '../pipeline/pipeline';
import { wordCount } from '../pipeline/story-text';
import { pairedDifference, type Estimate, type Pair } from './bootstrap';
import type { CaptionArtist } from './caption-artist';
import { contextOf, type ContextChoice } from './context-choice';
import { frechetDistance } from './frechet';
import { heldOutPanel, heldOutRender, type HeldOutPanel, type PanelSource } from './held-out-panels';
import type { Judge, Reading } from './judge';
import { nothingRight, RecallCounts, verdictOf, type Shares, type Verdict } from './recall';
import { Tally, type Share } from './share';
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

export interface PanelFigures extends Shares {
  readonly count: number;
  readonly judge: Shares;
  /** Who, over the panels whose text names the main character by a pronoun at most. */
  readonly whoPronoun: Share;
  readonly baseline: Shares & { readonly whoPronoun: Share; readonly frechet: number | null };
  /** Our share less the baseline's, paired by seed. */
  readonly difference: { readonly who: Estimate; readonly whoPronoun: Estimate };
  /** What one would get by showing the picture before again: over the panels that have one. */
  readonly pictureBefore: Shares;
  /** What drawing from the pictures' true captions reaches, without story and vokens. */
  readonly caption: Shares;
  /** Between drawings and renders of the same panels; null for fewer than two. */
  readonly frechet: number | null;
  readonly frechetCaption: number | null;
  /** Between those renders and others, as many: the distance at this count when there is nothing to tell apart. Null for fewer others. */
  readonly frechetOfRenders: number | null;
  /** Of the panels that the model had to write, those without a word. */
  readonly missingText: Share;
  /** Of all pictures asked for, those that did not come or are blank. */
  readonly missingPicture: Share;
}

/** Pixels of a drawing differ by far more than this (of a range of 2); a flat colour after compression by less. */
const LEAST_CONTRAST = 0.02;

/** Draws and reads every panel. Throws `cancelled` between two generations once the signal fires, else what the pipeline throws. */
export async function measurePanels(
  { pipeline, judge, artist }: PanelParts,
  request: PanelRequest,
  hooks: PanelHooks = {},
): Promise<PanelFigures> {
  const { seed, count, judgeCount, character } = request;
  const { signal, onProgress, onPanel } = hooks;
  const { sizePx } = judge.config;
  const judged = new RecallCounts();
  const features: Record<'fresh' | 'real' | 'drawn' | 'caption' | 'baseline', Float32Array[]> = {
    fresh: [],
    real: [],
    drawn: [],
    caption: [],
    baseline: [],
  };
  for (let index = 0; index < judgeCount; index++) {
    throwIfCancelled(signal);
    const { graph, png } = await heldOutRender({ seed, index, sizePx, character });
    const reading = await judge.read(png, `render ${index}`);
    judged.add(verdictOf(reading, graph));
    features.fresh.push(reading.features);
    onProgress?.('judge', index + 1, judgeCount);
  }

  const drawn = new RecallCounts();
  const before = new RecallCounts();
  const captions = new RecallCounts();
  const baselines = new RecallCounts();
  const pronouns = { ours: new Tally(), theirs: new Tally() };
  const pairs: (Pair & { readonly isPronounOnly: boolean })[] = [];
  const missingText = new Tally();
  const missingPicture = new Tally();
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
    const context = contextOf(panel, request.context ?? 'both');
    const options = { ...request.options, seed: panel.seed };

    const picture = await drawPanel(pipeline, judge, panel, request, signal);
    missingPicture.add(isMissing(picture?.reading));
    features.real.push((await judge.read(panel.render, 'a render')).features);

    const fromCaption = await artist.draw(panel.caption, options, signal);
    const captionReading = await judge.read(fromCaption, 'a picture from a caption');
    captions.add(verdictOf(captionReading, panel.graph));
    features.caption.push(captionReading.features);

    const twoStages = await drawInTwoStages(pipeline, artist, { context, text: panel.text, options, signal });
    const baselineReading = await judge.read(twoStages.png, 'a picture in two stages');
    const baselineVerdict = verdictOf(baselineReading, panel.graph);
    baselines.add(baselineVerdict);
    features.baseline.push(baselineReading.features);

    if (picture !== undefined) {
      features.drawn.push(picture.reading.features);
      onPanel?.({ ...picture, fromCaption, baseline: { ...twoStages, verdict: baselineVerdict } });
    }
    const verdict = picture?.verdict ?? nothingRight(panel.graph);
    drawn.add(verdict);
    const { isPronounOnly } = panel;
    pairs.push({ ours: verdict.who, theirs: baselineVerdict.who, isPronounOnly });
    if (isPronounOnly) {
      pronouns.ours.add(verdict.who);
      pronouns.theirs.add(baselineVerdict.who);
    }
    const last = panel.context.at(-1);
    if (last !== undefined)
      before.add(verdictOf(await judge.read(await readFile(last.imagePath), 'the picture before'), panel.graph));

    const written = await pipeline.generate(requestOf(panel, request, 'both'), signalOnly(signal));
    missingText.add(wordCount(written.text) === 0);
    const png = await pngOf(written.asset, request);
    missingPicture.add(isMissing(png === undefined ? undefined : await judge.read(png, 'a picture')));
    onProgress?.('panel', index + 1, count);
  }
  return {
    count,
    judge: judged.shares(),
    ...drawn.shares(),
    whoPronoun: pronouns.ours.share(),
    baseline: {
      ...baselines.shares(),
      whoPronoun: pronouns.theirs.share(),
      frechet: frechetDistance(features.baseline, features.real),
    },
    difference: {
      who: pairedDifference(pairs, seed),
      whoPronoun: pairedDifference(
        pairs.filter(({ isPronounOnly }) => isPronounOnly),
        seed,
      ),
    },
    pictureBefore: before.shares(),
    caption: captions.shares(),
    frechet: frechetDistance(features.drawn, features.real),
    frechetCaption: frechetDistance(features.caption, features.real),
    frechetOfRenders: judgeCount < count ? null : frechetDistance(features.fresh.slice(0, count), features.real),
    missingText: missingText.share(),
    missingPicture: missingPicture.share(),
  };
}

async function drawPanel(
  pipeline: Pipeline,
  judge: Judge,
  panel: HeldOutPanel,
  request: PanelRequest,
  signal: AbortSignal | undefined,
): Promise<Omit<DrawnPanel, 'fromCaption' | 'baseline'> | undefined> {
  const { asset } = await pipeline.generate(requestOf(panel, request, 'picture'), signalOnly(signal));
  const png = await pngOf(asset, request);
  if (png === undefined) return undefined;
  const reading = await judge.read(png, 'a picture');
  return { panel, png, reading, verdict: verdictOf(reading, panel.graph) };
}

/** `picture` draws the panel's own text; `both` has the model write it anew. */
function requestOf(panel: HeldOutPanel, { dir, options, context }: PanelRequest, mode: 'picture' | 'both') {
  return {
    mode,
    context: contextOf(panel, context ?? 'both'),
    referencePaths: [],
    text: mode === 'picture' ? panel.text : '',
    imagePath: null,
    options: { ...options, seed: panel.seed },
    assetsDir: assetsOf(dir),
  };
}

const assetsOf = (dir: string): string => join(dir, 'drawn');

async function pngOf(asset: Asset | null, { dir }: PanelRequest): Promise<Uint8Array | undefined> {
  return asset === null ? undefined : readFile(join(assetsOf(dir), `${asset.sha256}.${asset.ext}`));
}

const isMissing = (reading: Reading | undefined): boolean => reading === undefined || reading.contrast < LEAST_CONTRAST;
const signalOnly = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
/** Pictures of the context as the bundle itself would have drawn them. */
const contextSizePx = ({ bundle }: Pipeline): number => bundle.manifest.picture.sizePx;
