// The evaluation: held-out panels are drawn by the real pipeline from their text and from what came before, a judge reads the pictures,
// and the shares are counted. Each panel is also written anew, to count what is missing. Not training, and not a test: it has no opinion
// on what is good enough.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../common/base/studio-error';
import type { GenerationOptions } from '../../common/domain/job';
import type { Asset } from '../../common/domain/story';
import type { Pipeline } from '../pipeline/pipeline';
import { wordCount } from '../pipeline/story-text';
import type { CaptionArtist } from './caption-artist';
import { frechetDistance } from './frechet';
import { heldOutPanel, heldOutRender, type HeldOutPanel } from './held-out-panels';
import type { Judge, Reading } from './judge';
import { RecallCounts, verdictOf, type Shares, type Verdict } from './recall';
import { Tally, type Share } from './share';

export interface EvaluationRequest {
  readonly seed: number;
  readonly count: number;
  /** Fresh held-out renders on which the judge itself is measured. */
  readonly judgeCount: number;
  /** Steps, sampler, guidance: what is absent comes from the bundle. */
  readonly options?: Omit<GenerationOptions, 'seed'>;
  /** An empty folder for pictures. */
  readonly dir: string;
}

export interface DrawnPanel {
  readonly panel: HeldOutPanel;
  readonly png: Uint8Array;
  readonly reading: Reading;
  readonly verdict: Verdict;
  /** The same picture drawn from its caption. */
  readonly fromCaption: Uint8Array;
}

export interface EvaluationHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: 'judge' | 'panel', done: number, count: number) => void;
  readonly onPanel?: (drawn: DrawnPanel) => void;
}

export interface Evaluation extends Shares {
  readonly count: number;
  readonly judge: Shares;
  /** Who, over the panels whose text names the main character by a pronoun at most. */
  readonly whoPronoun: Share;
  /** What one would get by showing the picture before again: over the panels that have one. */
  readonly pictureBefore: Shares;
  /** What drawing from the pictures' captions reaches, without story and vokens. */
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

/** Runs the whole evaluation. Throws `cancelled` between two generations once the signal fires, else what the pipeline throws. */
export async function evaluate(
  pipeline: Pipeline,
  { judge, artist }: { readonly judge: Judge; readonly artist: CaptionArtist },
  request: EvaluationRequest,
  hooks: EvaluationHooks = {},
): Promise<Evaluation> {
  const { seed, count, judgeCount } = request;
  const { signal, onProgress, onPanel } = hooks;
  const { sizePx } = judge.config;
  const judged = new RecallCounts();
  const features: Record<'fresh' | 'real' | 'drawn' | 'caption', Float32Array[]> = {
    fresh: [],
    real: [],
    drawn: [],
    caption: [],
  };
  for (let index = 0; index < judgeCount; index++) {
    throwIfCancelled(signal);
    const { graph, png } = await heldOutRender({ seed, index, sizePx });
    const reading = await judge.read(png, `render ${index}`);
    judged.add(verdictOf(reading, graph));
    features.fresh.push(reading.features);
    onProgress?.('judge', index + 1, judgeCount);
  }

  const drawn = new RecallCounts();
  const before = new RecallCounts();
  const captions = new RecallCounts();
  const pronouns = new Tally();
  const missingText = new Tally();
  const missingPicture = new Tally();
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const panel = await heldOutPanel({
      seed,
      index,
      dir: join(request.dir, 'context'),
      sizePx: contextSizePx(pipeline),
    });
    const picture = await drawPanel(pipeline, judge, panel, request, signal);
    missingPicture.add(isMissing(picture?.reading));
    features.real.push((await judge.read(panel.render, 'a render')).features);
    const fromCaption = await artist.draw(panel.caption, { ...request.options, seed: panel.seed }, signal);
    const captionReading = await judge.read(fromCaption, 'a picture from a caption');
    captions.add(verdictOf(captionReading, panel.graph));
    features.caption.push(captionReading.features);
    if (picture !== undefined) {
      features.drawn.push(picture.reading.features);
      onPanel?.({ ...picture, fromCaption });
    }
    // A picture that did not come is wrong in everything, not left out.
    const verdict = picture?.verdict ?? {
      who: false,
      place: false,
      time: false,
      props: panel.graph.props.map(() => false),
    };
    drawn.add(verdict);
    if (panel.isPronounOnly) pronouns.add(verdict.who);
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
    whoPronoun: pronouns.share(),
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
  request: EvaluationRequest,
  signal: AbortSignal | undefined,
): Promise<Omit<DrawnPanel, 'fromCaption'> | undefined> {
  const { asset } = await pipeline.generate(requestOf(panel, request, 'picture'), signalOnly(signal));
  const png = await pngOf(asset, request);
  if (png === undefined) return undefined;
  const reading = await judge.read(png, 'a picture');
  return { panel, png, reading, verdict: verdictOf(reading, panel.graph) };
}

/** `picture` draws the panel's own text; `both` has the model write it anew. */
function requestOf(panel: HeldOutPanel, { dir, options }: EvaluationRequest, mode: 'picture' | 'both') {
  return {
    mode,
    context: [...panel.context],
    referencePaths: [],
    text: mode === 'picture' ? panel.text : '',
    imagePath: null,
    options: { ...options, seed: panel.seed },
    assetsDir: assetsOf(dir),
  };
}

const assetsOf = (dir: string): string => join(dir, 'drawn');

async function pngOf(asset: Asset | null, { dir }: EvaluationRequest): Promise<Uint8Array | undefined> {
  return asset === null ? undefined : readFile(join(assetsOf(dir), `${asset.sha256}.${asset.ext}`));
}

const isMissing = (reading: Reading | undefined): boolean => reading === undefined || reading.contrast < LEAST_CONTRAST;
const signalOnly = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
/** Pictures of the context as the bundle itself would have drawn them. */
const contextSizePx = ({ bundle }: Pipeline): number => bundle.manifest.picture.sizePx;
