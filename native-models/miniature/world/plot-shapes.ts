// The shapes of stories: sequences of beats, grouped by what drives them. What a beat does is plot.ts's concern.
import type { Rng } from '../../../common/base/rng';
import type { Beat } from './beats';

function maybe(rng: Rng, probability: number, ...beats: Beat[]): Beat[] {
  return rng.chance(probability) ? [rng.pick(beats)] : [];
}

function aloneOn(rng: Rng, probability: number): Beat[] {
  return maybe(rng, probability, 'journey', 'journey', 'journeyTime', 'wonder', 'timePass');
}

function withFriend(rng: Rng, probability: number): Beat[] {
  return maybe(rng, probability, 'journey', 'journeyTime', 'timePass', 'talk', 'play');
}

function endTogether(rng: Rng): Beat {
  return rng.pick(['homeTogether', 'homeTogetherTime', 'endPair', 'endPair'] as const);
}

function endAlone(rng: Rng): Beat {
  return rng.pick(['homeAlone', 'homeAloneTime', 'endAlone'] as const);
}

/** A parting or a happy end for two. */
function endOfTwo(rng: Rng): Beat[] {
  return rng.chance(0.2) ? ['goodbye', endAlone(rng)] : [endTogether(rng)];
}

type Plot = (rng: Rng) => Beat[];

const GIFT_PLOTS: readonly Plot[] = [
  (rng) => [
    'find',
    ...aloneOn(rng, 0.8),
    'meet',
    ...maybe(rng, 0.5, 'talk', 'share', 'play'),
    'give',
    ...endOfTwo(rng),
  ],
  (rng) => [
    'see',
    'take',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['give', 'share'] as const),
    ...maybe(rng, 0.6, endTogether(rng)),
  ],
  (rng) => [
    'deliver',
    'journey',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    'meet',
    'give',
    ...(rng.chance(0.6) ? endOfTwo(rng) : []),
  ],
  (rng) => ['find', ...aloneOn(rng, 0.6), 'meetHolding', ...maybe(rng, 0.4, 'talk'), 'swap', endTogether(rng)],
  (rng) => ['alone', ...aloneOn(rng, 0.7), 'meetHolding', ...withFriend(rng, 0.5), 'giveToMain', ...endOfTwo(rng)],
  (rng) => [
    'have',
    ...aloneOn(rng, 0.5),
    'meet',
    'lend',
    ...maybe(rng, 0.4, 'journey', 'timePass', 'play'),
    'giveBack',
    endTogether(rng),
  ],
  (rng) => ['pairHave', ...withFriend(rng, 0.6), 'give', ...withFriend(rng, 0.6), endTogether(rng)],
];

const QUEST_PLOTS: readonly Plot[] = [
  (rng) => ['want', 'journey', 'findWished', ...aloneOn(rng, 0.6), endAlone(rng)],
  (rng) => [
    'want',
    rng.pick(['journey', 'journeyTime'] as const),
    'findWished',
    'meet',
    ...maybe(rng, 0.5, 'share', 'play'),
    endTogether(rng),
  ],
  (rng) => [
    'want',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    'meetHolding',
    ...maybe(rng, 0.4, 'talk'),
    'giveToMain',
    endTogether(rng),
  ],
  (rng) => ['see', 'take', 'journey', ...aloneOn(rng, 0.5), endAlone(rng)],
  (rng) => ['find', 'journey', rng.pick(['wonder', 'timePass'] as const), ...aloneOn(rng, 0.4), endAlone(rng)],
  (rng) => [
    'pair',
    rng.pick(['journey', 'journeyTime'] as const),
    'findTogether',
    ...maybe(rng, 0.7, 'share', 'timePass', 'give'),
    endTogether(rng),
  ],
  (rng) => [
    'pair',
    'journey',
    'friendFinds',
    ...maybe(rng, 0.7, 'play', 'timePass', 'journeyTime'),
    'giveToMain',
    endTogether(rng),
  ],
  (rng) => ['pairSee', 'take', ...withFriend(rng, 0.7), ...maybe(rng, 0.5, 'share', 'give'), ...endOfTwo(rng)],
];

