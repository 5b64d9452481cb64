// A valid value of any schema of the contract, found by walking the schema: so that a method which is added tomorrow is fuzzed without
// anybody thinking of it. Not a generator of random values; hostile-values.ts spoils what this finds.
import type { z } from 'zod';

/** Enough of zod's own description of a schema to walk it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly in?: z.ZodType;
  readonly items?: readonly z.ZodType[];
}

const texts = [
  'a',
  '',
  'p1',
  'a'.repeat(64),
  '2026-01-01T00:00:00.000Z',
  'en',
  'png',
  'a.png',
  '#aabbcc',
  'cpu',
  '0190b0c0-0000-4000-8000-000000000001',
];
const numbers = [1, 0, 0.5, 3, 10, 100, 1000];

export const definitionOf = (schema: z.ZodType): Definition =>
  (schema as unknown as { _zod: { def: Definition } })._zod.def;

/** A value that the schema accepts. @throws when none is found: then this file has to learn a new kind of schema */
export function sampleOf(schema: z.ZodType, where = 'input'): unknown {
  const found = candidatesOf(schema, where).find((candidate) => schema.safeParse(candidate).success);
  if (found === undefined && !schema.safeParse(undefined).success)
    throw new Error(
      `No sample for ${where} (${definitionOf(schema).type}): teach test/support/ipc-fuzz/sample-input.ts.`,
    );
  return found;
}

function candidatesOf(schema: z.ZodType, where: string): unknown[] {
  const def = definitionOf(schema);
  switch (def.type) {
    case 'string':
      return texts;
    case 'number':
    case 'int':
      return numbers;
    case 'boolean':
      return [true];
    case 'null':
    case 'nullable':
      return def.innerType === undefined ? [null] : [...candidatesOf(def.innerType, where), null];
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
      return candidatesOf(def.innerType!, where);
    case 'pipe':
      return candidatesOf(def.in!, where);
    case 'enum':
      return Object.values(def.entries ?? {});
    case 'literal':
      return [...(def.values ?? [])];
    case 'union':
      return (def.options ?? []).flatMap((option) => candidatesOf(option, where));
    case 'array':
      return [[sampleOf(def.element!, `${where}[0]`)], []];
    case 'tuple':
      return [(def.items ?? []).map((item, index) => sampleOf(item, `${where}[${index}]`))];
    case 'record':
      return [{}];
    case 'object': {
      const shape = Object.entries(def.shape ?? {});
      return [Object.fromEntries(shape.map(([key, part]) => [key, sampleOf(part, `${where}.${key}`)])), sparse(shape)];
    }
    case 'custom':
      return [new Uint8Array([137, 80, 78, 71])];
    default: // void, undefined, unknown
      return [undefined];
  }
}

/** The object with as little in it as may be: empty lists and nulls, for schemas whose parts must fit each other. */
function sparse(shape: readonly (readonly [string, z.ZodType])[]): Record<string, unknown> {
  return Object.fromEntries(
    shape.map(([key, part]) => [
      key,
      [[], null, undefined].find((bare) => part.safeParse(bare).success) ?? sampleOf(part),
    ]),
  );
}
