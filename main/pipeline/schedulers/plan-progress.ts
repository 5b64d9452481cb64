// Where a sampler stands in its plan. Not a sampler; shared by all of them so that running past the end speaks clearly.
import { StudioError } from '../../../common/base/studio-error';
import type { SamplerPlan, SamplerState } from './sampler';

/** The timestep of the evaluation that is due. Throws 'bad-request' when the plan has none left. */
export function timestepNow(plan: SamplerPlan, state: SamplerState): number {
  const timestep = plan.timesteps[state.index];
  if (timestep !== undefined) return timestep;
  throw new StudioError(
    'bad-request',
    `sampler: evaluation ${state.index + 1} asked for, but the plan has ${plan.timesteps.length}; start a new one`,
  );
}

/** Whether every evaluation of the plan is done: the state's sample is then the final latent. */
export function isFinished(plan: SamplerPlan, state: SamplerState): boolean {
  return state.index >= plan.timesteps.length;
}
