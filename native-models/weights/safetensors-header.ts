// The header of a safetensors file: parsing, strict validation, and writing it back. Pure: no file is opened here.
// Source: the format description of huggingface/safetensors: eight bytes little-endian length, JSON, then raw tensors.
// Not a reader of pickled checkpoints.
import { StudioError } from '../../common/base/studio-error';
import type { DType } from '../onnx/types';

/** Element types that a file may hold here, as the format spells them. */
export type SafetensorsDType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I8' | 'U8' | 'BOOL';

export const bytesPerElement: Readonly<Record<SafetensorsDType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** The graph's name of an element type; undefined where a graph has none and the numbers must be converted first. */
export const graphDTypes: Readonly<Partial<Record<SafetensorsDType, DType>>> = {
  F32: 'float32',
  F16: 'float16',
  I64: 'int64',
  I32: 'int32',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

export interface SafetensorsEntry {
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes before the first tensor. */
  readonly dataOffset: number;
}

/** The reference implementation's own limit: a longer header is an attack or a broken file. */
export const maxHeaderBytes = 100_000_000;

function corrupt(file: string, what: string, detail: Record<string, unknown> = {}): StudioError {
  return new StudioError('weights-corrupt', `${file}: ${what}`, {
    hint: 'The file is damaged or not a safetensors file; fetch or import it again.',
    detail: { file, ...detail },
  });
}

/**
 * How long the JSON header is, from the first eight bytes of the file.
 * Throws `weights-corrupt` for a file too short to hold it or a length beyond the file or the limit.
 */
export function headerByteLengthFrom(start: Uint8Array, fileBytes: number, file: string): number {
  if (start.byteLength < 8 || fileBytes < 8) {
    throw corrupt(
      file,
      `a safetensors file starts with eight bytes of length; this file has ${String(fileBytes)} bytes`,
    );
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    throw corrupt(file, `header of ${String(length)} bytes announced; at most ${String(maxHeaderBytes)} are allowed`);
  }
  if (Number(length) + 8 > fileBytes) {
    throw corrupt(
      file,
      `header of ${String(length)} bytes announced, but the file ends after ${String(fileBytes)} bytes`,
    );
  }
  return Number(length);
}

/**
 * The tensors that a header names, each checked: known element type, sizes, range inside the file, no overlap, no gap.
 * @param json the header's bytes without the eight length bytes
 * @param fileBytes size of the whole file
 * @param file its name, for messages
 * Throws `weights-corrupt` naming the first tensor that is wrong.
 */
export function parseSafetensorsHeader(json: Uint8Array, fileBytes: number, file: string): SafetensorsHeader {
  const raw = parseJsonObject(json, file);
  const dataOffset = 8 + json.byteLength;
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === '__metadata__') metadata = metadataFrom(value, file);
    else entries.set(key, entryFrom(key, value, dataOffset, file));
  }
  checkLayout(entries, dataOffset, fileBytes, file);
  return { entries, metadata, dataOffset };
}

function parseJsonObject(json: Uint8Array, file: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    throw corrupt(file, 'the header is not JSON', { cause: String(cause) });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw corrupt(file, 'the header is not a JSON object');
  }
  return { ...parsed };
}

function metadataFrom(value: unknown, file: string): Record<string, string> {
  if (typeof value !== 'object' || value === null) throw corrupt(file, '__metadata__ is not an object');
  const metadata: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw corrupt(file, `__metadata__.${key} is not a string`);
    metadata[key] = text;
  }
  return metadata;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isElementType(value: unknown): value is SafetensorsDType {
  return typeof value === 'string' && Object.hasOwn(bytesPerElement, value);
}

function entryFrom(key: string, value: unknown, dataOffset: number, file: string): SafetensorsEntry {
  const record: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  const { dtype, shape, data_offsets: range } = record;
  if (!isElementType(dtype)) {
    const known = Object.keys(bytesPerElement).join(', ');
    throw corrupt(file, `tensor ${key} has element type ${JSON.stringify(dtype)}; known are ${known}`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw corrupt(file, `tensor ${key} has no usable shape: ${JSON.stringify(shape)}`);
  }
  if (!Array.isArray(range) || range.length !== 2 || !isCount(range[0]) || !isCount(range[1])) {
    throw corrupt(file, `tensor ${key} has no usable data_offsets: ${JSON.stringify(range)}`);
  }
  const byteLength = range[1] - range[0];
  const expected = shape.reduce((product, size) => product * size, bytesPerElement[dtype]);
  if (byteLength !== expected) {
    throw corrupt(
      file,
      `tensor ${key}: ${dtype} ${JSON.stringify(shape)} takes ${String(expected)} bytes, its range has ${String(byteLength)}`,
    );
  }
  return { dtype, shape: [...shape], offset: dataOffset + range[0], byteLength };
}

/** Ranges must follow one another without gap or overlap and fill the file: the format's rule against smuggled bytes. */
function checkLayout(
  entries: ReadonlyMap<string, SafetensorsEntry>,
  dataOffset: number,
  fileBytes: number,
  file: string,
): void {
  const ordered = [...entries].sort(([, a], [, b]) => a.offset - b.offset || a.byteLength - b.byteLength);
  let end = dataOffset;
  let before = 'the header';
  for (const [key, { offset, byteLength }] of ordered) {
    if (offset < end) throw corrupt(file, `tensor ${key} overlaps ${before}`);
    if (offset > end) throw corrupt(file, `${String(offset - end)} unused bytes between ${before} and tensor ${key}`);
    end = offset + byteLength;
    before = `tensor ${key}`;
    if (end > fileBytes) {
      throw corrupt(
        file,
        `tensor ${key} ends at byte ${String(end)}, but the file has only ${String(fileBytes)}: it is cut off`,
      );
    }
  }
  if (end !== fileBytes) throw corrupt(file, `${String(fileBytes - end)} bytes follow the last tensor`);
}

/** What a new file says about its tensors; ranges count from the end of the header. */
export interface HeaderLine {
  readonly key: string;
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

/**
 * The opening bytes of a file that holds these tensors in this order. The JSON is padded with spaces so that the data
 * begins at a multiple of 64 bytes: then mapped tensors of 64-byte sizes stay aligned for wide loads.
 */
export function headerBytesFrom(lines: readonly HeaderLine[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const record: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) record['__metadata__'] = metadata;
  let start = 0;
  for (const { key, dtype, shape, byteLength } of lines) {
    record[key] = { dtype, shape, data_offsets: [start, start + byteLength] };
    start += byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(record));
  const bytes = new Uint8Array(Math.ceil((8 + json.byteLength) / 64) * 64).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.byteLength - 8), true);
  bytes.set(json, 8);
  return bytes;
}
