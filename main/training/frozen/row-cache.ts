// Rows of equal length that a frozen network computed, kept by the content hash of what they were computed from. A few big flat files of
// half floats with an index beside each, not a million small ones. Every process that adds rows writes a segment of its own, so two
// trainings may fill one cache at once; a row whose index entry was not written yet does not exist.
import { closeSync, openSync, readFileSync, readSync, readdirSync, writeSync, fsyncSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { float32FromHalf, halfFromFloat32 } from '../../../native-models/weights/half-float';
import { runFileError } from '../run/run-files';

const HASH_BYTES = 32;
const MAX_SEGMENTS = 10_000;

export class RowCache {
  readonly rowLength: number;
  readonly #dir: string;
  readonly #name: string;
  readonly #found = new Map<string, { readonly file: number; readonly row: number }>();
  #own: { readonly rows: number; readonly index: number; count: number } | undefined;
  readonly #open: number[] = [];

  private constructor(dir: string, name: string, rowLength: number) {
    this.#dir = dir;
    this.#name = name;
    this.rowLength = rowLength;
  }

  /**
   * @param name what computed the rows: a digest of the network is part of it, so that other weights have other rows
   * @param rowLength elements of a row
   */
  static open(dir: string, name: string, rowLength: number): RowCache {
    const cache = new RowCache(dir, name, rowLength);
    try {
      mkdirSync(dir, { recursive: true });
      for (const segment of cache.#segments()) cache.#read(segment);
    } catch (error) {
      cache.close();
      throw runFileError(dir, error);
    }
    return cache;
  }

  has(hash: string): boolean {
    return this.#found.has(hash);
  }

  get size(): number {
    return this.#found.size;
  }

  /** Adds rows for hashes (64 hex digits) in order. Throws `disk-full` or `io`; what was added before stays. */
  add(hashes: readonly string[], rows: Float32Array): void {
    if (rows.length !== hashes.length * this.rowLength) {
      throw new StudioError(
        'shape-mismatch',
        `${this.#name}: ${hashes.length} rows of ${this.rowLength} were expected; ${rows.length} elements came.`,
      );
    }
    try {
      const own = (this.#own ??= this.#begin());
      const half = halfFromFloat32(rows);
      writeAll(own.rows, new Uint8Array(half.buffer), own.count * this.rowLength * 2);
      fsyncSync(own.rows);
      writeAll(own.index, Buffer.from(hashes.join(''), 'hex'), own.count * HASH_BYTES);
      hashes.forEach((hash, i) => this.#found.set(hash, { file: own.rows, row: own.count + i }));
      own.count += hashes.length;
    } catch (error) {
      throw runFileError(join(this.#dir, this.#name), error);
    }
  }

  /** Writes the row of a hash into `into` at element `offset`. Throws `internal` when it was never added. */
  readInto(hash: string, into: Float32Array, offset: number): void {
    const found = this.#found.get(hash);
    if (found === undefined) throw new StudioError('internal', `${this.#name} holds no row for ${hash}.`);
    const half = new Uint16Array(this.rowLength);
    const bytes = new Uint8Array(half.buffer);
    const start = found.row * bytes.length;
    if (readSync(found.file, bytes, 0, bytes.length, start) !== bytes.length) {
      throw new StudioError('io', `A file of the cache ${this.#name} is shorter than its index.`, {
        hint: 'Delete the training cache; it is made again.',
      });
    }
    into.set(float32FromHalf(half), offset);
  }

  /** Rows of several hashes, one after the other. */
  read(hashes: readonly string[]): Float32Array {
    const rows = new Float32Array(hashes.length * this.rowLength);
    hashes.forEach((hash, i) => {
      this.readInto(hash, rows, i * this.rowLength);
    });
    return rows;
  }

  close(): void {
    for (const file of this.#open.splice(0)) closeSync(file);
    this.#own = undefined;
    this.#found.clear();
  }

  #segments(): string[] {
    const pattern = new RegExp(`^${this.#name}-\\d+\\.rows$`);
    return readdirSync(this.#dir).flatMap((name) => (pattern.test(name) ? [join(this.#dir, name)] : []));
  }

  #read(path: string): void {
    let index: Buffer;
    try {
      index = readFileSync(indexOf(path));
    } catch {
      return; // begun by another process that has finished no row yet
    }
    const file = openSync(path, 'r');
    this.#open.push(file);
    for (let row = 0; (row + 1) * HASH_BYTES <= index.length; row++) {
      const hash = index.toString('hex', row * HASH_BYTES, (row + 1) * HASH_BYTES);
      this.#found.set(hash, { file, row });
    }
  }

  #begin(): { rows: number; index: number; count: number } {
    for (let number = 0; number < MAX_SEGMENTS; number++) {
      const path = join(this.#dir, `${this.#name}-${number}.rows`);
      try {
        const rows = openSync(path, 'wx+');
        this.#open.push(rows);
        const index = openSync(indexOf(path), 'wx');
        this.#open.push(index);
        return { rows, index, count: 0 };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
    throw new StudioError('io', `The cache ${this.#name} has too many segments.`, {
      hint: 'Delete the training cache.',
    });
  }
}

const indexOf = (rowsPath: string): string => rowsPath.replace(/\.rows$/, '.index');

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}
