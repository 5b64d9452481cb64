// A drawn picture on its way to the disk while the disk is full: said as such, nothing half is left, and the same picture is stored later.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Files from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contentHashOf, pngFrom, storePng } from '../../../main/pipeline/image/encode-picture';

const { fault } = vi.hoisted(() => ({ fault: { at: '', code: '' } }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const files = await importOriginal<typeof Files>();
  const failing = <Call extends (...given: never[]) => Promise<unknown>>(name: string, call: Call): Call =>
    ((...given: never[]) =>
      fault.at === name
        ? Promise.reject(Object.assign(new Error(fault.code), { code: fault.code }))
        : call(...given)) as Call;
  return {
    ...files,
    mkdir: failing('mkdir', files.mkdir),
    rename: failing('rename', files.rename),
    async open(...given: Parameters<typeof files.open>) {
      if (fault.at === 'open') throw Object.assign(new Error(fault.code), { code: fault.code });
      const file = await files.open(...given);
      return Object.assign(file, {
        writeFile: failing('write', file.writeFile.bind(file)),
        sync: failing('sync', file.sync.bind(file)),
      });
    },
  };
});

const dir = mkdtempSync(join(tmpdir(), 'store-picture-'));
const size = { widthPx: 4, heightPx: 4 };
let png: Uint8Array;
beforeAll(async () => {
  png = await pngFrom(new Float32Array(3 * 4 * 4).fill(0.5), 4, 4);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each([
  ['mkdir', 'ENOSPC', 'disk-full'],
  ['open', 'ENOSPC', 'disk-full'],
  ['write', 'ENOSPC', 'disk-full'],
  ['write', 'EDQUOT', 'disk-full'],
  ['sync', 'ENOSPC', 'disk-full'],
  ['rename', 'ENOSPC', 'disk-full'],
  ['rename', 'EACCES', 'io'],
])('%s fails with %s: told as %s, and no file is left', async (at, errno, code) => {
  Object.assign(fault, { at, code: errno });
  await expect(storePng(dir, png, size)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('The picture could not be stored') as string,
  });
  expect(readdirSync(dir)).toEqual([]);
});

it('is stored as soon as there is room again', async () => {
  Object.assign(fault, { at: '', code: '' });
  const { sha256 } = await storePng(dir, png, size);
  expect(sha256).toBe(contentHashOf(png));
  expect(readdirSync(dir)).toEqual([`${sha256}.png`]);
});
