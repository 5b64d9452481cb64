// An adapter's folder, read whole and proved: PEFT's files for the language model ("voice") at its root and the U-Net ("look") in `look/`,
// vokens, mapper and words beside them, and the studio's card where it has one. After this its numbers are trusted: they fit the bundle, are
// finite, and change something. Not how several are mixed (pipeline/adapter-mix.ts).
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import {
  ADAPTER_FILES,
  ADAPTER_WORDS_FILE,
  type AdapterCard,
  type AdapterParts,
  type AdapterProof,
} from '../../../common/domain/adapter';
import { lookFolder } from '../../../native-models/graphs/training/export/adapter-files';
import type { Checkpoint } from '../../../native-models/weights/checkpoint';
import { readAdapterCard } from './adapter-card-file';
import type { AdapterFit } from './adapter-fit';
import { readAdapterWords } from './adapter-words-file';
import { lowRankDistance, lowRankNorm, squaredDistance } from './adapter-norms';
import { lowRankConfigFrom, type LowRankConfig } from './peft-config';
import {
  openAdapterTensors,
  readLowRankPart,
  sitePathOf,
  type LowRankContext,
  type LowRankPart,
} from './low-rank-file';
import { readVokens, VOKENS_FILE, type LearnedVokens } from './vokens-file';

export interface Adapter {
  readonly dir: string;
  /** Null: made elsewhere. */
  readonly card: AdapterCard | null;
  /** From the card, else the folder's. */
  readonly name: string;
  /** SHA-256 over its files without the card. */
  readonly digest: string;
  readonly parts: AdapterParts;
  readonly normPerPart: AdapterProof['normPerPart'];
  readonly voice: LowRankPart;
  readonly look: LowRankPart;
  readonly learned: LearnedVokens;
  /** Words for characters that the bundle does not know. */
  readonly words: readonly string[];
}

const CONFIG = 'adapter_config.json';
const TENSORS = 'adapter_model.safetensors';

/**
 * Reads and proves an adapter.
 * @throws `bad-request` for a folder that holds none, one of another bundle, one that changes nothing, one that does not fit, and one that
 * is damaged or holds numbers that are not finite: one sentence each
 */
export async function readAdapter(dir: string, fit: AdapterFit): Promise<Adapter> {
  const card = await readAdapterCard(dir);
  const name = card?.name ?? basename(resolve(dir));
  checkBundle(card, name, fit);
  const context: LowRankContext = { name, bundleTitle: fit.bundle.manifest.title };
  const root = await openPart(dir, context);
  const beside = await openPart(join(dir, lookFolder), context);
  // PEFT puts an adapter of a U-Net alone at the root, too.
  const isLookAtRoot =
    root !== undefined && root.checkpoint.keys().some((key) => fit.look.has(sitePathOf(key)?.path ?? ''));
  if (isLookAtRoot && beside !== undefined) {
    throw new StudioError('bad-request', `The adapter "${name}" holds two looks: one at its root and one in look/.`, {
      hint: 'Keep one of them.',
    });
  }
  const [voiceFiles, lookFiles] = isLookAtRoot ? [undefined, root] : [root, beside];
  const read = async (files: PartFiles | undefined, sites: AdapterFit['voice']): Promise<LowRankPart> =>
    files === undefined ? new Map() : readLowRankPart(files.checkpoint, files.config, sites, context);
  const adapter = {
    voice: await read(voiceFiles, fit.voice),
    look: await read(lookFiles, fit.look),
    learned: await readVokens(join(dir, VOKENS_FILE), fit, name),
    words: await readAdapterWords(dir, name),
  };
  const norms = {
    voice: lowRankNorm(adapter.voice),
    look: lowRankNorm(adapter.look),
    vokens: adapter.learned.rowsNorm,
    mapper: adapter.learned.mapperNorm,
  };
  if (root === undefined && beside === undefined && norms.vokens === 0 && norms.mapper === 0)
    throw await noAdapter(dir);
  const has = {
    voice: voiceFiles !== undefined,
    look: lookFiles !== undefined,
    vokens: card?.parts.vokens === true,
    mapper: card?.parts.mapper === true,
  };
  const silent = (['voice', 'look', 'vokens', 'mapper'] as const).find((part) => has[part] && norms[part] === 0);
  if (silent !== undefined) {
    throw new StudioError('bad-request', `The adapter "${name}" changes nothing: its ${silent} is zero everywhere.`, {
      hint: 'Its training did not reach the adapter; train it again.',
    });
  }
  checkWords(card, adapter.words, name);
  return {
    dir,
    card,
    name,
    digest: await digestOf(dir),
    parts: {
      ...(voiceFiles === undefined ? {} : { voice: partOf(voiceFiles.config, adapter.voice) }),
      ...(lookFiles === undefined ? {} : { look: partOf(lookFiles.config, adapter.look) }),
      vokens: norms.vokens > 0,
      mapper: norms.mapper > 0,
      ...(adapter.words.length === 0 ? {} : { words: [...adapter.words] }),
    },
    normPerPart: Object.fromEntries(Object.entries(norms).filter(([, norm]) => norm > 0)),
    ...adapter,
  };
}

