// What an evaluation says to programs and to people: the agreed keys are always there, null where a section was not asked for, and each
// figure keeps its interval.
import { describe, expect, it } from 'vitest';
import { evaluationLines, evaluationResult } from '../../../main/evaluation/evaluation-result';
import { shareOf } from '../../../main/evaluation/share';

const settings = {
  bundle: 'tiny',
  bundleDigest: 'abc',
  adapters: ['fox'],
  device: 'cpu',
  seed: 1,
  steps: 16,
  guidanceScale: 4,
  context: 'both',
  panelsFrom: 'all',
  character: null,
  ms: 5,
};
const agreed = [
  ...['count', 'judge', 'who', 'whoPronoun', 'place', 'time', 'props', 'frechet', 'frechetCaption', 'missingText'],
  ...['missingPicture', 'contradictions', 'coverage', 'perplexity', 'dialogueF1', 'baseline'],
];

describe('the result of an evaluation', () => {
  it('has the agreed keys even where nothing was measured', () => {
    const result = evaluationResult({}, 7, settings);
    expect(Object.keys(result)).toEqual(expect.arrayContaining(agreed));
    for (const key of agreed.slice(1)) expect(result).toHaveProperty(key, null);
    expect(result).toMatchObject({ count: 7, counts: {}, adapters: ['fox'], seed: 1 });
    expect(evaluationLines({}, 7)).toHaveLength(1);
  });

  it('gives a figure as a number and again with its interval', () => {
    const share = shareOf(9, 10);
    const none = shareOf(0, 0);
    const stories = {
      stories: 2,
      told: share,
      contradictions: shareOf(1, 10),
      contradictionsOfRead: none,
      coverage: share,
      repetition: none,
      byNames: { heldOut: share, usual: none },
      world: { contradictions: none, coverage: share, repetition: none },
    };
    const perplexity = { value: 4.5, low: 4, high: 5, count: 2 };
    const result = evaluationResult({ stories, perplexity }, 2, settings);
    expect(result).toMatchObject({ contradictions: 0.1, coverage: 0.9, repetition: null, perplexity: 4.5, who: null });
    expect(result.counts).toMatchObject({ coverage: { low: share.low, high: share.high }, perplexity });
    const lines = evaluationLines({ stories, perplexity }, 2).join('\n');
    expect(lines).toMatch(/sentences read +90\.0 % {2}\(59\.6 to 98\.2; 9 of 10\) {2}\[90\.0 %\]/);
    expect(lines).toMatch(/Perplexity of narration +4\.500 {2}\(4\.000 to 5\.000; 2\)/);
    expect(lines).toMatch(/panels told before its end +90/);
    expect(lines).toContain('none to count');
  });
});
