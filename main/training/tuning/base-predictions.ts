// What the bundle's own denoiser says of its own world, as targets of L_LDM: for noisy pictures of the bundle's own stories a tuning learns
// to say what was said before it, not the noise that was added (Hinton et al. 2015, arXiv 1503.02531, on the prediction). Nothing is pulled
// at while nothing has moved, so that the writer's panels alone decide where a look goes. The denoiser sees the conditioning that the
// bundle had for the panel (anchors.ts).
import type { DeviceName } from '../../runtime/device-name';
import { openFrozenDenoiser } from '../../runtime/frozen-denoiser';
import type { FrozenStage } from '../../runtime/frozen-networks';
import type { Tensors } from '../../runtime/session';
import { floatTensor } from '../../runtime/tensor';
import type { CaptionRows } from '../frozen/frozen-features';
import type { StepFeeds } from '../stages/step-feeds';

export interface BasePredictions {
  /** The feeds with other targets where a panel of the bundle's own is drawn. */
  taught(feeds: StepFeeds): Promise<Tensors>;
  close(): Promise<void>;
}

export interface BasePredictionsOptions {
  /** Rows (L, d̂) by the name of the panel's conditioning, '' for the one without vokens. */
  readonly conditioning: { readonly rows: CaptionRows; readonly length: number; readonly size: number };
  /** Whether a picture is of the bundle's own world. */
  readonly isPrior: (pictureId: string) => boolean;
  readonly device: DeviceName;
  readonly threads: number | undefined;
}

export async function openBasePredictions(
  frozen: FrozenStage,
  { conditioning, isPrior, device, threads }: BasePredictionsOptions,
): Promise<BasePredictions> {
  const { rows, length, size } = conditioning;
  const denoiser = await openFrozenDenoiser(frozen, length, { device, threads });
  return {
    async taught({ tensors, panels }) {
      const { drawn, keep, noisy_latents: noisy, noise_targets: targets, timesteps } = tensors;
      const prior = Array.from(drawn!.data, Number).flatMap((panel, m) =>
        isPrior(panels[panel]!.id) ? [{ panel, m }] : [],
      );
      if (prior.length === 0) return tensors;
      const latent = noisy!.data.length / noisy!.shape[0]!;
      const sample = new Float32Array(prior.length * latent);
      const condition = new Float32Array(prior.length * rows.rowLength);
      for (const [at, { panel, m }] of prior.entries()) {
        sample.set((noisy!.data as Float32Array).subarray(m * latent, (m + 1) * latent), at * latent);
        const name = keep!.data[panel] === 0 ? '' : panels[panel]!.captions[0]!;
        rows.readInto(name, condition, at * rows.rowLength);
      }
      const said = await denoiser.predict({
        sample: floatTensor(sample, [prior.length, ...noisy!.shape.slice(1)]),
        timestep: floatTensor(
          Float32Array.from(prior, ({ m }) => Number(timesteps!.data[m])),
          [prior.length],
        ),
        condition: floatTensor(condition, [prior.length, length, size]),
      });
      const wanted = Float32Array.from(targets!.data as Float32Array);
      const width = said.length / prior.length;
      for (const [at, { m }] of prior.entries()) wanted.set(said.subarray(at * width, (at + 1) * width), m * width);
      return { ...tensors, noise_targets: floatTensor(wanted, targets!.shape) };
    },
    close: () => denoiser.close(),
  };
}
