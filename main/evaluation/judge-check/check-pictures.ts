// The pictures of a check of the judge: drawings of held-out panels, one by one the same that `evaluate` draws and has judged with this
// seed. What people then see in them is labels.ts, how far the judge agrees is agreement.ts. Nothing is chosen and nothing left out.
import { join } from 'node:path';
import { throwIfCancelled } from '../../../common/base/studio-error';
import type { CharacterId, SceneGraph } from '../../../native-models/miniature/world/world';
import type { Pipeline } from '../../pipeline/pipeline';
import { drawHeldOutPanel } from '../drawn-panel';
import { heldOutPanel } from '../held-out-panels';
import type { Judge, Reading } from '../judge';

export interface CheckPicture {
  /** Its number from 1, as on the sheets: "001". */
  readonly id: string;
  readonly png: Uint8Array;
  readonly reading: Reading;
  /** What should be in it; whoever labels must not know. */
  readonly graph: SceneGraph;
}

export interface CheckRequest {
  readonly seed: number;
  readonly count: number;
  readonly character?: CharacterId | undefined;
  /** Receives drawings and the pictures of the stories before them. */
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onPicture?: ((done: number, count: number) => void) | undefined;
}

/** Draws and reads panels number 0 to `count` - 1 of a seed. Throws `cancelled` between two pictures once the signal fires. */
export async function drawCheckPictures(
  pipeline: Pipeline,
  judge: Pick<Judge, 'read'>,
  request: CheckRequest,
): Promise<CheckPicture[]> {
  const { seed, count, character, dir, signal, onPicture } = request;
  const { sizePx } = pipeline.bundle.manifest.picture;
  const assetsDir = join(dir, 'drawn');
  const pictures: CheckPicture[] = [];
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const panel = await heldOutPanel({ seed, index, character, sizePx, dir: join(dir, 'context') });
    const id = pictureId(index);
    const png = await drawHeldOutPanel(pipeline, panel, { what: `Picture ${id}`, assetsDir, signal });
    pictures.push({ id, png, reading: await judge.read(png, `picture ${id}`), graph: panel.graph });
    onPicture?.(index + 1, count);
  }
  return pictures;
}

const pictureId = (index: number): string => String(index + 1).padStart(3, '0');
