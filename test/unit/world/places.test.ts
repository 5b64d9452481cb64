// Places, times and weathers: which go together, words that mean one thing only, and sceneries that keep their promises to the
// composition. What they look like is for eyes; rendering.test.ts looks at pixels.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { place, PLACES, TIMES, timesOf } from '../../../native-models/miniature/world/places';
import type { TimeId } from '../../../native-models/miniature/world/scene-graph';
import { SCENERIES } from '../../../native-models/miniature/world/scenery/all';
import { weatherFront } from '../../../native-models/miniature/world/scenery/weather';
import { SCENE_SIDE, Stage } from '../../../native-models/miniature/world/stage';

function stageOf(time: TimeId, seed = 1, indoors = false): Stage {
  return new Stage(time, new Rng(seed), indoors);
}

describe('PLACES and TIMES', () => {
  it('has twelve places and five times, each once', () => {
    expect(new Set(PLACES.map((kind) => kind.id)).size).toBe(12);
    expect(new Set(TIMES.map((kind) => kind.id)).size).toBe(5);
  });

  it('keeps rain off the snow, all weather off the desert, and day off space', () => {
    expect(timesOf('space')).toEqual(['night']);
    expect(timesOf('desert')).toEqual(['day', 'sunset', 'night']);
    expect(timesOf('snow')).not.toContain('rain');
    for (const kind of PLACES) {
      expect(timesOf(kind.id).length, kind.id).toBeGreaterThan(0);
      expect(new Set(timesOf(kind.id)).size, kind.id).toBe(timesOf(kind.id).length);
    }
  });

  it('never calls two places or two times by one word', () => {
    for (const kinds of [PLACES, TIMES]) {
      const words = kinds.flatMap((kind) => [kind.word, ...kind.synonyms]);
      expect(new Set(words).size, words.join(' ')).toBe(words.length);
    }
    expect(new Set(PLACES.flatMap((kind) => [kind.where, ...kind.otherWheres])).size).toBe(
      PLACES.reduce((sum, kind) => sum + 1 + kind.otherWheres.length, 0),
    );
  });

  it('names other furniture in every place', () => {
    expect(new Set(PLACES.flatMap((kind) => [kind.support, kind.shelter])).size).toBe(2 * PLACES.length);
    expect(place('sea').shelter).toBe('a sail');
  });
});

describe('SCENERIES', () => {
  it('gives every place a back, furniture of a usable height, and another layout for another seed', () => {
    for (const { id } of PLACES) {
      for (const time of timesOf(id)) {
        const scenery = SCENERIES[id](stageOf(time, 1, id === 'room'));
        expect(scenery.back).not.toMatch(/NaN|undefined|Infinity/);
        const support = scenery.support(SCENE_SIDE / 2, 112);
        expect(support.topHeight, id).toBeGreaterThan(9);
        expect(support.topHeight, id).toBeLessThan(17);
        expect(support.svg + scenery.shelter(SCENE_SIDE / 2, 100)).not.toMatch(/NaN|undefined|Infinity/);
        const again = SCENERIES[id](stageOf(time, 1, id === 'room'));
        expect(again.back).toBe(scenery.back);
        expect(SCENERIES[id](stageOf(time, 2, id === 'room')).back).not.toBe(scenery.back);
      }
    }
  });
});

describe('the back of a scenery', () => {
  it('covers the whole picture', async () => {
    for (const { id } of PLACES) {
      for (let seed = 1; seed <= 4; seed++) {
        const times = timesOf(id);
        const stage = stageOf(times[seed % times.length] ?? 'day', seed, id === 'room');
        const picture = stage.document(SCENERIES[id](stage).back, 64);
        const { isOpaque } = await sharp(Buffer.from(picture)).stats();
        expect(isOpaque, `${id} ${String(seed)}`).toBe(true);
      }
    }
  });
});

describe('weatherFront', () => {
  it('falls out of doors in rain and snowfall only', () => {
    for (const { id } of TIMES) {
      expect(weatherFront(stageOf(id)) !== '', id).toBe(id === 'rain' || id === 'snowfall');
      expect(weatherFront(stageOf(id, 1, true))).toBe('');
    }
  });
});
