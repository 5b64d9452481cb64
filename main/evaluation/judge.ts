// The judge at work: opens the classifier of the picture-book world and says what it reads from PNG pictures. What the network is:
// native-models/architectures/judge.ts. How well it reads is measured too (recall.ts, evaluate.ts): it is an instrument.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import { judgeConfigFrom, type JudgeConfig, type JudgeHead } from '../../native-models/architectures/judge';
import { judgeGraph } from '../../native-models/graphs/judge';
import { frozenScope } from '../../native-models/nn/param-scope';
import { visionInputFrom } from '../pipeline/image/vision-input';
import type { DeviceName } from '../runtime/device-name';
import { openGraph } from '../runtime/network';
import { prepareWeights } from '../runtime/prepared-weights';
import { floatsOf, floatTensor } from '../runtime/tensor';

/** What is read from one picture, as ids of the world. */
export interface Reading {
  /** The main character. */
  readonly who: string;
  /** Everybody in the picture; read apart from `who`, so that it need not hold the main character. */
  readonly present: readonly string[];
  readonly place: string;
  readonly time: string;
  readonly style: string;
  readonly props: readonly string[];
  /** Root mean square distance of the pixels from their channel's mean, of a range of 2: 0 is a blank picture. */
  readonly contrast: number;
  /** What the heads read: the space of the Fréchet distance. */
  readonly features: Float32Array;
}

export interface Judge {
  readonly config: JudgeConfig;
  /** @param png picture bytes of any size; `name` is for messages */
  read(png: Uint8Array, name: string): Promise<Reading>;
  close(): Promise<void>;
}

export interface OpenJudgeOptions {
  /** Folder with config.json and model.safetensors. */
  readonly dir: string;
  readonly cacheDir: string;
  readonly device: DeviceName;
  readonly threads?: number;
}

/** Opens the judge. Throws `bundle-missing` when it is not there, `bad-request` or `shape-mismatch` when it does not fit. */
export async function openJudge({ dir, cacheDir, device, threads }: OpenJudgeOptions): Promise<Judge> {
  const path = join(dir, 'model.safetensors');
  const [json, weights] = await Promise.all([readFile(join(dir, 'config.json'), 'utf8'), readFile(path)]).catch(
    (cause: unknown) => {
      throw new StudioError(
        'bundle-missing',
        `There is no judge in ${dir}: config.json and model.safetensors are needed.`,
        {
          hint: 'Name its folder with --judge.',
          cause,
        },
      );
    },
  );
  const config = judgeConfigFrom(JSON.parse(json));
  const sha256 = createHash('sha256').update(weights).digest('hex');
  const prepared = await prepareWeights([{ path, sha256 }], cacheDir);
  const session = await openGraph(judgeGraph(config, frozenScope(prepared.source)), {
    device,
    weightsDir: prepared.dir,
    ...(threads === undefined ? {} : { threads }),
  });
  const { sizePx, labels } = config;
  const half: readonly [number, number, number] = [0.5, 0.5, 0.5]; // bytes to [-1, 1]
  return {
    config,
    async read(png, name) {
      const pixels = await visionInputFrom(png, name, { sizePx, mean: half, std: half }); // (3, H, W)
      const outputs = await session.run({ image: floatTensor(pixels, [1, 3, sizePx, sizePx]) });
      const likeliest = (head: JudgeHead): string => {
        const logits = floatsOf(outputs, head, 2);
        return labels[head][logits.indexOf(Math.max(...logits))] ?? '';
      };
      // Above a probability of one half.
      const seen = (head: JudgeHead): string[] => {
        const logits = floatsOf(outputs, head, 2);
        return labels[head].filter((_, i) => (logits[i] ?? -1) > 0);
      };
      return {
        who: likeliest('who'),
        present: seen('present'),
        place: likeliest('place'),
        time: likeliest('time'),
        style: likeliest('style'),
        props: seen('props'),
        contrast: contrastOf(pixels),
        features: floatsOf(outputs, 'features', 2),
      };
    },
    close: () => session.close(),
  };
}

/** @param pixels (3, H, W) */
function contrastOf(pixels: Float32Array): number {
  const plane = pixels.length / 3;
  let squares = 0;
  for (let c = 0; c < 3; c++) {
    const channel = pixels.subarray(c * plane, (c + 1) * plane);
    const mean = channel.reduce((sum, value) => sum + value, 0) / plane;
    squares += channel.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  return Math.sqrt(squares / pixels.length);
}
