// Every method of the contract under hostile input, by one table that is the contract itself: a method that is added is fuzzed at once.
// What is wrong is answered by a typed bad-request, what passes has been parsed, and nothing throws, hangs or pollutes.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contract, type StudioContract } from '../../common/ipc/contract';
import { answerCall } from '../../common/ipc/port';
import { channelOf, type Answer, type Contract, type HandlersOf, type MethodSpec } from '../../common/ipc/shape';
import { serveIpc } from '../../main/app/serve-ipc';
import { Rng } from '../../common/base/rng';
import { HUGE, hostileValues, placesIn, withAt, withExtraKeys } from '../support/ipc-fuzz/hostile-values';
import { sampleOf } from '../support/ipc-fuzz/sample-input';

type Served = (event: object, input?: unknown) => Promise<Answer> | Answer;
const { served } = vi.hoisted(() => ({ served: new Map<string, Served>() }));
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, handler: Served) => void served.set(channel, handler) },
}));

const groups: Contract = contract;
const methods = Object.entries(groups).flatMap(([group, entries]) =>
  Object.entries(entries).flatMap(([name, spec]) => (spec.kind === 'method' ? [{ group, name, spec }] : [])),
);

const named = methods.map((method) => [`${method.group}.${method.name}`, method] as const);

/** Handlers that note what reached them and then fail in a known way. */
function notingHandlers(reached: unknown[]): HandlersOf<StudioContract, unknown> {
  const noting = methods.map(({ group, name }) => ({
    group,
    name,
    handler: (input: unknown) => {
      reached.push(input);
      throw Object.assign(new Error('reached'), { code: 'io' });
    },
  }));
  const table: Record<string, Record<string, unknown>> = {};
  for (const { group, name, handler } of noting) (table[group] ??= {})[name] = handler;
  return table as unknown as HandlersOf<StudioContract, unknown>;
}

/** Everything in a value that no handler may ever see. */
function forbiddenIn(value: unknown, path = 'input'): string[] {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return [path];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value === 'string') return value.length >= HUGE ? [path] : [];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return [
    ...(isPlain ? [] : [path]),
    ...Object.entries(value).flatMap(([key, part]) =>
      ['extra', '__proto__', 'constructor', 'prototype'].includes(key)
        ? [`${path}.${key}`]
        : forbiddenIn(part, `${path}.${key}`),
    ),
  ];
}

const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);
beforeAll(() => void process.on('unhandledRejection', noteRejection));
afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', noteRejection);
  expect(rejections).toEqual([]);
});

function* spoiledInputs(spec: MethodSpec): Generator<readonly [string, unknown]> {
  const sample = sampleOf(spec.input);
  for (const path of placesIn(sample)) {
    const where = path.join('.') || 'the whole';
    for (const [name, make] of Object.entries(hostileValues))
      yield [`${name} at ${where}`, withAt(sample, path, make())];
    for (const input of withExtraKeys(sample, path)) yield [`a key too many at ${where}`, input];
  }
}

describe('every method', () => {
  it.each(named)('%s takes what it asks for', async (_called, { group, name, spec }) => {
    const reached: unknown[] = [];
    await answerCall(contract, notingHandlers(reached), { group, name, input: sampleOf(spec.input) }, null);
    expect(reached).toHaveLength(1);
  });

  it.each(named)(
    '%s answers every spoiled input with a bad request, or parses it',
    { timeout: 60_000 },
    async (_called, { group, name, spec }) => {
      const reached: unknown[] = [];
      const handlers = notingHandlers(reached);
      for (const [what, input] of spoiledInputs(spec)) {
        reached.length = 0;
        const answer = await answerCall(contract, handlers, { group, name, input }, null);
        if (answer.ok) expect.fail(`${what}: the handler has answered`);
        if (reached.length === 0) expect(answer.error.code, `${what}: ${answer.error.message}`).toBe('bad-request');
        else expect(forbiddenIn(reached[0]), what).toEqual([]);
        expect(answer.error.message.length, what).toBeLessThan(2000);
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  it.each(named)(
    '%s survives inputs spoiled in many places (seed 20261123)',
    { timeout: 60_000 },
    async (_called, { group, name, spec }) => {
      const rng = new Rng(20261123);
      const sample = sampleOf(spec.input);
      const places = placesIn(sample);
      const hostile = Object.values(hostileValues);
      const reached: unknown[] = [];
      const handlers = notingHandlers(reached);
      for (let round = 0; round < 40; round++) {
        let input = sample;
        for (let count = 1 + rng.int(4); count > 0; count--) {
          const path = rng.pick(places);
          input = guarded(() => withAt(input, path, rng.pick(hostile)()), input);
        }
        reached.length = 0;
        const answer = await answerCall(contract, handlers, { group, name, input }, null);
        expect(answer.ok).toBe(false);
        if (reached.length > 0) expect(forbiddenIn(reached[0])).toEqual([]);
      }
    },
  );
});

/** What cannot be spoiled any more, since it throws when it is copied or has no such place, stays as it was. */
function guarded(make: () => unknown, otherwise: unknown): unknown {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

describe('the channels', () => {
  const reached: unknown[] = [];
  const frame = { url: 'app://bundle/index.html' };
  const window = { id: 1 };
  const event = (sender: object, senderFrame: object | null) => ({ sender, senderFrame });
  beforeAll(() => {
    const windows = { windowOf: (id: number) => (id === 1 ? window : undefined), all: () => [] };
    serveIpc(notingHandlers(reached), windows as never, () => undefined);
  });

  it('are those of the contract and no other', () => {
    expect([...served.keys()].sort()).toEqual(methods.map(({ group, name }) => channelOf(group, name)).sort());
  });

  it.each(named)(
    '%s answers its own page, and neither a frame, another origin nor an unknown window',
    async (_called, { group, name, spec }) => {
      const call = served.get(channelOf(group, name))!;
      const input = sampleOf(spec.input);
      const foreign = { url: 'https://example.org/' };
      const callers: Record<string, object> = {
        'a frame inside the page': event({ id: 1, mainFrame: frame }, { url: frame.url }),
        'a frame that is gone': event({ id: 1, mainFrame: frame }, null),
        'another origin': event({ id: 1, mainFrame: foreign }, foreign),
        'an unknown window': event({ id: 2, mainFrame: frame }, frame),
        'the window that prints': event(
          { id: 3, mainFrame: { url: 'app://print/index.html' } },
          { url: 'app://print/index.html' },
        ),
      };
      reached.length = 0;
      for (const [who, caller] of Object.entries(callers)) {
        expect(await call(caller, input), who).toMatchObject({ ok: false, error: { code: 'bad-request' } });
      }
      expect(reached).toEqual([]);
      await call(event({ id: 1, mainFrame: frame }, frame), input);
      expect(reached).toHaveLength(1);
    },
  );

  it('of unknown names lead nowhere', async () => {
    for (const name of ['nope', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'get\u0000']) {
      for (const call of [
        { group: 'settings', name, input: undefined },
        { group: name, name: 'get', input: undefined },
      ]) {
        expect(await answerCall(contract, notingHandlers([]), call, null)).toMatchObject({
          ok: false,
          error: { code: 'bad-request' },
        });
      }
    }
  });
});
