/** StudioError: what survives a port, and what becomes of things thrown that are none. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../common/base/at';
import { assertNever } from '../../../common/base/assert-never';
import { StudioError, isStudioErrorCode, studioErrorFrom, throwIfCancelled } from '../../../common/base/studio-error';

describe('studioErrorFrom', () => {
  it('is the same error after a round trip through JSON', () => {
    const error = new StudioError('disk-full', 'No room for the story.', { hint: 'Free 20 MB.', detail: { bytes: 5 } });
    const back = studioErrorFrom(JSON.parse(JSON.stringify(error)));
    expect(back).toBeInstanceOf(StudioError);
    expect({ ...back.toJSON() }).toEqual({
      code: 'disk-full',
      message: 'No room for the story.',
      hint: 'Free 20 MB.',
      detail: { bytes: 5 },
    });
  });

  it('keeps an instance, wraps a stranger, and knows an abort', () => {
    const error = new StudioError('io', 'x');
    expect(studioErrorFrom(error)).toBe(error);
    const wrapped = studioErrorFrom(new TypeError('boom'));
    expect([wrapped.code, wrapped.message]).toEqual(['internal', 'boom']);
    expect(wrapped.cause).toBeInstanceOf(TypeError);
    expect(studioErrorFrom('text').message).toBe('text');
    expect(studioErrorFrom(Object.assign(new Error('x'), { name: 'AbortError' })).code).toBe('cancelled');
  });

  it('does not take a foreign code for one of ours', () => {
    expect(studioErrorFrom(Object.assign(new Error('gone'), { code: 'ENOENT' })).code).toBe('internal');
    expect(isStudioErrorCode('ENOENT')).toBe(false);
    expect(isStudioErrorCode('io')).toBe(true);
  });
});

it('throws cancelled only once the signal has fired', () => {
  const controller = new AbortController();
  throwIfCancelled(undefined);
  throwIfCancelled(controller.signal);
  controller.abort();
  expect(() => {
    throwIfCancelled(controller.signal);
  }).toThrow(expect.objectContaining({ code: 'cancelled' }));
});

it('reads inside an array and refuses outside', () => {
  expect(at([1, 0], 1)).toBe(0);
  expect(() => at([1], 1)).toThrow('Index 1 is outside an array of 1.');
  expect(() => at([1], -1)).toThrow('Index -1');
});

it('names what should not have been possible', () => {
  expect(() => assertNever('pear' as never, 'fruit')).toThrow('Unexpected fruit: pear');
});
