// A trained prefix at work in the studio's own context cache: PEFT reads the same text with the same adapter file (make/prefix.py), and a
// training step conditions the same pictures. What changes in a cache with a prefix besides: nothing that was read survives it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContextCache, type PictureFeatures } from '../../main/pipeline/context-cache';
import { LanguageModel, type LanguageModelShape } from '../../main/pipeline/language-model';
import { ConditionMapper } from '../../main/pipeline/map';
import { prefixFrom } from '../../main/pipeline/prefix';
import type { Segment } from '../../main/pipeline/prompt';
import { readPrefixTable } from '../../main/runtime/language-prefix';
import { openGraph } from '../../main/runtime/network';
import { exportAdapter } from '../../native-models/graphs/training/export/adapter-files';
import { exportedPrefix } from '../../native-models/graphs/training/export/bundle-parts';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { stageGraph } from '../../native-models/graphs/training/stage-graph';
import { tokenEmbeddingGraph } from '../../native-models/graphs/token-embedding';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { TensorData } from '../../native-models/onnx';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import type { FloatTensor } from '../../native-models/weights/safetensors-writer';
import { loadSource, type TensorSource } from '../../native-models/weights/tensor-source';
import { expectClose } from '../support/golden-network';
import { cut } from '../support/tensor-parts';
import { exported, stageAt } from './exported-stage';
import { loadTrainingGolden, openStage } from './training-steps';

const golden = await loadTrainingGolden('training-prefix');
const { config } = golden.parts.language;
const VIRTUAL = 4; // positions of the golden's prefix
const shape: LanguageModelShape = { ...config, headDim: config.headSize };
const pause = (): Promise<void> => Promise.resolve();
const noPictures: PictureFeatures = () => Promise.reject(new Error('There are no pictures here.'));

let folder: string;
/** The prefix as an adapter's file holds it. */
let table: FloatTensor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voken-prefix-'));
  await exportAdapter(join(folder, 'adapter'), config, stageAt(golden));
  table = await readPrefixTable(join(folder, 'adapter', 'adapter_model.safetensors'));
});
afterAll(() => rm(folder, { recursive: true }));

async function languageModelOf(source: TensorSource): Promise<LanguageModel> {
  const network = await openGraph(languageModelGraph(config, frozenScope(source), { logits: 'last' }), {
    device: 'cpu',
    threads: 1,
  });
  const embedding = await openGraph(tokenEmbeddingGraph(config, frozenScope(source)), { device: 'cpu', threads: 1 });
  return new LanguageModel(shape, embedding, network);
}

describe('a text with a prefix', async () => {
  const file = fileURLToPath(new URL('prefix-generation/tensors.safetensors', import.meta.url));
  const all = await loadSource(await openCheckpoint([file]));
  const tensor = (key: string): TensorData => all.get(key) as TensorData;
  const ids = Array.from(tensor('text.ids').data as BigInt64Array, Number);
  const written = Array.from(tensor('written.ids').data as BigInt64Array, Number);
  const segments: Segment[] = [ids.slice(0, 1), ids.slice(1, 6), ids.slice(6)].map((part) => ({
    kind: 'tokens',
    ids: part,
  }));
  const expectOutlook = (
    { logits, hidden }: { logits: Float32Array; hidden: Float32Array },
    group: string,
    at: number,
  ): void => {
    for (const [name, data] of Object.entries({ logits, hidden })) {
      expectClose({ shape: [1, 1, data.length], data }, cut(tensor(`${group}.${name}`), 1, at, at + 1), 1e-5);
    }
  };
  const model = await languageModelOf(golden.parts.language.source as TensorSource);
  const openCache = (): ContextCache => new ContextCache(model, noPictures, pause, prefixFrom(table, shape));

  it('is read as PEFT reads it, whole and piece by piece', async () => {
    const cache = openCache();
    for (let read = 1; read <= segments.length; read++) {
      const outlook = await cache.read(segments.slice(0, read));
      expectOutlook(
        outlook,
        'text',
        segments.slice(0, read).flatMap((part) => ('ids' in part ? part.ids : [])).length - 1,
      );
    }
  });

  it('goes on as PEFT goes on', async () => {
    const cache = openCache();
    let outlook = await cache.read(segments);
    for (const [i, id] of written.entries()) {
      expectOutlook(outlook, 'written', i);
      expect(outlook.logits.indexOf(Math.max(...outlook.logits))).toBe(id);
      outlook = await cache.step(id);
    }
    expectOutlook(outlook, 'written', written.length);
  });

  it('is the same after the front was cut, other stories were read and all was forgotten', async () => {
    const cache = openCache();
    const first = await cache.read(segments);
    expect(cache.length).toBe(VIRTUAL + ids.length);
    await cache.read(segments.slice(1));
    await cache.vokenStates([40, 41]);
    expect(await cache.read(segments)).toEqual(first);
    cache.clear();
    expect(cache.length).toBe(VIRTUAL);
    expect(await cache.read(segments)).toEqual(first);
    const bare = await new ContextCache(model, noPictures, pause).read(segments);
    expect(Math.max(...bare.logits.map((score, i) => Math.abs(score - first.logits[i]!)))).toBeGreaterThan(0.1);
  });
});

