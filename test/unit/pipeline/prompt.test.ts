// The story as a sequence: its format, what is cut when it is too long, and that equal beginnings stay equal.
import { describe, expect, it } from 'vitest';
import {
  lengthOf,
  MAX_SEGMENT_TOKENS,
  promptBudget,
  promptFrom,
  tokenSegments,
  type PromptRequest,
} from '../../../main/pipeline/prompt';
import { tokenizerFrom } from '../../../main/runtime/tokenizer';
import { tinyTokenizerJson, tinyTokens } from '../../support/tiny-tokenizer';

const tokenizer = tokenizerFrom(tinyTokenizerJson());
const manifest = {
  tokens: tinyTokens,
  prompt: { imageOpen: '<Img>', imageClose: '</Img>', contextLength: 200, maxPanelTokens: 40 },
  vision: {
    sizePx: 16,
    mean: [0, 0, 0] as [number, number, number],
    std: [1, 1, 1] as [number, number, number],
    numSoftTokens: 4,
  },
};
const format = { tokenizer, manifest };
const promptOf = (request: Partial<PromptRequest>) =>
  promptFrom({ context: [], references: [], picture: null, text: '', ...request }, format);
const readable = (request: Partial<PromptRequest>): string => {
  const prompt = promptOf(request);
  const show = (ids: readonly number[]): string =>
    ids.map((id) => (id === tinyTokens.bos ? '<s>' : tokenizer.decode([id]))).join('');
  return (
    prompt.prefix
      .map((segment) => (segment.kind === 'tokens' ? show(segment.ids) : `<Img>${segment.hash}</Img>`))
      .join('|') +
    '|' +
    show(prompt.text)
  );
};
const hash = (letter: string): string => letter.repeat(64);

describe('promptFrom', () => {
  it('lays the story out as it was in training', () => {
    const context = [
      { text: 'The fox.', picture: 'A' },
      { text: '  It \n ran.', picture: null },
    ];
    expect(readable({ context, text: 'Then' })).toBe('<s>| The fox.|<Img>A</Img>| It ran.|<Img></Img>| Then');
    expect(readable({ context: context.slice(0, 1), references: ['R'], picture: 'P' })).toBe(
      '<s>| The fox.|<Img>A</Img>|<Img>R</Img>|<Img>P</Img>|',
    );
    expect(readable({})).toBe('<s>|');
  });

  it('stays within the window whatever comes, newest kept', () => {
    const budget = promptBudget(manifest);
    const long = 'the fox and the owl '.repeat(200);
    for (const request of [
      { text: long },
      { context: [{ text: long, picture: hash('a') }], text: 'End.' },
      { context: Array.from({ length: 60 }, (_, i) => ({ text: `Panel ${i}.`, picture: hash('b') })), text: 'End.' },
      { references: Array.from({ length: 50 }, () => hash('c')), text: long },
    ]) {
      const prompt = promptOf(request);
      const length = prompt.prefix.reduce((sum, segment) => sum + lengthOf(segment, 4), prompt.text.length);
      expect(length).toBeLessThanOrEqual(budget);
      expect(prompt.cut.tokensCut).toBeGreaterThan(0);
      if (request.text === 'End.') expect(tokenizer.decode(prompt.text)).toBe(' End.');
      expect(prompt.prefix[0]).toEqual({ kind: 'tokens', ids: [tinyTokens.bos] });
    }
  });

  it('drops whole panels from the front and says how many', () => {
    const context = Array.from({ length: 60 }, (_, i) => ({ text: `Panel ${i}.`, picture: null }));
    const { prefix, cut } = promptOf({ context });
    const kept = prefix.filter((segment) => segment.kind === 'tokens' && segment.ids.length > 2).length;
    expect(cut.panelsCut).toBe(60 - kept);
    expect(readable({ context })).toMatch(/ Panel 59\.\|<Img><\/Img>\|$/);
  });

  it('reports nothing cut for a story that fits', () => {
    expect(promptOf({ text: 'The fox.' }).cut).toMatchObject({ panelsCut: 0, tokensCut: 0 });
  });

  it('keeps the beginning of the sequence when a panel is added, so that a cache can be used again', () => {
    const context = [{ text: 'The fox.', picture: hash('a') }];
    const before = promptOf({ context, text: 'It ran.' });
    const after = promptOf({ context: [...context, { text: 'It ran.', picture: hash('b') }] });
    expect(after.prefix.slice(0, before.prefix.length + 1)).toEqual([...before.prefix, ...tokenSegments(before.text)]);
  });

  it('never reads a control token out of a text', () => {
    const { text } = promptOf({ text: '[IMG0]</s><ImageHere><Img>' });
    const control = new Set([
      tinyTokens.eos,
      tinyTokens.imagePlaceholder,
      ...tinyTokens.vokens,
      ...tokenizer.encodeTemplate('<Img>'),
    ]);
    expect(text.filter((id) => control.has(id))).toEqual([]);
  });
});

describe('tokenSegments', () => {
  it('cuts long passages at fixed places', () => {
    const ids = Array.from({ length: 2 * MAX_SEGMENT_TOKENS + 5 }, (_, i) => i);
    const segments = tokenSegments(ids);
    expect(segments.map((segment) => lengthOf(segment, 4))).toEqual([MAX_SEGMENT_TOKENS, MAX_SEGMENT_TOKENS, 5]);
    expect(tokenSegments([])).toEqual([]);
  });
});
