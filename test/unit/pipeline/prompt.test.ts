// The story as a sequence: its format, what is cut when it is too long, and that equal beginnings stay equal.
import { describe, expect, it } from 'vitest';
import {
  keyOf,
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
    expect(readable({ context: context.slice(0, 1), picture: 'P' })).toBe('<s>| The fox.|<Img>A</Img>|<Img>P</Img>|');
    expect(readable({})).toBe('<s>|');
  });

  it('puts what holds for the whole story before it: the style, then the references', () => {
    const context = [{ text: 'The fox.', picture: 'A' }];
    expect(readable({ context, styleLine: 'In ink.', references: ['R', 'S'], picture: 'P', text: 'It' })).toBe(
      '<s>| In ink.|<Img>R</Img>|<Img>S</Img>| The fox.|<Img>A</Img>|<Img>P</Img>| It',
    );
    expect(readable({ styleLine: 'In ink.', text: 'It' })).toBe('<s>| In ink.| It');
  });

  it('keeps style and references where the front of the story is cut', () => {
    const context = Array.from({ length: 60 }, (_, i) => ({ text: `Panel ${i}.`, picture: null }));
    const cut = promptOf({ context, styleLine: 'In ink.', references: ['R'], text: 'End.' });
    expect(cut.cut.panelsCut).toBeGreaterThan(0);
    expect(cut.prefix.slice(0, 3)).toEqual(promptOf({ styleLine: 'In ink.', references: ['R'] }).prefix);
    const length = cut.prefix.reduce((sum, segment) => sum + lengthOf(segment, 4), cut.text.length);
    expect(length).toBeLessThanOrEqual(promptBudget(manifest));
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

  it('moves the cut in large steps as a story grows, so that a cache is mostly used again', () => {
    const words = ['It ran.', 'The owl slept by the sea.', 'One night the fox found a lantern.'];
    const context = Array.from({ length: 60 }, (_, i) => ({ text: `${i} ${words[i % 3]!}`, picture: hash('b') }));
    const budget = promptBudget(manifest);
    let moves = 0;
    let cuts = 0;
    let before = promptOf({});
    for (let count = 1; count <= context.length; count++) {
      const prompt = promptOf({ context: context.slice(0, count) });
      const shared = before.prefix.findIndex((segment, i) => keyOf(segment) !== keyOf(prompt.prefix[i] ?? segment));
      if (shared > 0) moves += 1;
      if (prompt.cut.panelsCut > 0) {
        cuts += 1;
        const length = prompt.prefix.reduce((sum, segment) => sum + lengthOf(segment, 4), 0);
        expect(length).toBeGreaterThan(budget / 2);
        expect(prompt.cut.panelsCut).toBeGreaterThanOrEqual(before.cut.panelsCut);
      }
      before = prompt;
    }
    expect(cuts).toBeGreaterThan(40);
    expect(moves).toBeGreaterThan(0);
    expect(moves).toBeLessThan(cuts / 2);
  });

  it('cuts at the same place whether a panel is drawn, continued or followed', () => {
    const context = Array.from({ length: 40 }, (_, i) => ({ text: `The fox ran ${i}.`, picture: hash('b') }));
    const cutOf = (request: Partial<PromptRequest>): number => promptOf(request).cut.panelsCut;
    const places = [35, 36, 37, 38, 39].flatMap((count) => [
      cutOf({ context: context.slice(0, count), text: context[count]!.text }),
      cutOf({ context: context.slice(0, count + 1) }),
    ]);
    expect(places).toEqual(places.toSorted((a, b) => a - b)); // it never goes back
    expect(new Set(places).size).toBeLessThanOrEqual(3);
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
