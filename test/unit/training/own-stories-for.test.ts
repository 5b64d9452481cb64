// How many of the bundle's own stories are told before a tuning, and before an estimate of one.
import { expect, it } from 'vitest';
import { ownStoriesFor } from '../../../main/training/tuning/own-stories';

it('tells all of them before a tuning, and two more before an estimate, of which a few are read', () => {
  expect(ownStoriesFor(60, 0, false)).toEqual({ told: 60, read: 60 });
  expect(ownStoriesFor(60, 0, true)).toEqual({ told: 2, read: 6 });
  expect(ownStoriesFor(60, 59, true)).toEqual({ told: 60, read: 6 });
  expect(ownStoriesFor(60, 90, true)).toEqual({ told: 60, read: 6 });
  expect(ownStoriesFor(1, 0, true)).toEqual({ told: 1, read: 1 });
  expect(ownStoriesFor(0, 60, true)).toEqual({ told: 0, read: 0 });
});
