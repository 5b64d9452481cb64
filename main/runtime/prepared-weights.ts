// Weights as the runtime maps them: a float32 copy of a part's safetensors files in the cache folder, named by what is in them. Made
// once per bundle; a second start maps the same file. It can be deleted at any time.
import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import { checkpointFrom, openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeFloat32Copy } from '../../native-models/weights/float32-copy';
import { openSafetensors } from '../../native-models/weights/safetensors';
import { mappedSource, type TensorSource } from '../../native-models/weights/tensor-source';

export interface WeightFile {
  readonly path: string;
  readonly sha256: string;
}

export interface PreparedWeights {
  readonly source: TensorSource;
  /** Folder that the source's file names are relative to. */
  readonly dir: string;
}

/** Bump when the copy's content changes for the same input. */
const COPY_VERSION = 1;

/** Maps the float32 copy of some safetensors files, making it first where it is not there yet. */
export async function prepareWeights(
  files: readonly WeightFile[],
  cacheDir: string,
  signal?: AbortSignal,
): Promise<PreparedWeights> {
  const dir = join(cacheDir, 'weights');
  const digest = createHash('sha256')
    .update(JSON.stringify([COPY_VERSION, files.map(({ sha256 }) => sha256)]))
    .digest('hex');
  const path = join(dir, `${digest.slice(0, 32)}.safetensors`);
  const ready = await stat(path).then(
    () => openSafetensors(path).catch(() => undefined), // a damaged copy is made again
    () => undefined,
  );
  if (ready !== undefined) return { source: mappedSource(checkpointFrom([ready]), dir), dir };
  try {
    await mkdir(dir, { recursive: true });
  } catch (cause) {
    throw new StudioError('io', 'The cache folder cannot be written.', {
      hint: 'Check its permissions.',
      detail: { dir },
      cause,
    });
  }
  const checkpoint = await openCheckpoint(files.map((file) => file.path));
  const copy = await writeFloat32Copy(checkpoint, path, signal === undefined ? {} : { signal });
  return { source: mappedSource(checkpointFrom([copy]), dir), dir };
}
