// From a training stage to what a generation uses: the step's conditioning equals the one of the inference graphs, first
// with adapters at zero, then from exported files; and adapter files are what PEFT itself writes. Goldens: make/training.py.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAdapter } from '../../native-models/graphs/training/export/adapter-files';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { stageGraph } from '../../native-models/graphs/training/stage-graph';
import { tokenEmbeddingGraph } from '../../native-models/graphs/token-embedding';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { TensorData } from '../../native-models/onnx';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { loadSource, type TensorSource } from '../../native-models/weights/tensor-source';
import { expectClose, runInRuntime } from '../support/golden-network';
import { cut } from '../support/tensor-parts';
import { exported, stageAt } from './exported-stage';
import { openSteps, runInChunks } from './language-model-steps';
import { loadTrainingGolden, openStage, type TrainingGolden } from './training-steps';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voken-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The conditioning of one panel as a generation makes it: the story, its vokens in one step, the fused mapper. */
async function conditioningByInference(
  golden: TrainingGolden,
  networks: { readonly language: TensorSource; readonly mapper: TensorSource },
  panel: number,
): Promise<TensorData> {
  const { config } = golden.parts.language;
  const batch = golden.batches[0]!;
  const width = batch['input_ids']!.shape[1] ?? 0;
  const numbers = (name: string): number[] => Array.from(batch[name]!.data as BigInt64Array, Number);
  const end = numbers('states')[panel * golden.config.vokens.count]!;
  const row = Math.floor(end / width);
  const length = (end % width) + 1;
  const { firstId, count } = golden.config.vokens;
  const ids = [
    ...numbers('input_ids').slice(row * width, row * width + length),
    ...Array.from({ length: count - 1 }, (_, i) => firstId + i),
  ];
  const int64 = (values: readonly number[]): TensorData => ({
    dtype: 'int64',
    shape: [1, values.length],
    data: BigInt64Array.from(values, BigInt),
  });
  const looked = await runInRuntime(tokenEmbeddingGraph(config, frozenScope(networks.language)), {
    input_ids: int64(ids),
  });
  const embeds = Float32Array.from(looked['inputs_embeds']!.data as Float32Array);
  const soft = batch['soft_tokens']!.data as Float32Array;
  numbers('soft_positions').forEach((at, i) => {
    const column = at - row * width;
    if (column < 0 || column >= length) return;
    embeds.set(soft.slice(i * config.hiddenSize, (i + 1) * config.hiddenSize), column * config.hiddenSize);
  });
  const read = await runInChunks(
    await openSteps(languageModelGraph(config, frozenScope(networks.language))),
    config,
    {
      inputsEmbeds: { dtype: 'float32', shape: [1, ids.length, config.hiddenSize], data: embeds },
      positionIds: int64(ids.map((_, i) => i)),
      attentionMask: int64(ids.map(() => 1)),
    },
    [length, count - 1],
  );
  const states = cut(read['hidden_states']!, 1, length - 1, ids.length); // (1, n, d)
  const mapped = await runInRuntime(featureMapperGraph(golden.parts.mapper, frozenScope(networks.mapper)), {
    voken_states: states,
  });
  const { dims, data } = mapped['conditioning']!;
  return { dtype: 'float32', shape: dims, data: data as Float32Array };
}

async function expectSameConditioning(golden: TrainingGolden, stage: ReturnType<typeof stageAt>, dtype: 'F32' | 'F16') {
  const run = await openStage(stageGraph(golden.parts, golden.config, { gradients: false }));
  const { conditioning } = await run({ ...golden.batches[0], ...stage.feeds });
  const networks = await exported(folder, golden, stage, dtype);
  const kept = Array.from(golden.batches[0]!['keep']!.data as Float32Array);
  expect(kept).toContain(1);
  for (const [panel, keep] of kept.entries()) {
    if (keep === 0) continue;
    const got = await conditioningByInference(golden, networks, panel);
    expectClose(got, cut(conditioning!, 0, panel, panel + 1), dtype === 'F32' ? 1e-5 : 5e-3);
  }
}

