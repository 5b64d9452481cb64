// Draws one held-out panel from the story before it, as every check of pictures does. Not the counting (panel-figures.ts) and not the
// two-stage baseline.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { Pipeline } from '../pipeline/pipeline';
import type { HeldOutPanel } from './held-out-panels';

/**
 * The bytes of the PNG that the model draws for a panel; its file goes to `assetsDir`.
 * Throws `internal`, naming `what`, when the model gave no picture, and `cancelled` once the signal fires.
 */
export async function drawHeldOutPanel(
  pipeline: Pipeline,
  panel: HeldOutPanel,
  request: { readonly what: string; readonly assetsDir: string; readonly signal?: AbortSignal | undefined },
): Promise<Uint8Array> {
  const { what, assetsDir, signal } = request;
  const { asset } = await pipeline.generate(
    {
      mode: 'picture',
      context: [...panel.context],
      referencePaths: [],
      text: panel.text,
      imagePath: null,
      options: { seed: panel.seed },
      assetsDir,
    },
    signal === undefined ? {} : { signal },
  );
  if (asset === null) throw new StudioError('internal', `${what}: the model gave no picture.`);
  return readFile(join(assetsDir, `${asset.sha256}.${asset.ext}`));
}
