// Opens a picture file from outside with limits that hold before any pixel is decoded: known formats, capped sides and area, EXIF
// orientation applied, broken files refused. One clear sentence for each refusal. Not the conversion to tensors (vision-input.ts).
import sharp, { type Metadata, type Sharp } from 'sharp';
import { StudioError } from '../../../common/base/studio-error';
import { pictureNameFrom } from '../../../common/domain/picture-name';
import { pictureSignatureOf } from './picture-signature';

// One picture at a time: libvips' own cache and thread pool only add to peak memory here.
sharp.cache(false);
sharp.concurrency(1);

export const MAX_PICTURE_MEGAPIXELS = 100;
export const MAX_PICTURE_SIDE_PX = 30_000;
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

export interface OpenedPicture {
  /** Oriented, first frame, sRGB; nothing is decoded before it is asked for pixels. */
  readonly pixels: () => Sharp;
  readonly format: string;
  /** After orientation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
}

/** Checks the header of a picture file. `fileName` is for messages. Throws `bad-request` with one sentence. */
export async function openPicture(bytes: Uint8Array, fileName: string): Promise<OpenedPicture> {
  const name = saidNameOf(fileName);
  if (bytes.byteLength === 0) throw refusal(`${name} is empty.`, 'Choose another file.');
  if (bytes.byteLength > MAX_PICTURE_BYTES) {
    throw refusal(
      `${name} has ${megabytes(bytes.byteLength)} MB; pictures of at most ${megabytes(MAX_PICTURE_BYTES)} MB can be read.`,
      'Save it smaller.',
    );
  }
  const signature = pictureSignatureOf(bytes);
  if (signature === 'heic') throw heicRefusal(name);
  if (signature === 'svg')
    throw refusal(`${name} is an SVG drawing, which cannot be read here.`, 'Export it as PNG and add that.');
  if (signature === null) throw refusal(`${name} is not a picture that can be read.`, FORMATS_HINT);
  // The limit on pixels is ours, with our sentence; sharp's own would speak of configuration.
  const options = { limitInputPixels: false, failOn: 'error', sequentialRead: true, pages: 1 } as const;
  let header: Metadata;
  try {
    header = await sharp(bytes, options).metadata();
  } catch (cause) {
    throw new StudioError('bad-request', `${name} is not a picture that can be read.`, { hint: FORMATS_HINT, cause });
  }
  const { format, compression } = header;
  if (format === 'heif' && compression !== 'av1') throw heicRefusal(name);
  const { width, height } = header.autoOrient;
  const megapixels = (width * height) / 1e6;
  if (megapixels > MAX_PICTURE_MEGAPIXELS || Math.max(width, height) > MAX_PICTURE_SIDE_PX) {
    throw refusal(
      `${name} is ${width} x ${height} pixels (${Math.round(megapixels)} megapixels); at most ${MAX_PICTURE_MEGAPIXELS} megapixels and ${MAX_PICTURE_SIDE_PX} pixels a side can be read.`,
      'Save it smaller and try again.',
    );
  }
  return {
    pixels: () => sharp(bytes, options).autoOrient().toColourspace('srgb'),
    format,
    widthPx: width,
    heightPx: height,
    hasAlpha: header.hasAlpha,
  };
}

/** Runs a decoding step; a file that breaks off or is damaged becomes one sentence. */
export async function decoded<T>(fileName: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    const name = saidNameOf(fileName);
    throw new StudioError('bad-request', `${name} is damaged or breaks off before its end.`, {
      hint: 'Copy or download it again.',
      cause,
    });
  }
}

const FORMATS_HINT = 'PNG, JPEG, WebP, AVIF, GIF and TIFF pictures can be read.';
const saidNameOf = (fileName: string): string => pictureNameFrom(fileName) || 'The picture';
const heicRefusal = (name: string): StudioError =>
  refusal(
    `${name} is an HEIC photo, which cannot be read here.`,
    'Convert it to JPEG or PNG first: most phones and photo programs can export one.',
  );
const refusal = (message: string, hint: string): StudioError => new StudioError('bad-request', message, { hint });
const megabytes = (bytes: number): number => Math.ceil(bytes / (1024 * 1024));
