// What a run has learned, as something to use: a bundle folder with the language model merged and the mapper in the published layout, or an
// adapter in PEFT's layout. The frozen parts are copied; a manifest is renewed where there is one. The run itself is left alone.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import { bundleManifestSchema } from '../../common/domain/bundle';
import { exportAdapter } from '../../native-models/graphs/training/export/adapter-files';
import {
  exportedPrefix,
  exportedVocabSize,
  exportLanguageModel,
  exportMapper,
} from '../../native-models/graphs/training/export/bundle-parts';
import type { TrainedStage } from '../../native-models/graphs/training/export/trained-stage';
import type { FloatTensor } from '../../native-models/weights/safetensors-writer';
import type { LanguageTraining, LookTraining, LossWeights } from '../../native-models/graphs/training/stage-config';
import { bundleDigest, readFrozenBundle } from '../runtime/frozen-bundle';
import { openFrozenStage, type FrozenStage } from '../runtime/frozen-networks';
import { addPrefix } from '../runtime/language-prefix';
import { writeProvedCard } from './proved-card';
import { runFileError, type RunFiles } from './run/run-files';
import { readRun, type RunConfig } from './run/run-folder';
import { stageNames, type StageName } from './stages/row-source';
import { frozenPartsOf, stageConfigFrom, trainDefaults, vokenIdsFrom } from './train-options';

export interface ExportRequest {
  readonly run: string;
  /** The folder of frozen parts that the run was trained on. */
  readonly bundleDir: string;
  readonly out: string;
  readonly kind: 'bundle' | 'adapter';
  readonly cacheDir: string;
  readonly files: RunFiles;
  /** For the card of an adapter: a UUID and an ISO time. */
  readonly newId: () => string;
  readonly now: () => string;
}

/**
 * Writes the newest checkpoint (its moving averages, where it keeps them). The folder `out` is whole or not there.
 * @returns the step it is of
 * @throws `bad-request` when `out` exists, when the run was trained on other frozen parts, or when it trained no adapter to export
 */
export async function exportRun(request: ExportRequest): Promise<{ readonly step: number }> {
  const { run, bundleDir, out, kind, cacheDir, files, newId, now } = request;
  if (await stat(out).then(Boolean, () => false)) {
    throw new StudioError('bad-request', `${out} is there already.`, { hint: 'Choose a folder that does not exist.' });
  }
  const { state, config } = await readRun(files, run);
  const bundle = await readFrozenBundle(bundleDir);
  const stage = stageNames.find((name) => name === config.settings['stage']);
  if (stage === undefined) throw new StudioError('bad-request', `${run} does not say which stage it is.`);
  const losses = JSON.parse(textAt(config, 'losses')) as LossWeights;
  const frozen = await openFrozenStage(bundle, { unet: false }, { device: 'cpu', cacheDir });
  if ((await bundleDigest(bundle, frozenPartsOf(stage, losses))) !== config.digests['bundle']) {
    throw new StudioError('bad-request', `${run} was trained on other frozen parts than those of ${bundleDir}.`, {
      hint: 'Give the folder that the training was given with --bundle.',
    });
  }
  const values = new Map(
    [...state.parameters].map(([path, { values: last }]) => [path, state.averages.get(path)?.values ?? last] as const),
  );
  const trained: TrainedStage = {
    config: stageConfigOf(stage, config, bundle.tokens.vokens),
    parameters: [...state.parameters].map(([path, { shape }]) => ({
      path,
      shape,
      isTrained: ['mean', 'momentum'].some((name) => state.optimiser.has(`${name}/${path}`)),
      decays: false,
    })),
    values,
  };
  const temporary = `${out}.partial`;
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(dirname(out), { recursive: true });
    if (kind === 'adapter') {
      await exportAdapter(temporary, frozen.parts.language.config, trained);
      // A prefix is merged, never mixed, and parts without a manifest are no bundle that a card could name.
      if (trained.config.language.kind !== 'prefix' && (await hasManifest(bundleDir)))
        await writeProvedCard(temporary, {
          bundleDir,
          name: basename(out),
          id: newId(),
          created: now(),
          training: null,
          proof: { finite: true, changedSinceLast: null, effectOnSamples: null },
        });
    } else await writeBundle(temporary, bundleDir, frozen, trained);
    await rename(temporary, out);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw runFileError(out, error);
  }
  return { step: state.position.step };
}

async function writeBundle(out: string, source: string, frozen: FrozenStage, stage: TrainedStage): Promise<void> {
  const { languageModel, parts } = frozen;
  const { count, firstId } = stage.config.vokens;
  await cp(source, out, { recursive: true });
  await mkdir(join(out, 'mapper'), { recursive: true });
  await writeJson(join(out, 'mapper', 'config.json'), { ...parts.mapper, numVokens: count });
  await exportMapper(join(out, 'mapper', 'model.safetensors'), stage);
  await exportLanguageModel(
    join(out, 'language-model', 'model.safetensors'),
    languageModel,
    parts.language.config,
    stage,
  );
  const configPath = join(out, 'language-model', 'config.json');
  const config = JSON.parse(await readFile(configPath, 'utf8')) as Record<string, unknown>;
  await writeJson(configPath, { ...config, vocab_size: exportedVocabSize(parts.language.config, stage) });
  const vokens = Array.from({ length: count }, (_, i) => firstId + i);
  await renewManifest(out, vokens, exportedPrefix(stage));
}

const hasManifest = (dir: string): Promise<boolean> => stat(join(dir, 'manifest.json')).then(Boolean, () => false);

const writeJson = (path: string, content: object): Promise<void> =>
  writeFile(path, `${JSON.stringify(content, null, 2)}\n`);

/**
 * Sizes and hashes of a manifest after its files have changed, and the prefix where one was trained. A folder without a manifest
 * stays without one; nothing would say there that a prefix belongs to it, so that is refused.
 */
async function renewManifest(dir: string, vokens: readonly number[], prefix: FloatTensor | undefined): Promise<void> {
  const path = join(dir, 'manifest.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    if (prefix === undefined) return;
    throw new StudioError('bad-request', 'A prefix needs a bundle with a manifest, which these frozen parts are not.', {
      hint: 'Export the run as an adapter.',
    });
  }
  const known = bundleManifestSchema.parse(JSON.parse(text));
  const voiced = { ...known, tokens: { ...known.tokens, vokens: [...vokens] } };
  const manifest = prefix === undefined ? voiced : await addPrefix(dir, voiced, prefix);
  const files = [];
  for (const { path: name } of manifest.files) {
    const file = join(dir, name);
    files.push({ path: name, bytes: (await stat(file)).size, sha256: await hashOf(file) });
  }
  await writeJson(path, { ...manifest, files });
}

function stageConfigOf(stage: StageName, config: RunConfig, own: readonly number[]): TrainedStage['config'] {
  const language = JSON.parse(textAt(config, 'language')) as LanguageTraining;
  const count = config.settings['vokens'];
  const vokens = vokenIdsFrom(own, typeof count === 'number' ? count : undefined);
  const look = config.settings['look'];
  const options = {
    ...trainDefaults(stage),
    language,
    look: typeof look === 'string' ? (JSON.parse(look) as LookTraining) : undefined,
    data: [],
    bundleDir: '',
    budget: {},
  };
  return stageConfigFrom(options, { count: vokens.length, firstId: vokens[0]! }, {});
}

function textAt({ settings }: RunConfig, name: string): string {
  const value = settings[name];
  if (typeof value === 'string') return value;
  throw new StudioError('bad-request', `The configuration of the run has no ${name}.`, {
    hint: 'It was written by another version; train again.',
  });
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
