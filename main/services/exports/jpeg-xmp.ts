// The XMP packet inside a JPEG: one APP1 segment right after the start of the picture. Pictures from outside stay JPEG in a story.
// Source: XMP specification part 3, 1.1.3 (JPEG).
const NAMESPACE = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const MOST_BYTES = 65_535 - 2 - NAMESPACE.byteLength;

/** The same picture with the packet in it; unchanged when it is no JPEG or the packet does not fit one segment. */
export function withJpegXmp(jpeg: Uint8Array, packet: string): Uint8Array {
  const words = Buffer.from(packet, 'utf8');
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8 || words.byteLength > MOST_BYTES) return jpeg;
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + NAMESPACE.byteLength + words.byteLength, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, NAMESPACE, words, jpeg.subarray(2)]);
}
