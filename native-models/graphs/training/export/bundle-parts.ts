// A trained stage as parts of a bundle: the language model in transformers' layout with adapters folded in and the voken
// rows in its tables, and the mapper in the published layout. Files are whole or not there. Not a manifest: main/ writes it.
import { StudioError } from '../../../../common/base/studio-error';
import type { LanguageModelConfig } from '../../../architectures/language-model-config';
import type { Checkpoint } from '../../../weights/checkpoint';
import {
  writePending,
  writeSafetensors,
  type FloatTensor,
  type WriteOptions,
} from '../../../weights/safetensors-writer';
import { prefixTensor, tensorsOf, valueOf, type TrainedStage } from './trained-stage';

/** The tables with rows of vokens, and whose numbers they are. */
const tables: ReadonlyMap<string, string> = new Map([
  ['model.embed_tokens.weight', 'vokens.rows_in'],
  ['lm_head.weight', 'vokens.rows_out'],
]);

/**
 * Writes the language model of the checkpoint with the stage's changes, one tensor at a time: W + α/r·B·A where there is
 * LoRA, trained layers, and the rows of the vokens. A trained prefix is no weight: `exportedPrefix`.
 * Throws `bad-request` where one table serves both ends and the rows of the vokens differ.
 */
export async function exportLanguageModel(
  path: string,
  checkpoint: Checkpoint,
  language: LanguageModelConfig,
  stage: TrainedStage,
  options: WriteOptions = { dtype: 'F16' },
): Promise<void> {
  if (language.tiesEmbeddings) {
    throw new StudioError('bad-request', 'Export: this language model has one table for both ends, vokens need two.', {
      hint: 'Save the language model with tie_word_embeddings false.',
    });
  }
  const keys = checkpoint.keys().filter((key) => checkpoint.locate(key).entry.dtype.includes('F'));
  const rows = exportedVocabSize(language, stage);
  const pending = keys.map((key) => ({
    key,
    shape: tables.has(key) ? [rows, language.hiddenSize] : checkpoint.locate(key).entry.shape,
    load: async () => changed(key, await checkpoint.readFloat32(key), stage, rows),
  }));
  await writePending(path, pending, options);
}

/** Writes the mapper under the published keys: `fc.*`, `llm_to_t2i_mapping.*`, `t2i_decoder_prompt`. */
export async function exportMapper(
  path: string,
  stage: TrainedStage,
  options: WriteOptions = { dtype: 'F16' },
): Promise<void> {
  const keyOf = (path: string): string | undefined =>
    path.startsWith('mapper.') ? path.slice('mapper.'.length) : undefined;
  await writeSafetensors(path, tensorsOf(stage, keyOf), options);
}

/** The table of a trained prefix, (P, layers * 2 * K * D); undefined where the stage trained none. */
export function exportedPrefix(stage: TrainedStage): FloatTensor | undefined {
  const keyOf = (path: string): string | undefined => (path === `prefix.${prefixTensor}` ? prefixTensor : undefined);
  return tensorsOf(stage, keyOf)[prefixTensor];
}

/** Rows of the exported tables, for config.json: more than before where there are more vokens than ids. */
export function exportedVocabSize(language: LanguageModelConfig, { config }: TrainedStage): number {
  return Math.max(language.vocabSize, config.vokens.firstId + config.vokens.count);
}

/** A tensor of the language model as the stage left it. */
function changed(key: string, weight: Float32Array, stage: TrainedStage, tableRows: number): Float32Array {
  const trained = stage.values.get(key);
  if (trained !== undefined) return trained;
  const rows = tables.get(key);
  if (rows !== undefined) return withRows(weight, rows, stage, tableRows);
  const site = key.replace(/\.weight$/, '');
  return stage.values.has(`${site}.lora_B.weight`) ? folded(weight, site, stage) : weight;
}

/** Rows that a stage does not feed (one voken has no row to read) stay as the table has them. (V, d) -> (tableRows, d) */
function withRows(table: Float32Array, path: string, stage: TrainedStage, tableRows: number): Float32Array {
  const { firstId, count } = stage.config.vokens;
  const rows = stage.values.get(path);
  const width = rows === undefined ? 0 : rows.length / count;
  const made = new Float32Array(Math.max(table.length, tableRows * width));
  made.set(table);
  if (rows !== undefined) made.set(rows, firstId * width);
  return made;
}

/** W + α/r · B A: W (out, in), A (r, in), B (out, r). */
function folded(weight: Float32Array, site: string, stage: TrainedStage): Float32Array {
  const { language } = stage.config;
  if (language.kind !== 'lora') throw new StudioError('internal', `Export: ${site} has an adapter without a rank.`);
  const { rank, alpha } = language;
  const a = valueOf(stage, `${site}.lora_A.weight`);
  const b = valueOf(stage, `${site}.lora_B.weight`);
  const width = a.length / rank;
  const sum = Float64Array.from(weight);
  for (let row = 0; row < b.length / rank; row++) {
    for (let r = 0; r < rank; r++) {
      const factor = ((b[row * rank + r] ?? 0) * alpha) / rank;
      for (let column = 0; column < width; column++) {
        sum[row * width + column] = (sum[row * width + column] ?? 0) + factor * (a[r * width + column] ?? 0);
      }
    }
  }
  return Float32Array.from(sum);
}
