// A trained prefix of a bundle's language model: keys and values of virtual positions that stand before every story (prefix tuning,
// Li and Liang 2021, arXiv 2101.00190), stored as PEFT's one table. Here are its file, its place in the manifest and what it takes
// from the window; how it is fed is pipeline/prefix.ts.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import { languageModelConfigFrom } from '../../native-models/architectures/language-model-config';
import { prefixTensor } from '../../native-models/graphs/training/export/trained-stage';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';

/** The table in a bundle's prefix file or in an adapter's. float32 (P, layers * 2 * K * D). Throws `weights-corrupt` without it. */
export async function readPrefixTable(path: string): Promise<FloatTensor> {
  const checkpoint = await openCheckpoint([path]);
  const { shape } = checkpoint.locate(prefixTensor).entry;
  return { shape, data: await checkpoint.readFloat32(prefixTensor) };
}

/** Numbers of one virtual position: a key and a value per layer and key-value head. */
export function prefixWidth(language: {
  readonly numLayers: number;
  readonly numKeyValueHeads: number;
  readonly headSize: number;
}): number {
  return language.numLayers * 2 * language.numKeyValueHeads * language.headSize;
}

/**
 * Gives the language model of the bundle folder `dir` a prefix. The window of the story shrinks by its length, so that no position
 * lies behind the last one that the model knows. The folder's manifest.json is left as it is.
 * @returns the manifest that names the new file
 * @throws `bad-request` where there is a prefix already, it is of another model, or it leaves no room for a story
 */
export async function addPrefix(dir: string, manifest: BundleManifest, table: FloatTensor): Promise<BundleManifest> {
  const { parts, prompt, tokens, files } = manifest;
  if (parts.languageModel.prefix !== undefined) {
    throw new StudioError('bad-request', 'The language model has a trained prefix already; it takes one.', {
      hint: 'Start from the bundle without it.',
    });
  }
  const language = languageModelConfigFrom(JSON.parse(await readFile(join(dir, parts.languageModel.config), 'utf8')));
  const [length = 0, width] = table.shape;
  if (table.shape.length !== 2 || length === 0 || width !== prefixWidth(language)) {
    throw new StudioError('bad-request', 'The prefix belongs to another model.', {
      hint: `It is ${table.shape.join(' x ')}; this language model takes positions of ${prefixWidth(language)} numbers.`,
    });
  }
  const contextLength = prompt.contextLength - length;
  const panel = prompt.maxPanelTokens + tokens.vokens.length + 1;
  if (contextLength < 2 * panel) {
    throw new StudioError('bad-request', `A prefix of ${length} positions leaves no room for a story.`, {
      hint: `The window has ${prompt.contextLength} places, a panel takes up to ${panel}. Train a shorter prefix.`,
    });
  }
  const path = `${dirname(parts.languageModel.config)}/prefix.safetensors`;
  await writeSafetensors(join(dir, path), { [prefixTensor]: table });
  const bytes = await readFile(join(dir, path));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ...manifest,
    parts: { ...parts, languageModel: { ...parts.languageModel, prefix: path } },
    prompt: { ...prompt, contextLength },
    files: [...files.filter((file) => file.path !== path), { path, bytes: bytes.length, sha256 }],
  };
}
