// The samplers by name, as settings, the command line and manifests spell them. Adding one means a file beside this and
// a line here. DPM-Solver++ 2M is the default: it needs the fewest evaluations for an equal picture.
import { StudioError } from '../../../common/base/studio-error';
import { ddim } from './ddim';
import { dpmSolverMultistep } from './dpm-solver-multistep';
import { euler } from './euler';
import { pndm } from './pndm';
import type { Sampler, SamplerName } from './sampler';

export const samplers: Readonly<Record<SamplerName, Sampler>> = {
  ddim,
  'dpm-solver++': dpmSolverMultistep,
  euler,
  pndm,
};

export const defaultSamplerName: SamplerName = 'dpm-solver++';

/** The sampler with this name. Throws 'bad-request' naming the ones that exist. */
export function samplerNamed(name: string): Sampler {
  const found = Object.values(samplers).find((sampler) => sampler.name === name);
  if (found !== undefined) return found;
  throw new StudioError('bad-request', `no sampler is called "${name}"; there are ${Object.keys(samplers).join(', ')}`);
}
