// One step of a tuning (forward, backward, AdamW) on the built-in bundle, timed, and its batch and numbers written down for the same step in
// PyTorch and PEFT (measure_tune_step.py). Usage: node --import tsx scripts/measure-tune-step.ts <data of `studio world`> <out> [threads] [steps]
// [keep|recompute]: whether activations of the language model are kept, or computed again in the backward half.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../common/base/rng';
import { visionInputFrom } from '../main/pipeline/image/vision-input';
import { readFrozenBundle } from '../main/runtime/frozen-bundle';
import { openFrozenStage } from '../main/runtime/frozen-networks';
import { SequenceText } from '../main/training/data/sequence-text';
import { adamW } from '../main/training/optimiser/adamw';
import { clipToNorm, globalNorm } from '../main/training/optimiser/gradients';
import { openStageFeatures } from '../main/training/stages/stage-features';
import { startValues } from '../main/training/stages/start-values';
import { stepFeedsFrom } from '../main/training/stages/step-feeds';
import { StepRunner } from '../main/training/stages/step-runner';
import { tuneSettings, tuneStageConfig } from '../main/training/tuning/tune-settings';
import { TuningFeed } from '../main/training/tuning/tuning-feed';
import { readTuningSet } from '../main/training/tuning/tuning-set';
import { writeSafetensors, type FloatTensor } from '../native-models/weights/safetensors-writer';

const [data = '', out = '', threadsText = '1', stepsText = '10', memory = 'keep'] = process.argv.slice(2);
const [threads, steps] = [Number(threadsText), Number(stepsText)];
const bundleDir = 'native-models/miniature/bundle';
const device = 'cpu' as const;
const cacheDir = process.env['VOKEN_STUDIO_CACHE'] ?? join(out, 'cache');

async function main(): Promise<void> {
  const bundle = await readFrozenBundle(bundleDir);
  const frozen = await openFrozenStage(bundle, { unet: true }, { device, cacheDir, threads });
  const size = await bundle.visionSize();
  const set = await readTuningSet([data], { readPixels: visionInputFrom, size });
  const settings = tuneSettings('quick', { keepsWorld: false });
  const pictures = set.stories.flatMap(({ panels }) => panels.map(({ picture }) => picture));
  const features = await openStageFeatures(
    bundle,
    { training: { drawn: pictures, seen: pictures }, validation: { drawn: [], seen: [] } },
    { losses: settings.losses, minSnr: 5, hasSoft: true, whitenCaption: false, withCaptions: false, frozen },
    { device, cacheDir, threads },
    { readPixels: visionInputFrom },
  );
  const { vokens } = bundle.tokens;
  const config = tuneStageConfig(settings, { count: vokens.length, firstId: vokens[0]! });
  const runner = new StepRunner(frozen, config, { device, threads, checkpointing: memory === 'recompute' });
  const rng = new Rng(1);
  const values = await startValues(runner, { frozen, resumed: undefined, started: undefined, fromBundle: true, rng });
  // B is drawn too, so that every gradient counts.
  for (const [path, array] of values)
    if (path.endsWith('lora_B.weight')) array.forEach((_, i) => (array[i] = 0.01 * rng.gaussian()));
  const format = {
    text: new SequenceText(bundle.tokenizer, bundle.tokens, bundle.brackets),
    numSoftTokens: size.numSoftTokens,
    contextLength: await bundle.contextLength(),
    styleLine: () => undefined,
  };
  const feed = new TuningFeed(format, [{ stories: set.stories, panels: 12, learns: () => true }], rng.fork('rows'));
  const choices = { losses: settings.losses, drop: 0.1, drawnPanels: settings.drawn, drawsAgain: true };
  const { tensors, panels } = stepFeedsFrom(feed.rows(0), features.sources, choices, rng.fork('step'));

  mkdirSync(out, { recursive: true });
  const written: Record<string, FloatTensor> = {};
  for (const [name, { data: numbers, shape }] of Object.entries(tensors))
    written[`feed.${name}`] = { shape: [...shape], data: Float32Array.from(numbers as Float32Array, Number) };
  for (const { path, shape } of runner.parameters) written[`start.${path}`] = { shape, data: values.get(path)! };
  await writeSafetensors(join(out, 'step.safetensors'), written);

  const trained = runner.parameters
    .filter(({ isTrained }) => isTrained)
    .map(({ path, shape, decays }) => ({ path, shape, decays, values: values.get(path)! }));
  const optimiser = adamW(trained, { weightDecay: 0 });
  const times: number[] = [];
  const losses: Record<string, number>[] = [];
  for (let step = 1; step <= steps; step++) {
    const cpu = process.cpuUsage();
    const made = await runner.step(settings.losses, values, tensors);
    const gradients = new Map(made.gradients);
    clipToNorm(gradients, globalNorm(gradients), 1);
    await optimiser.step(gradients, 1e-3, step);
    const { user, system } = process.cpuUsage(cpu);
    losses.push({ ...made.losses });
    if (step > 1) times.push((user + system) / 1000);
  }
  await runner.close();
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
  const sorted = [...times].sort((a, b) => a - b);
  const result = {
    threads,
    panels: panels.length,
    cpuMs: sorted[0],
    medianMs: sorted[sorted.length >> 1],
    peak,
    losses,
  };
  writeFileSync(join(out, 'ours.json'), JSON.stringify(result));
  writeFileSync(join(out, 'config.json'), JSON.stringify({ settings, firstVoken: vokens[0] }));
  process.stdout.write(`${JSON.stringify({ ...result, losses: losses.slice(0, 3) })}\n`);
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
