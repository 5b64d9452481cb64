// Asks the model for descriptions, one picture after the other, until it is through or the writer stops it. Headless.
import type { PictureDescription } from '../../../common/domain/picture-description';
import type { ShownPicture } from './shown-pictures';

export interface ProposePorts {
  readonly describe: (sha256: string) => Promise<PictureDescription>;
  readonly take: (shown: ShownPicture, caption: string) => void;
  readonly progress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** @returns how many got words; the model may have none for a picture */
export async function proposeDescriptions(pictures: readonly ShownPicture[], ports: ProposePorts): Promise<number> {
  let described = 0;
  for (const [index, shown] of pictures.entries()) {
    if (ports.signal.aborted) break;
    ports.progress(index);
    const { caption } = await ports.describe(shown.picture.asset.sha256);
    // What came after the writer stopped is not taken: nothing changes any more once "Stop" was pressed.
    if (ports.signal.aborted || caption.trim() === '') continue;
    ports.take(shown, caption);
    described++;
  }
  return described;
}
