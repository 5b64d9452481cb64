// Renderer and main agree: the preload's table is the contract's, calls make the round trip, and no input, however wrong, gets past
// the parser or makes a handler throw across the boundary.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../common/base/studio-error';
import { defaultSettings } from '../../common/domain/settings';
import { contract, type StudioContract } from '../../common/ipc/contract';
import { answerCall } from '../../common/ipc/port';
import { channelOf, type Contract, type HandlersOf } from '../../common/ipc/shape';
import { channelOf as preloadChannelOf, exposedFrom } from '../../preload/expose';
import { surface } from '../../preload/surface';

const entriesOfGroups: Contract = contract;
const methods = Object.entries(entriesOfGroups).flatMap(([group, entries]) =>
  Object.entries(entries).flatMap(([name, spec]) => (spec.kind === 'method' ? [{ group, name }] : [])),
);

/** Handlers that record what reached them and fail: only the boundary is under test. */
function recordingHandlers(reached: string[]): HandlersOf<StudioContract, null> {
  const groups = Object.entries(entriesOfGroups).map(([group, entries]) => [
    group,
    Object.fromEntries(
      Object.entries(entries).flatMap(([name, spec]) =>
        spec.kind === 'method'
          ? [
              [
                name,
                () => {
                  reached.push(`${group}.${name}`);
                  throw new StudioError('io', 'reached');
                },
              ],
            ]
          : [],
      ),
    ),
  ]);
  return Object.fromEntries(groups) as HandlersOf<StudioContract, null>;
}

describe('the preload', () => {
  it('names every entry of the contract with its kind and nothing else', () => {
    const kinds = Object.fromEntries(
      Object.entries(entriesOfGroups).map(([group, entries]) => [
        group,
        Object.fromEntries(Object.entries(entries).map(([name, spec]) => [name, spec.kind])),
      ]),
    );
    expect(surface).toEqual(kinds);
    expect(preloadChannelOf('story', 'save')).toBe(channelOf('story', 'save'));
  });
  it('exposes frozen functions, each bound to its own channel', async () => {
    const channels: string[] = [];
    const exposed = exposedFrom(surface, {
      invoke: (channel) => {
        channels.push(channel);
        return Promise.resolve({ ok: true, value: undefined });
      },
      listen: (channel) => {
        channels.push(channel);
        return () => undefined;
      },
    });
    expect(Object.isFrozen(exposed) && Object.values(exposed).every((group) => Object.isFrozen(group))).toBe(true);
    expect(JSON.stringify(exposed)).not.toContain('ipcRenderer');
    await exposed.settings.get();
    exposed.job.changed(() => undefined);
    expect(channels).toEqual(['studio:settings.get', 'studio:job.changed']);
  });
});

describe('answerCall', () => {
  it('makes the round trip and parses the output', async () => {
    const handlers = {
      ...recordingHandlers([]),
      settings: { get: () => defaultSettings(), set: () => ({ theme: 'pink' }) as never },
    };
    const call = (name: string, input: unknown) =>
      answerCall(contract, handlers, { group: 'settings', name, input }, null);
    expect(await call('get', undefined)).toEqual({ ok: true, value: defaultSettings() });
    expect(contract.settings.set.input.parse({ theme: 'dark' })).toEqual({ theme: 'dark' }); // no default filled in
    expect(await call('set', { theme: 'dark' })).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(await call('set', { theme: 'dark', extra: 1 })).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('takes of a generation what the page decides: seed and style, and no setting of the writer', () => {
    const request = (options: object): boolean =>
      contract.generate.start.input.safeParse({
        storyId: 'story',
        panelId: 'panel',
        mode: 'both',
        context: [],
        references: [],
        cast: [],
        text: '',
        image: null,
        redraw: null,
        options,
      }).success;
    expect([{ seed: 1 }, { seed: 1, style: 'ink' }].map(request)).toEqual([true, true]);
    expect([{ seed: 1, steps: 9 }, { seed: 1, style: '../ink' }, { style: 'ink' }].map(request)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(['constructor', '__proto__', 'toString', 'nope'])('knows no method %s', async (name) => {
    expect(
      await answerCall(contract, recordingHandlers([]), { group: 'settings', name, input: undefined }, null),
    ).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(
      await answerCall(contract, recordingHandlers([]), { group: name, name: 'get', input: undefined }, null),
    ).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it.each(methods)('$group.$name answers any input with data, never by throwing', async ({ group, name }) => {
    const reached: string[] = [];
    const handlers = recordingHandlers(reached);
    const hostile = fc.oneof(
      fc.anything({ withBigInt: false, withMap: true, withSet: true, withTypedArray: true }),
      fc.constant(JSON.parse('{"__proto__":{"polluted":true},"storyId":"../x"}') as unknown),
      fc.constant({ storyId: 'a'.repeat(1_000_000) }),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (input) => {
        const answer = await answerCall(contract, handlers, { group, name, input }, null);
        expect(answer.ok).toBe(false);
        if (!answer.ok) expect(answer.error.message.length).toBeLessThan(2000);
      }),
      { numRuns: 60, seed: 20261101 },
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
