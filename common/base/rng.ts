// Seeded random numbers: Philox4x32-10, a counter-based generator. Not cryptographic.
// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011), Philox4x32 with ten
// rounds. Counter-based, so that a stream is a key and a position: it can be saved, resumed and forked by name, and the
// same seed gives the same bytes on every machine. Normal deviates follow G. Box and M. Muller (1958).

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Four unsigned 32-bit words. */
export type Words4 = readonly [number, number, number, number];

/** High 32 bits of the unsigned 64-bit product of two 32-bit words, in 16-bit limbs (no BigInt: this is the hot path). */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const middleLow = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(middleLow / 0x10000)) >>> 0;
}

/**
 * One Philox4x32-10 block.
 * @param counter four unsigned 32-bit words, least significant first
 * @param key two unsigned 32-bit words
 * @returns four random unsigned 32-bit words
 */
export function philox4x32(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** FNV-1a over the UTF-16 code units of a label: only names a stream, its quality comes from the Philox block after it. */
function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) {
    hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Everything needed to continue a stream exactly: plain data, safe in JSON. */
export interface RngState {
  readonly key: readonly [number, number];
  /** How many 32-bit words have been drawn. */
  readonly drawn: number;
}

/** A seeded stream of random numbers. Mutable: each call moves it on. */
export class Rng {
  readonly #key: readonly [number, number];
  #drawn: number;
  #block: Words4 = [0, 0, 0, 0];
  #blockIndex = -1;

  /** @param seed any safe integer; negative and large seeds are taken modulo 2^64 by their two halves */
  constructor(seed: number | RngState) {
    if (typeof seed === 'number') {
      if (!Number.isSafeInteger(seed)) {
        throw new RangeError(`A seed must be a safe integer; got ${String(seed)}.`);
      }
      this.#key = [seed >>> 0, Math.floor(seed / 0x1_0000_0000) >>> 0];
      this.#drawn = 0;
    } else {
      this.#key = [seed.key[0] >>> 0, seed.key[1] >>> 0];
      this.#drawn = seed.drawn;
    }
  }

  /** The position of the stream, for a checkpoint: `new Rng(rng.state())` continues it exactly. */
  state(): RngState {
    return { key: this.#key, drawn: this.#drawn };
  }

  /** The next unsigned 32-bit word. */
  uint32(): number {
    const index = Math.floor(this.#drawn / 4);
    if (index !== this.#blockIndex) {
      this.#block = philox4x32([index >>> 0, Math.floor(index / 0x1_0000_0000) >>> 0, 0, 0], this.#key);
      this.#blockIndex = index;
    }
    const word = this.#block[this.#drawn % 4] ?? 0;
    this.#drawn += 1;
    return word;
  }

  /** A number in [low, high), by default [0, 1), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const top = this.uint32() >>> 5;
    const bottom = this.uint32() >>> 6;
    return low + ((top * 0x400_0000 + bottom) / 0x20_0000_0000_0000) * (high - low);
  }

  /** An integer in [0, count); unbiased, by rejecting the ragged end of the 32-bit range. */
  int(count: number): number {
    if (!Number.isInteger(count) || count < 1 || count > 0x1_0000_0000) {
      throw new RangeError(`int() needs a count from 1 to 2^32; got ${String(count)}.`);
    }
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % count);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % count;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** One item of a non-empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick() needs a list with at least one item.');
    return items[this.int(items.length)] as T;
  }

  /** A shuffled copy (Fisher and Yates, downwards); the list itself is left alone. */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = copy[i] as T;
      copy[i] = copy[j] as T;
      copy[j] = held;
    }
    return copy;
  }

  /** A standard normal deviate (Box-Muller, cosine branch): two uniforms a call, no hidden second value in the state. */
  gaussian(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * An independent stream named by a label. It depends on this stream's key and the label only, not on how far this
   * stream has moved, so that adding a draw in one place changes nothing in another.
   */
  fork(label: string | number): Rng {
    const name = String(label);
    const block = philox4x32([hashLabel(name), name.length, 0x666f726b, 1], this.#key);
    return new Rng({ key: [block[0], block[1]], drawn: 0 });
  }
}
