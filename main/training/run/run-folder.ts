// A run is a folder: config.json (what was asked for, and digests of what it was asked of), metrics.ndjson and checkpoints/. A folder
// continues only what it began: other data or another configuration under a checkpoint is refused, naming both. Not the loop.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { checkpointNames, readNewestCheckpoint, writeCheckpoint, type RunState } from './checkpoint';
import { runFileError, writeWhole, type RunFiles } from './run-files';
import { lockRun } from './run-lock';

const runConfigSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Everything that decides which numbers come out, except the budget. */
  settings: z.record(z.string(), z.json()),
  digests: z.record(z.string(), z.string()),
});
/** What config.json holds. `digests` name data and frozen parts: `data`, `validation`, `bundle`, `start`. */
export interface RunConfig {
  readonly settings: Readonly<Record<string, z.core.util.JSONType>>;
  readonly digests: Readonly<Record<string, string>>;
}

export interface RunFolder {
  readonly path: string;
  /** The state to go on from; undefined in a new run. */
  readonly resumed: RunState | undefined;
  /** One line of metrics.ndjson. */
  log(line: Readonly<Record<string, unknown>>): Promise<void>;
  save(state: RunState): Promise<void>;
  /** Lets other processes train here. */
  close(): Promise<void>;
}

export interface OpenRunOptions {
  readonly path: string;
  readonly config: RunConfig;
  readonly resume: boolean;
  readonly files: RunFiles;
  readonly onNote?: (line: string) => void;
}

/**
 * Opens a new run folder, or an earlier one to go on with.
 * @throws `bad-request` when the folder holds a run and `resume` is not asked for, or holds a run of other data or settings, or is in use
 */
export async function openRunFolder({ path, config, resume, files, onNote }: OpenRunOptions): Promise<RunFolder> {
  const checkpoints = join(path, 'checkpoints');
  const metrics = join(path, 'metrics.ndjson');
  const configPath = join(path, 'config.json');
  const guarded = async <T>(target: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw runFileError(target, error);
    }
  };
  await guarded(path, files.makeFolder(checkpoints));
  const unlock = await lockRun(files, path);
  try {
    const resumed = await begin();
    return {
      path,
      resumed,
      log: (line) => guarded(metrics, files.append(metrics, `${JSON.stringify(line)}\n`)),
      save: (state) => writeCheckpoint(files, checkpoints, state),
      close: unlock,
    };
  } catch (error) {
    await unlock().catch(() => undefined); // the first error says more
    throw error;
  }

  async function begin(): Promise<RunState | undefined> {
    const held = await guarded(configPath, files.readText(configPath));
    if (!resume && held !== undefined && (await checkpointNames(files, checkpoints)).length > 0) {
      throw new StudioError('bad-request', `${path} already holds a run with checkpoints.`, {
        hint: 'Add --resume to continue it, or choose another folder.',
      });
    }
    let resumed: RunState | undefined;
    if (resume) {
      if (held === undefined)
        throw new StudioError('bad-request', `${path} holds no run to continue (no config.json).`, {
          hint: 'Leave out --resume to start one.',
        });
      checkSame(runConfigFrom(held, configPath), config, path);
      resumed = await readNewestCheckpoint(files, checkpoints, (name) => {
        onNote?.(`${name} is damaged; going on from the one before.`);
      });
    }
    if (resumed === undefined) {
      const text = `${JSON.stringify({ schemaVersion: 1, ...config }, null, 2)}\n`;
      await writeWhole(files, configPath, [Buffer.from(text)]);
      await guarded(metrics, files.remove(metrics));
    } else await guarded(metrics, cutMetrics(files, metrics, resumed.position.step));
    return resumed;
  }
}

/** The newest state of a run that another run starts from, with its settings. Throws `bad-request` when the folder holds none. */
export async function readRun(files: RunFiles, path: string): Promise<{ state: RunState; config: RunConfig }> {
  const configPath = join(path, 'config.json');
  const text = await files.readText(configPath);
  const state = await readNewestCheckpoint(files, join(path, 'checkpoints'));
  if (text === undefined || state === undefined) {
    throw new StudioError('bad-request', `${path} holds no run with a checkpoint to start from.`, {
      hint: 'Give the folder that an earlier `train` has written.',
    });
  }
  return { state, config: runConfigFrom(text, configPath) };
}

/** SHA-256 over pieces of text or bytes, in hex. */
export function digestOf(...pieces: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** A digest of a run's parameters, so that a run that starts from it names exactly these. */
export function stateDigest(state: RunState): string {
  const pieces = [...state.parameters, ...state.averages].flatMap(([name, { values }]) => [
    name,
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ]);
  return digestOf(...pieces);
}

function runConfigFrom(text: string, path: string): RunConfig {
  try {
    return runConfigSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('bad-request', `${path} is not the configuration of a run.`, {
      hint: 'Start a new run folder.',
      cause,
    });
  }
}

function checkSame(held: RunConfig, asked: RunConfig, path: string): void {
  for (const name of new Set([...Object.keys(held.digests), ...Object.keys(asked.digests)])) {
    const [before, now] = [held.digests[name] ?? 'none', asked.digests[name] ?? 'none'];
    if (before === now) continue;
    throw new StudioError(
      'bad-request',
      `${path} was begun with ${name} ${before.slice(0, 16)}; now it is ${now.slice(0, 16)}.`,
      { hint: `Give the same ${name} again, or start a new run folder.`, detail: { name, before, now } },
    );
  }
  const changed = [...new Set([...Object.keys(held.settings), ...Object.keys(asked.settings)])].filter(
    (name) => JSON.stringify(held.settings[name]) !== JSON.stringify(asked.settings[name]),
  );
  if (changed.length === 0) return;
  const [before, now] = [digestOf(JSON.stringify(held.settings)), digestOf(JSON.stringify(asked.settings))];
  const differences = changed.map(
    (name) => `${name} was ${JSON.stringify(held.settings[name])} and is ${JSON.stringify(asked.settings[name])}`,
  );
  throw new StudioError(
    'bad-request',
    `${path} was begun with configuration ${before.slice(0, 16)}; now it is ${now.slice(0, 16)}: ${differences.join('; ')}.`,
    { hint: 'Give the same options again, or start a new run folder.', detail: { before, now } },
  );
}

/** Lines after the checkpoint's step were written by work that the checkpoint does not hold: they will come again. */
async function cutMetrics(files: RunFiles, path: string, step: number): Promise<void> {
  const text = await files.readText(path);
  if (text === undefined) return;
  let kept = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const at = stepOf(line);
    if (at === undefined || at > step) break;
    kept += Buffer.byteLength(line);
  }
  await files.cut(path, kept);
}

/** The step of a line; undefined for a line that a crash has cut off. */
function stepOf(line: string): number | undefined {
  if (!line.endsWith('\n')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && 'step' in parsed && typeof parsed.step === 'number'
      ? parsed.step
      : undefined;
  } catch {
    return undefined;
  }
}