const TROUBLE_PLOTS: readonly Plot[] = [
  (rng) => [
    rng.pick(['find', 'have'] as const),
    ...aloneOn(rng, 0.6),
    'drop',
    'helped',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'vanish',
    'search',
    'meetFinder',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'vanish',
    'search',
    'findAgain',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    endAlone(rng),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'journey',
    'putDown',
    'takeUp',
    ...maybe(rng, 0.4, 'timePass'),
    endAlone(rng),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    ...maybe(rng, 0.6, 'journey'),
    'hide',
    ...maybe(rng, 0.5, 'timePass', 'wonder'),
    'takeUp',
    endAlone(rng),
  ],
  (rng) => [
    'pairHave',
    ...maybe(rng, 0.6, 'journey'),
    'hide',
    'takeUp',
    ...maybe(rng, 0.5, 'share', 'give'),
    endTogether(rng),
  ],
];

const FRIEND_PLOTS: readonly Plot[] = [
  (rng) => [
    'find',
    ...aloneOn(rng, 0.8),
    'meet',
    ...maybe(rng, 0.6, 'share', 'journey', 'timePass'),
    rng.pick(['share', 'journeyTime', 'talk', 'play'] as const),
    ...endOfTwo(rng),
  ],
  (rng) => [
    'alone',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['journey', 'talk', 'timePass', 'play'] as const),
    ...maybe(rng, 0.5, 'journeyTime'),
    ...endOfTwo(rng),
  ],
  (rng) => [
    rng.pick(['find', 'alone', 'have'] as const),
    ...aloneOn(rng, 0.4),
    'meet',
    ...maybe(rng, 0.5, 'journey', 'timePass'),
    'meetThird',
    'endThree',
  ],
  (rng) => ['pair', ...withFriend(rng, 0.6), 'meetThirdHolding', ...maybe(rng, 0.4, 'journey', 'timePass'), 'endThree'],
  (rng) => ['alone', 'meet', ...maybe(rng, 0.5, 'journey', 'talk'), 'meetThirdHolding', 'endThree'],
  (rng) => [
    'pair',
    ...withFriend(rng, 0.8),
    rng.pick(['journey', 'journeyTime'] as const),
    ...withFriend(rng, 0.6),
    ...endOfTwo(rng),
  ],
];

/** Two props at a time, or three friends for more than the end. */
const CROWDED_PLOTS: readonly Plot[] = [
  (rng) => [
    rng.pick(['have', 'find'] as const),
    ...aloneOn(rng, 0.5),
    'meetHolding',
    ...withFriend(rng, 0.8),
    endTogether(rng),
  ],
  (rng) => [
    'pairHave',
    ...maybe(rng, 0.6, 'journey'),
    'friendFinds',
    ...withFriend(rng, 0.8),
    ...maybe(rng, 0.4, 'swap'),
    endTogether(rng),
  ],
  (rng) => ['pair', 'meetThirdHolding', ...maybe(rng, 0.8, 'journey', 'timePass', 'journeyTime'), 'endThree'],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'meet',
    'meetThird',
    ...maybe(rng, 0.8, 'journey', 'journeyTime', 'timePass'),
    'endThree',
  ],
];

const PLOTS: readonly Plot[] = [...CROWDED_PLOTS, ...GIFT_PLOTS, ...QUEST_PLOTS, ...TROUBLE_PLOTS, ...FRIEND_PLOTS];

const MOVES = /^(journey|search)/;

/** A sequence of four to six beats. */
export function makePlot(rng: Rng): Beat[] {
  for (;;) {
    const beats = rng.pick(PLOTS)(rng);
    // Two moves in a row with nothing between them read like a list of places, and so does a beat that is told twice.
    const restless = beats.some((beat, i) => {
      const before = beats[i - 1] ?? '';
      return beat === before || (MOVES.test(beat) && MOVES.test(before));
    });
    if (beats.length >= 4 && beats.length <= 6 && !restless) return beats;
  }
}
