// Adapter files, both ways: the folder that our export writes is the one that PEFT has loaded, and with it, with PEFT's own folder, and with
// a mix of both, our networks say and draw what PEFT's do. Goldens: make/peft_adapter.py.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AdapterFit } from '../../main/runtime/adapters/adapter-fit';
import { mixedLowRank, type StrongAdapter } from '../../main/runtime/adapters/adapter-mix';
import { readAdapter } from '../../main/runtime/adapters/read-adapter';
import { exportAdapter } from '../../native-models/graphs/training/export/adapter-files';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import { expectClose, loadGolden, runInRuntime } from '../support/golden-network';
import { openSteps, runInChunks } from './language-model-steps';
import {
  languageConfig,
  languageGolden,
  LATENT,
  lookConfig,
  lookGolden,
  lookSites,
  peftStage,
  voiceSites,
} from './peft-stage';

const folder = fileURLToPath(new URL('peft-adapter', import.meta.url));
const golden = await loadGolden('peft-adapter');
const { strengths } = golden.config as { strengths: { ours: number; theirs: number } };
const fit = {
  bundle: { digest: '', manifest: { title: 'the tiny networks', tokens: { vokens: [] } } },
  voice: voiceSites,
  look: lookSites,
  rowWidth: languageConfig.hiddenSize,
  mapper: new Map(),
} as unknown as AdapterFit;
const TOLERANCE = 1e-4;

const strong = async (name: string, strength: number): Promise<StrongAdapter> => ({
  adapter: await readAdapter(join(folder, name), fit),
  strength,
});

it('our export writes the very folder that PEFT has loaded', async () => {
  const to = await mkdtemp(join(tmpdir(), 'peft-adapter-'));
  // For the maker, which loads it with PEFT: see make/peft_adapter.py.
  if (process.env['VOKEN_WRITE_OURS'] !== undefined)
    await exportAdapter(join(folder, 'ours'), languageConfig, peftStage());
  try {
    await exportAdapter(to, languageConfig, peftStage());
    for (const path of ['', 'look']) {
      expect((await readdir(join(to, path))).sort()).toEqual((await readdir(join(folder, 'ours', path))).sort());
      for (const file of ['adapter_config.json', 'adapter_model.safetensors'])
        expect(await readFile(join(to, path, file))).toEqual(await readFile(join(folder, 'ours', path, file)));
    }
  } finally {
    await rm(to, { recursive: true });
  }
});

describe.each([
  ['ours', { ours: 1 }],
  ['theirs', { theirs: 1 }],
  ['mixed', strengths],
] as const)('with the adapter files called %s', (name, chosen) => {
  const adapters = () => Promise.all(Object.entries(chosen).map(([which, strength]) => strong(which, strength)));

  it('the language model says what PEFT’s says', async () => {
    const { sites, feeds } = mixedLowRank(await adapters(), 'voice')!;
    const graph = languageModelGraph(
      languageConfig,
      frozenScope(languageGolden.weights, { adapters: (path) => sites.has(path) }),
    );
    const steps = await openSteps(graph);
    const read = await runInChunks(
      (inputs) => steps({ ...inputs, ...feeds }),
      languageConfig,
      {
        inputsEmbeds: languageGolden.input('inputs_embeds'),
        positionIds: languageGolden.input('position_ids'),
        attentionMask: languageGolden.input('attention_mask'),
      },
      [14],
    );
    for (const key of ['hidden_states', 'logits']) expectClose(read[key]!, golden.output(`${name}.${key}`), TOLERANCE);
  });

  it('the denoiser draws what PEFT’s draws', async () => {
    const { sites, feeds } = mixedLowRank(await adapters(), 'look')!;
    const scope = frozenScope(lookGolden.weights, { adapters: (path) => sites.has(path) });
    const graph = unetGraph(lookConfig, scope, { latentHeight: LATENT, latentWidth: LATENT });
    const inputs = Object.fromEntries(
      ['sample', 'timestep', 'encoder_hidden_states'].map((key) => [key, lookGolden.input(key)]),
    );
    const { noise_pred: got } = await runInRuntime(graph, { ...inputs, ...feeds });
    expectClose(got!, golden.output(`${name}.noise_pred`), TOLERANCE);
    expect(() =>
      expectClose(golden.output(`${name}.noise_pred`), lookGolden.output('noise_pred'), 10 * TOLERANCE),
    ).toThrow(); // else the adapter would say nothing
  });
});
