// What a page that was taken over might send instead of what a method wants: wrong kinds, huge, deep, poisoned, and almost right.

/** Longer than anything that a writer sends; the story with the most text is far below it. */
export const HUGE = 10 * 1024 * 1024;
const hugeText = 'x'.repeat(HUGE);

function deep(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = null;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

class Impostor {
  readonly storyId = 'story';
  get title(): string {
    throw new Error('read by nobody');
  }
}

/** Values by name; made anew for every use, since some can be used up. */
export const hostileValues: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  'minus one': () => -1,
  'a huge number': () => 1e308,
  'an integer beyond safety': () => 2 ** 60,
  'a big integer': () => 10n ** 40n,
  'a symbol': () => Symbol('s'),
  'a function': () => () => 'called',
  'an empty text': () => '',
  'a text with NUL': () => 'a\u0000b/../../etc/passwd',
  'a way out of the folder': () => '../../../etc/passwd',
  'an absolute path': () => '/etc/passwd',
  'a lone surrogate': () => '\ud800',
  'ten megabytes of text': () => hugeText,
  'an array of ten thousand nothings': () => new Array<null>(10_000).fill(null),
  'a sparse array': () => Object.assign([], { 999_999_999: 1 }),
  'arrays ten thousand deep': () => deep(10_000, (inner) => [inner]),
  'objects ten thousand deep': () => deep(10_000, (inner) => ({ inner })),
  'a circle': () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    return circle;
  },
  'an own __proto__': () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
  'no prototype': () => Object.create(null) as unknown,
  'an instance with a throwing getter': () => new Impostor(),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('asked for keys');
        },
        get: () => {
          throw new Error('asked for a property');
        },
      },
    ),
  'a date': () => new Date(Number.NaN),
  'an expression': () => /(a+)+$/,
  'a map': () => new Map([['storyId', 'story']]),
  'a promise': () => Promise.resolve('later'),
  'floats for bytes': () => new Float32Array(4),
  'a view of nothing': () => new DataView(new ArrayBuffer(0)),
  'a bare buffer': () => new ArrayBuffer(8),
  'an object that says it is bytes': () => ({ byteLength: 3, length: 3, 0: 1, 1: 2, 2: 3 }),
};

/** Every place inside a value, as a path of keys; the whole is the empty path. Long lists count by their first entry. */
export function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [path];
  const keys = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  return [path, ...keys.flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...path, key]))];
}

/** A copy with another value at a place. @throws when there is no such place */
export function withAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (typeof value !== 'object' || value === null) throw new TypeError(`There is no ${key} in a ${typeof value}.`);
  const copy: Record<string, unknown> = Array.isArray(value)
    ? (Object.assign([], value) as unknown as Record<string, unknown>)
    : { ...(value as Record<string, unknown>) };
  copy[key] = withAt(copy[key], rest, replacement);
  return copy;
}

/** Copies with one key too many at a place that holds an object. */
export function withExtraKeys(value: unknown, path: readonly string[]): unknown[] {
  const place = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], value);
  if (typeof place !== 'object' || place === null || Array.isArray(place) || ArrayBuffer.isView(place)) return [];
  const poisoned = (key: string): unknown =>
    Object.defineProperty({ ...place }, key, { value: { polluted: true }, enumerable: true, configurable: true });
  return ['extra', '__proto__', 'constructor', 'prototype', 'toString'].map((key) =>
    withAt(value, path, poisoned(key)),
  );
}
