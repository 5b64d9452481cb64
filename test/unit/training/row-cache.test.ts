// The cache of frozen rows: what was written is found again, by content, after a crash and by two writers at once.
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RowCache } from '../../../main/training/frozen/row-cache';
import { temporaryFolder } from '../../support/failing-files';

const LENGTH = 5;
const hash = (i: number): string => i.toString(16).padStart(64, '0');
const row = (i: number): number[] => Array.from({ length: LENGTH }, (_, at) => i + at / 4); // exact as half floats
const rows = (...numbers: readonly number[]): Float32Array => Float32Array.from(numbers.flatMap(row));

let folder: { path: string; remove: () => void };
const open = (): RowCache => RowCache.open(folder.path, 'latents-abc', LENGTH);
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

it('finds rows again, in any order, in few files', () => {
  const cache = open();
  cache.add([hash(1), hash(2)], rows(1, 2));
  cache.add([hash(3)], rows(3));
  expect([...cache.read([hash(3), hash(1)])]).toEqual([...row(3), ...row(1)]);
  cache.close();
  const again = open();
  expect(again.size).toBe(3);
  expect(again.has(hash(4))).toBe(false);
  expect([...again.read([hash(2)])]).toEqual(row(2));
  again.close();
  expect(readdirSync(folder.path)).toHaveLength(2);
});

it('lets two writers fill it at once', () => {
  const [one, other] = [open(), open()];
  one.add([hash(1)], rows(1));
  other.add([hash(2)], rows(2));
  one.add([hash(3)], rows(3));
  one.close();
  other.close();
  const again = open();
  expect([...again.read([hash(1), hash(2), hash(3)])]).toEqual([...row(1), ...row(2), ...row(3)]);
  again.close();
});

it('ignores what a crash has left half written', () => {
  const cache = open();
  cache.add([hash(1), hash(2)], rows(1, 2));
  cache.close();
  const index = join(
    folder.path,
    readdirSync(folder.path).find((name) => name.endsWith('.index'))!,
  );
  truncateSync(index, statSync(index).size - 7);
  const again = open();
  expect([again.has(hash(1)), again.has(hash(2))]).toEqual([true, false]);
  again.add([hash(2)], rows(2));
  expect([...again.read([hash(2)])]).toEqual(row(2));
  again.close();
});

it('keeps rows of other weights apart, and says what does not fit', () => {
  const cache = open();
  cache.add([hash(1)], rows(1));
  const other = RowCache.open(folder.path, 'latents-def', LENGTH);
  expect(other.has(hash(1))).toBe(false);
  expect(() => {
    cache.add([hash(2)], new Float32Array(3));
  }).toThrow(/1 rows of 5 were expected; 3 elements came/);
  expect(() => cache.read([hash(9)])).toThrow(/holds no row/);
  cache.close();
  other.close();
});
