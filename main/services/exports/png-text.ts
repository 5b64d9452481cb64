// Words inside a PNG: iTXt chunks after the header, read back by any program that knows PNG. Pixels are untouched. Not a PNG decoder.
// Source: PNG specification (third edition), 5.3 chunk layout, 11.3.3.4 iTXt.
import { crc32 } from 'node:zlib';
import { StudioError } from '../../../common/base/studio-error';

export interface PngText {
  /** 1 to 79 printable ASCII characters. */
  readonly keyword: string;
  readonly text: string;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER_END = 33; // signature, and the header chunk with its 13 bytes

export const isPng = (bytes: Uint8Array): boolean =>
  bytes.byteLength > HEADER_END && Buffer.from(bytes.buffer, bytes.byteOffset, 8).equals(SIGNATURE);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.byteLength + 8);
  framed.writeUInt32BE(data.byteLength, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), framed.byteLength - 4);
  return framed;
}

function textChunk({ keyword, text }: PngText): Buffer {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,77}[\x21-\x7e])?$/.test(keyword))
    throw new StudioError('internal', `“${keyword}” cannot be a keyword in a PNG.`);
  // Not compressed, no language, no translated keyword; the text must hold no NUL.
  const flags = Buffer.from([0, 0, 0, 0, 0]);
  const words = Buffer.from(text.replaceAll('\0', ''), 'utf8');
  return chunk('iTXt', Buffer.concat([Buffer.from(keyword, 'latin1'), flags, words]));
}

/** The same picture with these words in it. @throws StudioError `io` when the bytes are no PNG */
export function withPngTexts(png: Uint8Array, texts: readonly PngText[]): Uint8Array {
  if (!isPng(png)) throw new StudioError('io', 'The picture file is not a PNG.', { hint: 'Choose another picture.' });
  return Buffer.concat([png.subarray(0, HEADER_END), ...texts.map(textChunk), png.subarray(HEADER_END)]);
}
