// Client and server over an in-process port: round trips, refusals, events, and what a closed port does. No transport, no Electron.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StudioError } from '../../common/base/studio-error';
import { answerCall, clientOf, serveContract, type MessagePort } from '../../common/ipc/port';
import { event, method, type HandlersOf } from '../../common/ipc/shape';
import { portPair } from '../../main/host/port-pair';

const contract = {
  sums: {
    add: method(z.strictObject({ a: z.number(), b: z.number() }), z.number()),
    fail: method(z.void(), z.void()),
    lie: method(z.void(), z.number()),
    done: event(z.strictObject({ count: z.int() })),
  },
} as const;
type Contract = typeof contract;

const handlers: HandlersOf<Contract, undefined> = {
  sums: {
    add: ({ a, b }) => a + b,
    fail: () => {
      throw new StudioError('disk-full', 'No room.', { hint: 'Free some.', detail: { secret: 1 } });
    },
    lie: () => 'seven' as unknown as number,
  },
};

function connected() {
  const [near, far] = portPair();
  const server = serveContract(contract, handlers, far, undefined);
  return { client: clientOf(contract, near), server, near };
}

describe('a contract over a port', () => {
  it('answers a call', async () => {
    const { client } = connected();
    expect(await client.api.sums.add({ a: 2, b: 5 })).toBe(7);
  });

  it('refuses input that does not fit, naming the place', async () => {
    const { client } = connected();
    await expect(client.api.sums.add({ a: 2, b: 'x' as unknown as number })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('sums.add: bad input at b') as string,
    });
    await expect(client.api.sums.add({ a: 2, b: 1, c: 3 } as never)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('carries a typed error with its hint, without its technical detail', async () => {
    const answer = await answerCall(contract, handlers, { group: 'sums', name: 'fail', input: undefined }, undefined);
    expect(answer).toEqual({ ok: false, error: { code: 'disk-full', message: 'No room.', hint: 'Free some.' } });
    const { client } = connected();
    await expect(client.api.sums.fail()).rejects.toMatchObject({ code: 'disk-full', hint: 'Free some.' });
  });

  it('does not let a wrong output out', async () => {
    const { client } = connected();
    await expect(client.api.sums.lie()).rejects.toMatchObject({ code: 'internal' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'missing', 'done'])('has no method called %s', async (name) => {
    const answer = await answerCall(contract, handlers, { group: 'sums', name, input: undefined }, undefined);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    const other = await answerCall(contract, handlers, { group: name, name: 'add', input: undefined }, undefined);
    expect(other).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('delivers events until the listener leaves', async () => {
    const { client, server } = connected();
    const heard: number[] = [];
    const leave = client.api.sums.done(({ count }) => heard.push(count));
    server.emit.sums.done({ count: 1 });
    await client.api.sums.add({ a: 0, b: 0 });
    leave();
    server.emit.sums.done({ count: 2 });
    await client.api.sums.add({ a: 0, b: 0 });
    expect(heard).toEqual([1]);
  });

  it('drops what is no message', async () => {
    const { client, near } = connected();
    for (const noise of [
      null,
      7,
      {},
      { kind: 'call' },
      { kind: 'answer', id: 1 },
      { kind: 'event', group: 'sums', name: 'x' },
    ])
      near.post(noise);
    expect(await client.api.sums.add({ a: 1, b: 1 })).toBe(2);
  });

  it('fails every waiting and later call when the port closes', async () => {
    let closePort: (reason: string) => void = () => undefined;
    const dead: MessagePort = {
      post: () => undefined,
      onMessage: () => () => undefined,
      onClose: (listener) => {
        closePort = listener;
        return () => undefined;
      },
    };
    const { api } = clientOf(contract, dead, { closedError: (reason) => new StudioError('device-lost', reason) });
    const waiting = api.sums.add({ a: 1, b: 1 });
    closePort('killed');
    await expect(waiting).rejects.toMatchObject({ code: 'device-lost', message: 'killed' });
    await expect(api.sums.add({ a: 1, b: 1 })).rejects.toMatchObject({ code: 'device-lost' });
  });
});