describe('the conditioning of a training step with a prefix', () => {
  it.each(['F32', 'F16'] as const)('is the one of a generation from exported files (%s)', async (dtype) => {
    const stage = stageAt(golden);
    expect(table.shape[0]).toBe(VIRTUAL);
    expect(exportedPrefix(stage)).toEqual(table); // a bundle holds what an adapter holds
    const run = await openStage(stageGraph(golden.parts, golden.config, { gradients: false }));
    const batch = golden.batches[0]!;
    const { conditioning } = await run({ ...batch, ...stage.feeds });

    const networks = await exported(folder, golden, stage, dtype);
    const model = await languageModelOf(networks.language);
    const mapper = new ConditionMapper(
      await openGraph(featureMapperGraph(golden.parts.mapper, frozenScope(networks.mapper)), { device: 'cpu' }),
      { numVokens: golden.config.vokens.count, hiddenSize: config.hiddenSize },
    );
    const soft = batch['soft_tokens']!;
    const features: PictureFeatures = (row) =>
      Promise.resolve(cut(soft, 0, Number(row), Number(row) + 1).data as Float32Array);
    const cache = new ContextCache(model, features, pause, prefixFrom(table, shape));
    const kept = Array.from(batch['keep']!.data as Float32Array);
    expect(kept.filter((keep) => keep === 1).length).toBeGreaterThan(1);
    for (const [panel, keep] of kept.entries()) {
      if (keep === 0) continue;
      await cache.read(segmentsBefore(panel));
      const { firstId, count } = golden.config.vokens;
      const states = await cache.vokenStates(Array.from({ length: count }, (_, i) => firstId + i));
      const data = await mapper.conditionFrom(states);
      const want = cut(conditioning!, 0, panel, panel + 1);
      expectClose({ shape: want.shape, data }, want, dtype === 'F32' ? 1e-5 : 5e-3);
    }
  });

  /** The panel's story up to the end of its text; every soft token is a picture of one place, named by its row. */
  function segmentsBefore(panel: number): Segment[] {
    const batch = golden.batches[0]!;
    const numbers = (name: string): number[] => Array.from(batch[name]!.data as BigInt64Array, Number);
    const width = batch['input_ids']!.shape[1] ?? 0;
    const end = numbers('states')[panel * golden.config.vokens.count]!;
    const start = Math.floor(end / width) * width;
    const softAt = new Map(numbers('soft_positions').map((position, row) => [position, row]));
    return numbers('input_ids')
      .slice(start, end + 1)
      .map((id, column): Segment => {
        const row = softAt.get(start + column);
        return row === undefined
          ? { kind: 'tokens', ids: [id] }
          : { kind: 'picture', hash: String(row), open: [], close: [] };
      });
  }
});
