// Picture files put together byte by byte, for what no encoder would write: wrong checksums, sizes that are not true, headers alone.
import { crc32, deflateSync } from 'node:zlib';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function pngChunk(type: string, data: Buffer, checksum?: number): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(checksum ?? crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** IHDR of a picture of one bit a pixel, grey. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return header;
}

export const pngOf = (...chunks: Buffer[]): Buffer => Buffer.concat([PNG_SIGNATURE, ...chunks]);
export const pngEnd = (): Buffer => pngChunk('IEND', Buffer.alloc(0));
const blackRows = (width: number, height: number): Buffer =>
  deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));

/** A whole and valid PNG of one colour: 30,000 x 30,000 pixels take well under a megabyte. */
export const hugePng = (width: number, height: number): Buffer =>
  pngOf(pngChunk('IHDR', pngHeader(width, height)), pngChunk('IDAT', blackRows(width, height)), pngEnd());

/** A PNG that says it is large and holds nothing of it. */
export const hollowPng = (width: number, height: number): Buffer =>
  pngOf(pngChunk('IHDR', pngHeader(width, height)), pngChunk('IDAT', blackRows(8, 1)), pngEnd());

/** The same picture with text behind its header that unpacks to `bytes` of nothing. */
export function withPackedText(png: Buffer, bytes: number): Buffer {
  const text = pngChunk(
    'zTXt',
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(bytes))]),
  );
  const behindHeader = 8 + 25; // signature, IHDR
  return Buffer.concat([png.subarray(0, behindHeader), text, png.subarray(behindHeader)]);
}

/** A PNG in which one bit of the packed pixels is another one, so that the checksum of their chunk is wrong. */
export function withWrongChecksum(png: Buffer, chunk: 'IHDR' | 'IDAT'): Buffer {
  const at = png.indexOf(chunk, 0, 'latin1');
  const changed = Buffer.from(png);
  const checksum = at + 4 + png.readUInt32BE(at - 4);
  changed[checksum]! ^= 0x01;
  return changed;
}

/** A JPEG whose header claims another size; the data behind it stays. */
export function withJpegSize(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = jpeg.findIndex((byte, at) => byte === 0xff && (jpeg[at + 1] === 0xc0 || jpeg[at + 1] === 0xc2));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

/** A GIF that says it is large, in 30 bytes. */
export function hollowGif(width: number, height: number): Buffer {
  const gif = Buffer.from('47494638396100000000800000000000ffffff2c0000000000000000000002024401003b', 'hex');
  for (const [at, value] of [
    [6, width],
    [8, height],
    [24, width],
    [26, height],
  ] as const)
    gif.writeUInt16LE(value, at);
  return gif;
}

/** The first box of a file of the ISO family: HEIC photos, AVIF pictures and films begin with one. */
export function isoFile(brand: string, others: readonly string[] = []): Buffer {
  const names = [brand, '\0\0\0\0', ...others].map((name) => Buffer.from(name, 'latin1'));
  const box = Buffer.concat([Buffer.alloc(4), Buffer.from('ftyp', 'latin1'), ...names]);
  box.writeUInt32BE(box.length, 0);
  return Buffer.concat([box, Buffer.alloc(512)]);
}
