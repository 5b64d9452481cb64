// What a picture looks like from afar, as 64 bits: the signs of the lowest frequencies of its brightness (a perceptual hash over the
// discrete cosine transform). A copy that was scaled or saved anew differs in a few bits. Not a content hash.
import { decoded, openPicture } from './read-picture';

const SIDE = 32;
const KEPT = 64;

/** The kept frequencies, lowest first; the mean brightness says nothing of what is to be seen. */
const frequencies: readonly (readonly [u: number, v: number])[] = Array.from(
  { length: SIDE * SIDE - 1 },
  (_, index) => [(index + 1) % SIDE, Math.floor((index + 1) / SIDE)] as const,
)
  .sort(([u1, v1], [u2, v2]) => u1 ** 2 + v1 ** 2 - u2 ** 2 - v2 ** 2 || u1 - u2)
  .slice(0, KEPT);
const cosines = Array.from({ length: SIDE }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (_x, x) => Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * SIDE))),
);

/** 16 hex digits. Throws `bad-request` for a file that is no whole picture. */
export async function likenessOf(bytes: Uint8Array, name: string): Promise<string> {
  const picture = await openPicture(bytes, name);
  // The whole picture is decoded, so that one that breaks off is refused here and not in the middle of a training.
  const small = picture
    .pixels()
    .flatten({ background: { r: 255, g: 255, b: 255 } })
    .greyscale()
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'cubic' });
  const { data, info } = await decoded(name, small.raw().toBuffer({ resolveWithObject: true }));
  const amounts = frequencies.map(([u, v]) => {
    let sum = 0;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) sum += data[(y * SIDE + x) * info.channels]! * cosines[u]![x]! * cosines[v]![y]!;
    }
    return sum;
  });
  let hex = '';
  for (let i = 0; i < KEPT; i += 4) {
    hex += amounts
      .slice(i, i + 4)
      .reduce((digit, amount) => digit * 2 + Number(amount > 0), 0)
      .toString(16);
  }
  return hex;
}
