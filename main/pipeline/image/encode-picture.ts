// Pixels to files and to names: PNG bytes of a drawn picture, a checked copy of a picture from outside, and the content hash that
// both are stored under. Written in full before it gets its name, so that a file with a hash for a name is always whole.
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Asset } from '../../../common/domain/story';
import { StudioError } from '../../../common/base/studio-error';
import { decoded, openPicture } from './read-picture';
import type { RgbPicture } from './source-picture';

/** Pictures from outside are stored at most this large: print at 300 dots per inch needs no more than 8.5 inches. */
export const MAX_STORED_SIDE_PX = 2550;

/** PNG of an image in [-1, 1]. @param image float32[3][heightPx][widthPx] */
export async function pngFrom(image: Float32Array, widthPx: number, heightPx: number): Promise<Uint8Array> {
  return pngFromRgb({ rgb: rgbFrom(image, widthPx, heightPx), widthPx, heightPx });
}

/** Bytes of an image in [-1, 1]: three a pixel. @param image float32[3][heightPx][widthPx] */
export function rgbFrom(image: Float32Array, widthPx: number, heightPx: number): Uint8Array {
  const plane = widthPx * heightPx;
  if (image.length !== 3 * plane) {
    throw new StudioError(
      'shape-mismatch',
      `A picture of ${widthPx} x ${heightPx} needs ${3 * plane} values; ${image.length} came.`,
    );
  }
  const bytes = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      bytes[i * 3 + c] = Math.round(Math.min(Math.max(image[c * plane + i]! * 127.5 + 127.5, 0), 255));
    }
  }
  return bytes;
}

const rawOf = ({ rgb, widthPx, heightPx }: RgbPicture) =>
  sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** The same picture as PNG bytes. */
export async function pngFromRgb(picture: RgbPicture): Promise<Uint8Array> {
  return rawOf(picture).png({ compressionLevel: 9, palette: false }).toBuffer();
}

/** The part of a picture that begins at `left`, `top`. */
export function croppedTo(
  picture: RgbPicture,
  part: { readonly left: number; readonly top: number; readonly widthPx: number; readonly heightPx: number },
): RgbPicture {
  const { left, top, widthPx, heightPx } = part;
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const from = 3 * ((y + top) * picture.widthPx + left);
    rgb.set(picture.rgb.subarray(from, from + 3 * widthPx), 3 * y * widthPx);
  }
  return { rgb, widthPx, heightPx };
}

/** The picture stretched to a size; itself where it has that size. */
export async function resizedRgb(picture: RgbPicture, widthPx: number, heightPx: number): Promise<RgbPicture> {
  if (picture.widthPx === widthPx && picture.heightPx === heightPx) return picture;
  const rgb = await rawOf(picture).resize(widthPx, heightPx, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
  return { rgb, widthPx, heightPx };
}

/** Lower-case hex SHA-256. */
export function contentHashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Stores a drawn picture as `<dir>/<sha256>.png`. */
export async function storePng(
  dir: string,
  png: Uint8Array,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<Asset> {
  return storeFile(dir, png, { ext: 'png', widthPx: size.widthPx, heightPx: size.heightPx });
}

/**
 * Takes a picture file from outside into a story's assets: decoded, oriented, capped in size, and written anew, so that nothing
 * but pixels comes in. JPEG stays JPEG, everything else becomes PNG. Throws `bad-request` for what is no whole picture.
 */
export async function importPicture(dir: string, bytes: Uint8Array, name: string): Promise<Asset> {
  const picture = await openPicture(bytes, name);
  const fitted = picture
    .pixels()
    .resize(MAX_STORED_SIDE_PX, MAX_STORED_SIDE_PX, { fit: 'inside', withoutEnlargement: true });
  const asJpeg = picture.format === 'jpeg';
  const encoded = asJpeg
    ? fitted.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    : fitted.png({ compressionLevel: 9 });
  const { data, info } = await decoded(name, encoded.toBuffer({ resolveWithObject: true }));
  return storeFile(dir, data, { ext: asJpeg ? 'jpg' : 'png', widthPx: info.width, heightPx: info.height });
}

async function storeFile(dir: string, bytes: Uint8Array, about: Omit<Asset, 'sha256'>): Promise<Asset> {
  const sha256 = contentHashOf(bytes);
  const path = join(dir, `${sha256}.${about.ext}`);
  let part: string | undefined;
  try {
    await mkdir(dir, { recursive: true });
    const there = await stat(path).catch(() => undefined);
    if (there?.size === bytes.byteLength) return { sha256, ...about };
    const opened = await openFreePart(join(dir, `.${sha256}`));
    part = opened.path;
    try {
      await opened.file.writeFile(bytes);
      await opened.file.sync();
    } finally {
      await opened.file.close();
    }
    await rename(part, path);
  } catch (cause) {
    if (part !== undefined) await rm(part, { force: true });
    throw fileErrorFrom(cause, 'The picture could not be stored');
  }
  return { sha256, ...about };
}

const MOST_PARTS = 100;

/** A new file beside the final one, under the first free name: the same picture may be on its way twice, or a crash left a part. */
async function openFreePart(stem: string): Promise<{ readonly path: string; readonly file: FileHandle }> {
  for (let n = 1; ; n++) {
    const path = `${stem}.${n}.part`;
    try {
      return { path, file: await open(path, 'wx') };
    } catch (thrown) {
      if (n === MOST_PARTS || !(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
  }
}

/** A file system failure under its code: no room is `disk-full`, everything else `io`. */
export function fileErrorFrom(cause: unknown, what: string): StudioError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StudioError('disk-full', `${what}: the disk is full.`, {
      hint: 'Free some space and try again.',
      cause,
    });
  }
  return new StudioError('io', `${what}${code === '' ? '' : ` (${code})`}.`, {
    hint: 'Check the folder and try again.',
    cause,
  });
}