/** Whether a folder says that it is an adapter: it has a card or a file of PEFT's. */
export async function isAdapterFolder(dir: string): Promise<boolean> {
  for (const path of ADAPTER_FILES) if (await exists(join(dir, path))) return true;
  return false;
}

/** How far two adapters are from each other, for a proof: 0 where a checkpoint has not changed since the last. */
export function distanceBetween(one: Adapter, other: Adapter): number {
  const mapperKeys = new Set([...one.learned.mapper.keys(), ...other.learned.mapper.keys()]);
  const learned = (a: Float32Array | undefined, b: Float32Array | undefined): number => {
    if (a !== undefined && b !== undefined) return squaredDistance(a, b);
    return a === b ? 0 : Number.POSITIVE_INFINITY; // one has learned what the other has not
  };
  return Math.sqrt(
    lowRankDistance(one.voice, other.voice) ** 2 +
      lowRankDistance(one.look, other.look) ** 2 +
      learned(one.learned.rowsIn, other.learned.rowsIn) +
      learned(one.learned.rowsOut, other.learned.rowsOut) +
      [...mapperKeys].reduce(
        (sum, key) => sum + learned(one.learned.mapper.get(key), other.learned.mapper.get(key)),
        0,
      ),
  );
}

function checkBundle(card: AdapterCard | null, name: string, { bundle }: AdapterFit): void {
  const { manifest, digest } = bundle;
  if (card?.bundle == null || card.bundle.digest === digest) return;
  const short = (hex: string): string => hex.slice(0, 8);
  throw new StudioError(
    'bad-request',
    `The adapter "${name}" was made for the bundle ${card.bundle.name} (${short(card.bundle.digest)}), not for ${manifest.name} (${short(digest)}).`,
    { hint: `Choose the bundle that it was made for, or train it again on ${manifest.title}.` },
  );
}

/** What the library shows is the card's. */
function checkWords(card: AdapterCard | null, words: readonly string[], name: string): void {
  const claimed = card?.parts.words ?? [];
  const wrong =
    card === null
      ? undefined
      : [...claimed, ...words].find((word) => !(claimed.includes(word) && words.includes(word)));
  if (wrong === undefined) return;
  throw new StudioError(
    'bad-request',
    `The adapter "${name}" is incomplete: its card and ${ADAPTER_WORDS_FILE} do not agree about the word ${wrong}.`,
    { hint: 'Export or copy it again.' },
  );
}

interface PartFiles {
  readonly config: LowRankConfig;
  readonly checkpoint: Checkpoint;
}

/** PEFT's two files of a folder; undefined where neither is there. */
async function openPart(dir: string, { name }: LowRankContext): Promise<PartFiles | undefined> {
  const [hasConfig, hasTensors] = [await exists(join(dir, CONFIG)), await exists(join(dir, TENSORS))];
  if (!hasConfig && !hasTensors) return undefined;
  if (!hasConfig || !hasTensors) {
    const mayHoldPrograms = hasConfig && (await exists(join(dir, 'adapter_model.bin')));
    throw new StudioError(
      'bad-request',
      `The adapter "${name}" is incomplete: ${hasConfig ? TENSORS : CONFIG} is missing.`,
      {
        hint: mayHoldPrograms
          ? 'Its adapter_model.bin may hold programs and is not read: save it with safe_serialization.'
          : 'Export or copy it again.',
      },
    );
  }
  return {
    config: lowRankConfigFrom(await readJson(join(dir, CONFIG), name), name),
    checkpoint: await openAdapterTensors(join(dir, TENSORS), name),
  };
}

async function readJson(path: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new StudioError('bad-request', `${CONFIG} of "${name}" is not JSON that can be read.`, {
      hint: 'Export or copy the adapter again.',
      cause,
    });
  }
}

function partOf({ rank, alpha }: LowRankConfig, part: LowRankPart): NonNullable<AdapterParts['voice']> {
  const targets = [...part.keys()].map((path) => path.replace(/^.*?([a-z_]+(\.\d+)?)$/, '$1'));
  return { rank, alpha, targets: [...new Set(targets)] };
}

async function digestOf(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ADAPTER_FILES) {
    if (!(await exists(join(dir, path)))) continue;
    const file = createHash('sha256').update(await readFile(join(dir, path)));
    hash.update(`${path} ${file.digest('hex')}\n`);
  }
  return hash.digest('hex');
}

async function noAdapter(dir: string): Promise<StudioError> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return new StudioError(
    'bad-request',
    isFolder
      ? `There is no adapter in ${basename(dir)}: ${CONFIG} is missing.`
      : `There is no folder ${basename(dir)}.`,
    { hint: 'Name a folder that a tuning or PEFT has written.' },
  );
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
