/** Emitter: order, leaving during a call, and listeners that throw. */
import { expect, it } from 'vitest';
import { Emitter } from '../../../common/base/emitter';

interface Events {
  saved: number;
  closed: undefined;
}

it('calls listeners in order, only for their event, until they leave', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const leave = emitter.on('saved', (count) => heard.push(`a${count}`));
  emitter.on('saved', (count) => heard.push(`b${count}`));
  emitter.on('closed', () => heard.push('closed'));
  emitter.emit('saved', 1);
  leave();
  leave();
  emitter.emit('saved', 2);
  expect(heard).toEqual(['a1', 'b1', 'b2']);
  expect(emitter.listenerCount('saved')).toBe(1);
});

it('counts two subscriptions of one function as two', () => {
  const emitter = new Emitter<Events>();
  let calls = 0;
  const listener = (): void => {
    calls += 1;
  };
  const leave = emitter.on('saved', listener);
  emitter.on('saved', listener);
  leave();
  emitter.emit('saved', 1);
  expect(calls).toBe(1);
});

it('does not call one that left during the call, nor one that came during it', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  emitter.on('saved', () => {
    leaveSecond();
    emitter.on('saved', () => heard.push('late'));
    heard.push('first');
  });
  const leaveSecond = emitter.on('saved', () => heard.push('second'));
  emitter.emit('saved', 1);
  expect(heard).toEqual(['first']);
});

it('hears once with once', () => {
  const emitter = new Emitter<Events>();
  const heard: number[] = [];
  emitter.once('saved', (count) => heard.push(count));
  emitter.emit('saved', 1);
  emitter.emit('saved', 2);
  expect(heard).toEqual([1]);
});

it('lets the others hear when one throws', () => {
  const errors: unknown[] = [];
  const emitter = new Emitter<Events>((error) => errors.push(error));
  const heard: number[] = [];
  emitter.on('saved', () => {
    throw new Error('mine');
  });
  emitter.on('saved', (count) => heard.push(count));
  emitter.emit('saved', 3);
  expect(heard).toEqual([3]);
  expect(errors).toHaveLength(1);

  const loud = new Emitter<Events>();
  loud.on('closed', () => {
    throw new Error('unheard');
  });
  expect(() => {
    loud.emit('closed', undefined);
  }).toThrow('unheard');
});

it('forgets everyone on clear', () => {
  const emitter = new Emitter<Events>();
  emitter.on('saved', () => undefined);
  emitter.clear();
  expect(emitter.listenerCount('saved')).toBe(0);
});
