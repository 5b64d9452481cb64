// Phrases for the times of day and the weathers in narration. Rain and snowfall are by day, so that they may be told with "day" and
// "morning"; otherwise a phrase of one time never uses a word of another (TIME_WORDS).
import type { Rng } from '../../../../common/base/rng';
import type { PlaceId, TimeId } from '../scene-graph';
import { PLACE_WORDS } from './place-phrases';

type TimeTable = Readonly<Record<TimeId, readonly string[]>>;

/** When a story begins: "{when} Pip found". Some end with a comma. */
export const WHEN: TimeTable = {
  day: [
    'one morning',
    'one day',
    'one sunny day',
    'one fine morning',
    'early one morning',
    'one bright day',
    'on a sunny morning',
  ],
  sunset: [
    'one evening',
    'late one evening',
    'one quiet evening',
    'at sunset',
    'one golden evening',
    'one evening at sunset',
  ],
  night: [
    'one night',
    'one dark night',
    'late one night',
    'on a quiet night',
    'one clear night',
    'in the middle of the night',
  ],
  rain: [
    'one rainy day',
    'on a rainy morning',
    'one rainy morning',
    'one wet and rainy day',
    'one day, while it was raining,',
    'one morning, while it rained and rained,',
  ],
  snowfall: [
    'one day, while it was snowing,',
    'one morning, as snowflakes fell,',
    'one winter day, as snow was falling,',
    'one winter morning, while it was snowing,',
    'one day, as big snowflakes came down,',
    'one winter day, as snowflakes fell,',
  ],
};

/** The hour has changed: "{then} they walked on". */
export const THEN: TimeTable = {
  day: ['the next morning', 'when morning came,', 'when the sun came up,', 'early the next morning', 'the next day'],
  sunset: ['when evening came,', 'as the sun went down,', 'at sunset', 'by evening', 'toward evening'],
  night: ['when night fell,', 'after dark', 'when the moon came up,', 'when it was dark,', 'late that night'],
  rain: [
    'when it began to rain,',
    'as the first raindrops fell,',
    'while it rained and rained,',
    'as rain began to fall,',
    'when a rain cloud came,',
  ],
  snowfall: [
    'when it began to snow,',
    'as the first snowflakes fell,',
    'when snow began to fall,',
    'while big snowflakes came down,',
    'as it began to snow,',
  ],
};

const AFTER_RAIN = [
  'when the rain stopped,',
  'when the sun came out again,',
  'when the rain was over,',
  'after the rain',
];
const AFTER_SNOWFALL = [
  'when it stopped snowing,',
  'when the sun came out again,',
  'when the last snowflake had fallen,',
];
const RAIN_TOMORROW = [
  'the next day it rained, and',
  'the next morning it was raining, and',
  'by morning it was raining, and',
];
const SNOW_TOMORROW = [
  'the next morning it was snowing, and',
  'the next day, as snowflakes fell,',
  'by morning it was snowing, and',
];

/** Every phrase that tells a change of time, by what it changes to. */
export const THEN_BY_TIME: TimeTable = {
  ...THEN,
  day: [...THEN.day, ...AFTER_RAIN, ...AFTER_SNOWFALL],
  rain: [...THEN.rain, ...RAIN_TOMORROW],
  snowfall: [...THEN.snowfall, ...SNOW_TOMORROW],
};

export const THEN_PHRASES: readonly string[] = Object.values(THEN_BY_TIME).flat();

/** A phrase for the change from one time to another. */
export function thenPhrase(rng: Rng, from: TimeId, to: TimeId, suits: (phrase: string) => boolean): string {
  const phrases =
    to === 'day' && from === 'rain'
      ? AFTER_RAIN
      : to === 'day' && from === 'snowfall'
        ? AFTER_SNOWFALL
        : from === 'night' && to === 'rain'
          ? RAIN_TOMORROW
          : from === 'night' && to === 'snowfall'
            ? SNOW_TOMORROW
            : THEN[to];
  const fitting = phrases.filter(suits);
  return rng.pick(fitting.length > 0 ? fitting : phrases);
}

/** What time may follow what, the likeliest first; the place decides which of them it allows. */
export const NEXT_TIMES: Readonly<Record<TimeId, readonly TimeId[]>> = {
  day: ['sunset', 'sunset', 'rain', 'snowfall'],
  sunset: ['night'],
  night: ['day', 'day', 'day', 'rain', 'snowfall'],
  rain: ['day', 'day', 'sunset', 'night'],
  snowfall: ['day', 'day', 'sunset', 'night'],
};

/** A short sentence of the hour, good in every place on earth. */
export const TIME_DETAILS: TimeTable = {
  day: ['the sun was high and bright.', 'the sky was clear and blue.', 'it was a lovely morning.', 'the sun shone.'],
  sunset: [
    'the sky was red and gold.',
    'the sun was going down.',
    'the evening sky glowed.',
    'the last light was soft and golden.',
  ],
  night: ['the moon was up.', 'it was very dark.', 'the moon looked down on everything.', 'the night was quiet.'],
  rain: [
    'the rain fell and fell.',
    'big raindrops came down.',
    'plip, plop, went the rain.',
    'the clouds were grey and full of rain.',
  ],
  snowfall: [
    'big snowflakes came down.',
    'the snowflakes danced in the air.',
    'it snowed and snowed.',
    'soft snowflakes fell from the pale sky.',
  ],
};

/** Words that tie a sentence to one time of day or weather. */
export const TIME_WORDS: TimeTable = {
  day: ['morning', 'day', 'sunny', 'shone'],
  sunset: ['evening', 'sunset', 'glowed'],
  night: ['night', 'dark', 'moon'],
  rain: ['rain', 'rainy', 'raining', 'rained', 'raindrops', 'wet'],
  snowfall: ['snowflakes', 'snowflake', 'snowing', 'snowed'],
};

/** Phrases that name a weather that is over, or snow that falls where none lies: taken out before words are held against a picture. */
export const WEATHER_PHRASES =
  /\b(the rain (stopped|was over)|after the rain|it stopped snowing|last snowflake|snow began to fall|began to snow|snow was falling)\b/g;

/** The words of a sentence that contradict a picture of the place and time; empty for a sentence that fits. */
export function contradictingWords(text: string, at: { readonly place: PlaceId; readonly time: TimeId }): string[] {
  const said =
    text
      .toLowerCase()
      .replace(WEATHER_PHRASES, ' ')
      .match(/[a-z]+/g) ?? [];
  const own = new Set([...PLACE_WORDS[at.place], ...TIME_WORDS[at.time]]);
  if (at.time === 'rain' || at.time === 'snowfall') for (const word of ['day', 'morning']) own.add(word);
  const all = new Set([...Object.values(PLACE_WORDS), ...Object.values(TIME_WORDS)].flat());
  return said.filter((word) => all.has(word) && !own.has(word));
}
