// A stage of training as its golden leaves it at the start, and the networks of a generation that come from its export: language
// model and mapper written as a bundle has them and opened again. For tests that hold both sides against each other.
import { join } from 'node:path';
import { expect } from 'vitest';
import { exportLanguageModel, exportMapper } from '../../native-models/graphs/training/export/bundle-parts';
import type { TrainedStage } from '../../native-models/graphs/training/export/trained-stage';
import { stageGraph } from '../../native-models/graphs/training/stage-graph';
import { checkpointFrom, openCheckpoint } from '../../native-models/weights/checkpoint';
import { openSafetensors } from '../../native-models/weights/safetensors';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';
import { loadSource, type TensorSource } from '../../native-models/weights/tensor-source';
import type { Tensors, TrainingGolden } from './training-steps';

/** The trained state at the golden's start, with every adapter's B at zero where asked for. */
export function stageAt(
  golden: TrainingGolden,
  options: { readonly silent?: boolean } = {},
): TrainedStage & { feeds: Tensors } {
  const { parameters } = stageGraph(golden.parts, golden.config, { gradients: false });
  const values = new Map(
    parameters.map(({ path }) => {
      const data = golden.start[path]!.data as Float32Array;
      return [path, options.silent === true && path.endsWith('lora_B.weight') ? new Float32Array(data.length) : data];
    }),
  );
  const feeds = Object.fromEntries(
    parameters.map(({ path, shape }) => [path, { dtype: 'float32' as const, shape, data: values.get(path)! }]),
  );
  return { config: golden.config, parameters, values, feeds };
}

/** Writes language model and mapper of a stage into `folder` and opens them as a generation would. */
export async function exported(folder: string, golden: TrainingGolden, stage: TrainedStage, dtype: 'F32' | 'F16') {
  const { config, source } = golden.parts.language;
  const base = join(folder, 'base.safetensors');
  const keys = (source as TensorSource).keys();
  await writeSafetensors(base, Object.fromEntries(keys.map((key) => [key, source.get(key) as FloatTensor])));
  const [language, mapper] = [join(folder, 'language.safetensors'), join(folder, 'mapper.safetensors')];
  await exportLanguageModel(language, checkpointFrom([await openSafetensors(base)]), config, stage, { dtype });
  await exportMapper(mapper, stage, { dtype });
  expect((await openSafetensors(language)).entries.size).toBe(keys.length);
  return {
    language: await loadSource(await openCheckpoint([language])),
    mapper: await loadSource(await openCheckpoint([mapper])),
  };
}
