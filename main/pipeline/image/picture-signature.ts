// What a file is by its first bytes, before any decoder sees it: only the formats that are read here go on, so that no other parser of
// the picture library (SVG with its references, PDF, films) ever gets bytes from outside. A name or an extension says nothing.

export type PictureSignature = 'png' | 'jpeg' | 'gif' | 'webp' | 'tiff' | 'avif' | 'heic' | 'svg';

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const MOST_BRANDS = 32;
const SVG_WITHIN = 1024;

/** @returns null for what is none of them */
export function pictureSignatureOf(bytes: Uint8Array): PictureSignature | null {
  const at = (from: number, length: number): string =>
    Buffer.from(bytes.subarray(from, from + length)).toString('latin1');
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (at(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (/^GIF8[79]a$/.test(at(0, 6))) return 'gif';
  if (at(0, 4) === 'RIFF' && at(8, 4) === 'WEBP') return 'webp';
  // Little and big end first, each in the classic and in the large layout.
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(at(0, 4))) return 'tiff';
  if (at(4, 4) === 'ftyp') return isoBrand(bytes, at);
  return /<svg[\s>]|<!DOCTYPE svg/i.test(at(0, SVG_WITHIN)) ? 'svg' : null;
}

/** AVIF and HEIC share one container and often the brand `mif1`: the list of brands tells which it is. */
function isoBrand(bytes: Uint8Array, at: (from: number, length: number) => string): PictureSignature | null {
  const size = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 16 + 4 * MOST_BRANDS, bytes.length);
  const brands = [at(8, 4)];
  for (let from = 16; from + 4 <= size; from += 4) brands.push(at(from, 4));
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : null;
}
