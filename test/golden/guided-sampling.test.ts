// A whole guided drawing, from noise to the final latent: our denoiser graph, guidance and samplers against diffusers'.
// Golden: make/guided_sampling.py, with the weights of make/unet.py. Tolerance: docs/numerics.md.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, expect, it } from 'vitest';
import { guideHalves } from '../../main/pipeline/guidance';
import { noiseScheduleConfigFrom, noiseScheduleFrom } from '../../native-models/graphs/noise-schedule';
import { isFinished } from '../../main/pipeline/schedulers/plan-progress';
import { startSampling, type SamplerState } from '../../main/pipeline/schedulers/sampler';
import { samplers } from '../../main/pipeline/schedulers/sampler-registry';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import { expectClose, loadGolden } from '../support/golden-network';

const batch = 2;
const [golden, network] = await Promise.all([loadGolden('guided-sampling'), loadGolden('unet')]);
const { steps, guidanceScale, scheduler } = golden.config as {
  steps: number;
  guidanceScale: number;
  scheduler: unknown;
};
const schedule = noiseScheduleFrom(noiseScheduleConfigFrom(scheduler));
const graph = unetGraph(unetConfigFrom(network.config), frozenScope(network.weights), {
  batch: 2 * batch,
  conditionLength: 5,
});
const session = await InferenceSession.create(modelBytesFrom(graph), { intraOpNumThreads: 1 });
afterAll(() => session.release());

const floatsOf = (name: string): Float32Array => golden.input(name).data as Float32Array;
const condition = new Tensor(
  'float32',
  Float32Array.from([...floatsOf('negative'), ...floatsOf('condition')]),
  [4, 5, 12],
);

async function predict(sample: Float32Array, timestep: number): Promise<Float32Array> {
  const outputs = await session.run({
    sample: new Tensor('float32', Float32Array.from([...sample, ...sample]), [2 * batch, 4, 8, 8]),
    timestep: new Tensor('float32', new Float32Array(2 * batch).fill(timestep), [2 * batch]),
    encoder_hidden_states: condition,
  });
  return outputs['noise_pred']!.data as Float32Array;
}

it.each(Object.values(samplers))('$name draws the same latent', async (sampler) => {
  const plan = sampler.plan(schedule, { steps });
  let state: SamplerState = startSampling(plan, floatsOf('noise'));
  while (!isFinished(plan, state)) {
    const both = await predict(sampler.modelInput(plan, state), plan.timesteps[state.index]!);
    state = sampler.step(plan, state, guideHalves(both, { scale: guidanceScale }, batch)).state;
  }
  expectClose({ dims: [batch, 4, 8, 8], data: state.sample }, golden.output(sampler.name));
});

it('the negative condition matters: without guidance the latent is another one', async () => {
  const plan = samplers.ddim.plan(schedule, { steps });
  let state: SamplerState = startSampling(plan, floatsOf('noise'));
  while (!isFinished(plan, state)) {
    const both = await predict(state.sample, plan.timesteps[state.index]!);
    state = samplers.ddim.step(plan, state, both.slice(both.length / 2)).state;
  }
  expect(() => expectClose({ dims: [batch, 4, 8, 8], data: state.sample }, golden.output('ddim'), 0.05)).toThrow();
});
