// Pictures as the language model sees them: a file is named by its content hash and becomes a fixed number of soft tokens, once. The
// newest are kept, since a story shows the same pictures at every panel. Not the place where they stand in the text (prompt.ts).
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf } from '../runtime/tensor';
import { contentHashOf } from './image/encode-picture';
import { visionInputFrom } from './image/vision-input';

const KEPT_PICTURES = 256;
/** Files of a story's assets are named by their content hash and never rewritten: the name is enough. */
const ASSET_NAME = /^([0-9a-f]{64})\.(?:png|jpg|webp)$/;

export class PictureViewer {
  readonly #network: Session;
  readonly #vision: BundleManifest['vision'];
  readonly #paths = new Map<string, string>();
  readonly #features = new Map<string, Float32Array>();

  constructor(network: Session, vision: BundleManifest['vision']) {
    this.#network = network;
    this.#vision = vision;
  }

  /** The content hash of a picture file; remembers where it lies. Throws `io` when it cannot be read. */
  async hashOf(path: string): Promise<string> {
    const hash = ASSET_NAME.exec(basename(path))?.[1] ?? contentHashOf(await readPicture(path));
    this.#paths.set(hash, path);
    return hash;
  }

  /** Soft tokens float32[n][d] of a picture that `hashOf` has named. */
  async featuresOf(hash: string): Promise<Float32Array> {
    const kept = this.#features.get(hash);
    if (kept !== undefined) {
      this.#features.delete(hash); // newest last
      this.#features.set(hash, kept);
      return kept;
    }
    const path = this.#paths.get(hash);
    if (path === undefined) throw new StudioError('internal', 'A picture of the story was never opened.');
    const pixels = await visionInputFrom(await readPicture(path), basename(path), this.#vision);
    const { sizePx } = this.#vision;
    const outputs = await this.#network.run({ pixel_values: floatTensor(pixels, [1, 3, sizePx, sizePx]) });
    const features = floatsOf(outputs, 'soft_tokens', 3);
    this.#features.set(hash, features);
    const oldest = this.#features.keys().next();
    if (this.#features.size > KEPT_PICTURES && oldest.done !== true) this.#features.delete(oldest.value);
    return features;
  }

  /** Forgets what was seen; the pictures are looked at again when they are needed. */
  clear(): void {
    this.#features.clear();
  }
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new StudioError('io', `The picture ${basename(path)} cannot be read.`, {
      hint: 'Check that the file is still there.',
      cause,
    });
  }
}
