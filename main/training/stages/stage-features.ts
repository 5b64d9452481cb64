// The caches that a stage's batches are filled from, opened and completed: latents where L_LDM counts, caption embeddings where L_cap counts
// or validation can compare with them, soft tokens where pictures stand in slots.
import type { LossWeights } from '../../../native-models/graphs/training/stage-config';
import { noiseScheduleConfigFrom, noiseScheduleFrom } from '../../../native-models/graphs/noise-schedule';
import { StudioError } from '../../../common/base/studio-error';
import type { FrozenBundle } from '../../runtime/frozen-bundle';
import {
  captionNetwork,
  latentNetwork,
  softTokenNetwork,
  type FrozenOptions,
  type FrozenStage,
} from '../../runtime/frozen-networks';
import { join } from 'node:path';
import { captionMetricFrom } from '../data/caption-metric';
import type { ReaderClasses } from '../data/reader-facts';
import type { Picture } from '../data/world-records';
import {
  captionRows,
  PictureHashes,
  pictureRows,
  type FeatureOptions,
  type PixelReader,
} from '../frozen/frozen-features';
import type { RowSource, SplitSources } from './row-source';
import type { FeedSources } from './step-feeds';

export interface StageFeatures {
  readonly sources: FeedSources;
  /** (d̂, d̂), the metric of L_cap, where it is asked for. */
  readonly captionMetric: Float32Array | undefined;
  close(): void;
}

export interface FeatureNeeds {
  readonly losses: LossWeights;
  readonly minSnr: number | undefined;
  readonly hasSoft: boolean;
  readonly whitenCaption: boolean;
  /** False: no embeddings of captions, though the bundle could give them. */
  readonly withCaptions?: boolean;
  readonly classes?: ReaderClasses;
  readonly frozen: FrozenStage;
}

export interface FeaturePorts {
  readonly readPixels: PixelReader;
  readonly onPreparing?: (what: string, done: number, of: number) => void;
}

const MIDDLE = [0.5, 0.5, 0.5] as const;

/** Computes what the caches lack. Throws `bundle-missing` for a part that is needed and not there; `cancelled` between batches. */
export async function openStageFeatures(
  bundle: FrozenBundle,
  { training, validation }: { readonly [split in keyof SplitSources]: Pick<RowSource, 'drawn' | 'seen'> },
  { losses, minSnr, hasSoft, whitenCaption, withCaptions = true, classes, frozen }: FeatureNeeds,
  frozenOptions: FrozenOptions,
  { readPixels, onPreparing }: FeaturePorts,
): Promise<StageFeatures> {
  const opened: { close(): void }[] = [];
  const kept = <T extends { close(): void }>(rows: T): T => {
    opened.push(rows);
    return rows;
  };
  const close = (): void => {
    for (const rows of opened.splice(0)) rows.close();
  };
  const options: FeatureOptions = {
    cacheDir: join(frozenOptions.cacheDir, 'training'),
    signal: frozenOptions.signal,
    ...(onPreparing === undefined ? {} : { onProgress: onPreparing }),
  };
  const drawn = [...training.drawn, ...validation.drawn];
  const seen = [...training.seen, ...validation.seen];
  const hashes = new PictureHashes();
  const { mapper } = frozen.parts;
  try {
    const hasCaptions = withCaptions && (losses.caption > 0 || (await bundle.has('textEncoder')));
    const captions = hasCaptions
      ? kept(await captionRows(await captionNetwork(bundle, frozenOptions), captionsOf(drawn), options))
      : undefined;
    const { numQueries: length, outputSize: size } = mapper;
    if (captions !== undefined && captions.rowLength !== length * size) {
      throw new StudioError(
        'shape-mismatch',
        `The mapper gives ${length} x ${size}; a caption's embedding has ${captions.rowLength} elements.`,
        { hint: 'Mapper and text encoder of the bundle do not belong together.' },
      );
    }
    const denoising = losses.ldm > 0 ? await denoisingSources() : undefined;
    const soft = hasSoft
      ? kept(
          await pictureRows(
            await softTokenNetwork(bundle, frozenOptions),
            seen,
            hashes,
            { read: readPixels, size: await bundle.visionSize() },
            options,
          ),
        )
      : undefined;
    return {
      sources: {
        vokens: bundle.tokens.vokens,
        pad: bundle.tokens.pad,
        hiddenSize: frozen.parts.language.config.hiddenSize,
        soft,
        captions: captions && { rows: captions, length, size },
        denoising,
        reader: classes,
      },
      captionMetric:
        whitenCaption && captions !== undefined
          ? captionMetricFrom(captions, captionsOf(training.drawn), size)
          : undefined,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }

  async function denoisingSources(): Promise<FeedSources['denoising']> {
    if (bundle.scheduler === undefined) {
      throw new StudioError('bundle-missing', 'The folder of frozen parts has no scheduler/scheduler_config.json.', {
        hint: 'Give a complete bundle, or --ldm-weight 0.',
      });
    }
    const { sizePx, latentChannels, latentSizePx } = await bundle.pictureSize();
    const latents = await pictureRows(
      await latentNetwork(bundle, frozenOptions),
      drawn,
      hashes,
      { read: readPixels, size: { sizePx, mean: MIDDLE, std: MIDDLE } },
      options,
    );
    return {
      latents: kept(latents),
      schedule: noiseScheduleFrom(noiseScheduleConfigFrom(bundle.scheduler)),
      shape: [latentChannels, latentSizePx, latentSizePx],
      minSnr,
    };
  }
}

/** The captions that vokens aim at: the canonical ones. */
const captionsOf = (pictures: readonly Picture[]): string[] => pictures.flatMap(({ captions }) => captions.slice(0, 1));