describe('the conditioning of a training step is the one of a generation', () => {
  it('where only voken rows and mapper are trained', async () => {
    const golden = await loadTrainingGolden('training-uas');
    await expectSameConditioning(golden, stageAt(golden), 'F32');
  });

  it('with adapters at zero, on the language model as it was', async () => {
    const golden = await loadTrainingGolden('training-lora');
    await expectSameConditioning(golden, stageAt(golden, { silent: true }), 'F32');
  });

  it.each([
    ['training-lora', 'F32'],
    ['training-lora', 'F16'],
    ['training-extras', 'F32'],
  ] as const)('with %s folded into an exported language model (%s)', async (name, dtype) => {
    const golden = await loadTrainingGolden(name);
    await expectSameConditioning(golden, stageAt(golden), dtype);
  });
});

it('tables grow where there are more vokens than ids', async () => {
  const golden = await loadTrainingGolden('training-uas');
  const rows = Float32Array.from({ length: 16 * 16 }, (_, i) => i);
  const { language } = await exported(
    folder,
    golden,
    {
      config: { ...golden.config, vokens: { count: 16, firstId: 40 } },
      parameters: [],
      values: new Map([
        ['vokens.rows_in', rows],
        ['vokens.rows_out', rows],
      ]),
    },
    'F32',
  );
  for (const key of ['model.embed_tokens.weight', 'lm_head.weight']) {
    const table = language.get(key) as TensorData;
    expect(table.shape).toEqual([56, 16]);
    expect([...table.data.slice(40 * 16)]).toEqual([...rows]);
  }
});

describe.each(['training-lora', 'training-dialogue', 'training-prefix'])('the adapter files of %s', async (name) => {
  const golden = await loadTrainingGolden(name);
  const file = fileURLToPath(new URL(`${name}/tensors.safetensors`, import.meta.url));
  const all = await loadSource(await openCheckpoint([file]));

  it('are those that PEFT writes', async () => {
    const to = join(folder, name);
    await exportAdapter(to, golden.parts.language.config, stageAt(golden));
    expect((await readdir(to)).sort()).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'vokens.safetensors',
    ]);
    const written = await loadSource(await openCheckpoint([join(to, 'adapter_model.safetensors')]));
    const wanted = all.keys().filter((key) => key.startsWith('peft.'));
    expect(wanted.length).toBeGreaterThan(0);
    expect(
      written
        .keys()
        .map((key) => `peft.${key}`)
        .sort(),
    ).toEqual(wanted.sort());
    for (const key of written.keys()) expect(written.get(key)).toEqual(all.get(`peft.${key}`));
  });

  it('have the settings of PEFT', async () => {
    const config = JSON.parse(await readFile(join(folder, name, 'adapter_config.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const meta = JSON.parse(await readFile(file.replace('tensors.safetensors', 'meta.json'), 'utf8')) as {
      config: { peft: Record<string, unknown> };
    };
    const { target_modules: targets, ...rest } = meta.config.peft;
    // PEFT guesses no task unless it is told; this adapter is for a causal language model.
    expect(config).toMatchObject({ ...rest, task_type: 'CAUSAL_LM' });
    if (targets !== undefined) expect([...(config['target_modules'] as string[])].sort()).toEqual(targets);
  });
});

describe('an adapter of the U-Net', () => {
  it('gets a folder of its own', async () => {
    const golden = await loadTrainingGolden('training-extras');
    const to = join(folder, 'extras');
    await exportAdapter(to, golden.parts.language.config, stageAt(golden));
    expect((await readdir(to)).sort()).toEqual(['look', 'vokens.safetensors']);
    const look = await openCheckpoint([join(to, 'look', 'adapter_model.safetensors')]);
    const paths = Object.keys(golden.start).filter((path) => path.startsWith('unet.'));
    expect([...look.keys()].sort()).toEqual(paths.map((path) => path.replace('unet.', 'base_model.model.')).sort());
  });

  it('is refused where nothing was adapted', async () => {
    const golden = await loadTrainingGolden('training-uas');
    const nothing = exportAdapter(join(folder, 'uas'), golden.parts.language.config, stageAt(golden));
    await expect(nothing).rejects.toThrow('trained no adapter');
  });
});
