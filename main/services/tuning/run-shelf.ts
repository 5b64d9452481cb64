// The runs on disk: `<folder>/<id>/` with run.json (how it stands), data-set.json (what it learns from), assets/ (pictures of both),
// training/ and checkpoints/ (what the trainer writes). Reads and writes records; starts nothing.
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { sha256Schema, storyIdSchema } from '../../../common/domain/story';
import { tuningRunSchema, type TuningRun } from '../../../common/domain/tuning';
import { tuningDataSetSchema, type TuningDataSet } from '../../../common/domain/tuning-data-set';
import type { TuningRecord } from '../../../common/ipc/tuner-contract';
import { fileFailure, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { removeTree } from './data-sets';

const VERSION = 1;
const fileSchema = z.strictObject({ version: z.literal(VERSION), run: tuningRunSchema });

export interface RunFolders {
  readonly training: string;
  readonly checkpoints: string;
  readonly assets: string;
}

export class RunShelf {
  constructor(
    private readonly write: ProvedWriteContext,
    private readonly folder: string,
    private readonly onError: (thrown: unknown) => void,
  ) {}

  foldersOf(runId: string): RunFolders {
    const run = join(this.folder, runId);
    return { training: join(run, 'training'), checkpoints: join(run, 'checkpoints'), assets: join(run, 'assets') };
  }

  /** Every run that can be read, newest first; what cannot is reported and left where it is. */
  async readAll(): Promise<TuningRun[]> {
    const { files } = this.write;
    const runs: TuningRun[] = [];
    for (const name of await files.list(this.folder).catch(() => [])) {
      if (!storyIdSchema.safeParse(name).success) continue;
      try {
        const text = new TextDecoder().decode(await files.readFile(join(this.folder, name, 'run.json')));
        runs.push({ ...fileSchema.parse(JSON.parse(text)).run, id: name });
      } catch (thrown) {
        this.onError(thrown);
      }
    }
    return runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  async save(run: TuningRun): Promise<void> {
    await this.#put(run.id, 'run.json', { version: VERSION, run });
  }

  /** A data set becomes a run's: its folder moves here. */
  async adopt(run: TuningRun, dataSet: TuningDataSet, from: string): Promise<void> {
    const to = join(this.folder, run.id);
    try {
      await this.write.files.makeFolder(this.folder);
      await this.write.files.rename(from, to);
    } catch (thrown) {
      throw await fileFailure(this.write.files, to, 0, thrown);
    }
    await this.#put(run.id, 'data-set.json', dataSet);
    await this.save(run);
  }

  /** What a run learns from, with paths. @throws `io` when its data set is gone */
  async recordsOf(runId: string): Promise<TuningRecord[]> {
    let dataSet: TuningDataSet;
    try {
      const bytes = await this.write.files.readFile(join(this.folder, runId, 'data-set.json'));
      dataSet = tuningDataSetSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (cause) {
      throw new StudioError('io', 'The pictures of this run cannot be read any more.', {
        hint: 'Start a new one from your stories; what was learned so far can still be chosen.',
        cause,
      });
    }
    return recordsFrom(dataSet, this.foldersOf(runId).assets);
  }

  /** Path of a picture of a run, by look-up only. */
  async assetPath(runId: string, sha256: string): Promise<string | null> {
    if (!storyIdSchema.safeParse(runId).success || !sha256Schema.safeParse(sha256).success) return null;
    for (const ext of ['png', 'jpg', 'webp']) {
      const path = join(this.foldersOf(runId).assets, `${sha256}.${ext}`);
      if ((await this.write.files.stat(path))?.kind === 'file') return path;
    }
    return null;
  }

  async remove(runId: string): Promise<void> {
    await removeTree(this.write, join(this.folder, runId));
  }

  async #put(runId: string, name: string, value: unknown): Promise<void> {
    const text = `${JSON.stringify(value, null, 1)}\n`;
    await writeProved(this.write, join(this.folder, runId, name), new TextEncoder().encode(text));
  }
}

/** Panels of one story make one record, in their order; a drawing is a record by itself. */
export function recordsFrom(dataSet: TuningDataSet, assetsFolder: string): TuningRecord[] {
  const records = new Map<string, TuningRecord>();
  for (const { id, from, asset, text, caption, use } of dataSet.items) {
    if (use === 'leave-out' || asset === null) continue;
    const recordId = from.kind === 'panel' ? from.storyId : id;
    const panel = {
      id,
      imagePath: join(assetsFolder, `${asset.sha256}.${asset.ext}`),
      text,
      caption,
      isKeptBack: use === 'keep-back',
    };
    const record = records.get(recordId);
    const style = from.kind === 'panel' ? from.style : undefined;
    if (record === undefined) records.set(recordId, { id: recordId, panels: [panel], ...(style && { style }) });
    else record.panels.push(panel);
  }
  return [...records.values()];
}
