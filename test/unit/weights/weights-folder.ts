// A temporary folder of hand-made safetensors files, gone after each test. The bytes are put together here and not by the
// writer under test, so that reader and writer are not checked against each other alone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

export interface WeightsFolder {
  path(name: string): string;
  /** Writes length, header and data as given, right or wrong. */
  write(name: string, header: unknown, data?: Uint8Array, length?: bigint): Promise<string>;
}

export function useWeightsFolder(): WeightsFolder {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weights-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    async write(name, header, data = new Uint8Array(0), length) {
      const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
      const start = new Uint8Array(8);
      new DataView(start.buffer).setBigUint64(0, length ?? BigInt(json.byteLength), true);
      await writeFile(path(name), Buffer.concat([start, json, data]));
      return path(name);
    },
  };
}

/** Little-endian float32 bytes. */
export const floatBytes = (...numbers: readonly number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(numbers).buffer);
