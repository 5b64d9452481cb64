// The figures that are no plain shares, on numbers that a person can check: paired differences, F1 of dialogues, repetition, probability
// of one token.
import { describe, expect, it } from 'vitest';
import { bootstrap, pairedDifference } from '../../../main/evaluation/bootstrap';
import { dialogueFigures } from '../../../main/evaluation/dialogue-answers';
import { logProbability } from '../../../main/evaluation/perplexity';
import { repeatedRuns } from '../../../main/evaluation/repetition';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a bootstrap interval', () => {
  it('lies around the figure, as wide as its standard error says, and is the same again', () => {
    const values = Array.from({ length: 400 }, (_, i) => i % 2); // standard error of the mean: 0.5 / 20
    const estimate = bootstrap(values, mean, 3);
    expect(estimate).toMatchObject({ value: 0.5, count: 400 });
    expect(estimate.low).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
    expect(estimate.high).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
    expect(bootstrap(values, mean, 3)).toEqual(estimate);
  });

  it('is nothing for nothing, and leaves out samples that cannot be counted', () => {
    expect(bootstrap([], mean, 1)).toEqual({ value: null, low: null, high: null, count: 0 });
    const ratio = (sample: readonly number[]): number => 1 / mean(sample); // infinite where only zeros were drawn
    const { high } = bootstrap([0, 1], ratio, 1);
    expect(high).toBe(2);
  });

  it('of a paired difference is narrow where two systems fail on the same questions', () => {
    const same = Array.from({ length: 100 }, (_, i) => ({ ours: i % 2 === 0, theirs: i % 2 === 0 }));
    expect(pairedDifference(same, 1)).toEqual({ value: 0, low: 0, high: 0, count: 100 });
    const better = same.map((pair, i) => (i < 20 ? { ours: true, theirs: false } : pair));
    const { value, low } = pairedDifference(better, 1);
    expect(value).toBeCloseTo(0.2, 9);
    expect(low).toBeGreaterThan(0.1);
  });
});

describe('answers in dialogues', () => {
  const answer = (isDue: boolean, isDrawn: boolean) => ({ isDue, isDrawn, hasEnd: true });

  it('are counted by precision, recall and F1', () => {
    const { f1, precision, recall, endless } = dialogueFigures(
      [
        [answer(true, true), answer(false, true)],
        [answer(true, false), answer(false, false)],
        [answer(true, true), { isDue: true, isDrawn: false, hasEnd: false }],
      ],
      1,
    );
    expect(precision).toMatchObject({ hits: 2, trials: 3 });
    expect(recall).toMatchObject({ hits: 2, trials: 4 });
    expect(f1.value).toBeCloseTo((2 * 2) / (3 + 4), 9);
    expect(endless).toMatchObject({ hits: 1, trials: 6 });
  });

  it('have no F1 where no picture is due and none was drawn', () => {
    expect(dialogueFigures([[answer(false, false)]], 1).f1.value).toBeNull();
  });
});

describe('repetition', () => {
  it('counts runs of four words that stood in the story before, the opening included', () => {
    expect(repeatedRuns(['The fox went home again.', 'So the fox went home.'])).toEqual({ runs: 2, repeated: 1 });
    expect(repeatedRuns(['One two three four.', 'Five six seven.'])).toEqual({ runs: 0, repeated: 0 });
    expect(repeatedRuns(['', 'a b c d a b c d'])).toEqual({ runs: 5, repeated: 1 });
  });
});

describe('the probability of a token', () => {
  it('is the softmax, whatever the size of the scores', () => {
    expect(logProbability(Float32Array.of(1000, 1000, 1000, 1000), 2)).toBeCloseTo(Math.log(0.25), 9);
    expect(logProbability(Float32Array.of(0, Math.log(3)), 1)).toBeCloseTo(Math.log(0.75), 6);
  });
});
