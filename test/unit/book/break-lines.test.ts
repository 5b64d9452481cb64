// Lines end where a typesetter would end them: even, no widow word without need, Chinese punctuation at its side, long words cut.
import { describe, expect, it } from 'vitest';
import { breakLines } from '../../../common/book/break-lines';
import { piecesOf } from '../../../common/book/break-pieces';
import { hasGlyph, widthOf } from '../../../common/book/faces';
import { directionOf, paragraphsOf, setText, splitText, type TextStyle } from '../../../common/book/set-text';

const face = 'literata-400';
const lines = (text: string, measure: number, align: 'start' | 'center' = 'start'): string[] =>
  breakLines(text, { face, size: 10, measure, align }).map((line) => line.text);

describe('widths', () => {
  it('come from the font, and are safe where it has none', () => {
    expect(widthOf(face, 'm')).toBeGreaterThan(widthOf(face, 'i') * 2);
    expect(widthOf(face, '狐')).toBe(1);
    expect(widthOf(face, 'e\u0301')).toBe(widthOf(face, 'e'));
    expect(widthOf(face, 'م')).toBeGreaterThan(0.5);
    expect([hasGlyph(face, 'é'), hasGlyph(face, 'Ж'), hasGlyph(face, '狐'), hasGlyph(face, '\n')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});

describe('breakLines', () => {
  it('looks at the paragraph as a whole: the greedy first line would leave a hole in the second', () => {
    const text = 'aaa bb cc ddddd';
    const measure = widthOf(face, 'aaa bb cc') * 10 + 1;
    const [first] = lines(text, measure / 0.985);
    expect(first).toBe('aaa bb cc');
    const even = lines('The fox turned around, and there was a little penguin called Nora.', 160, 'center');
    expect(even).toHaveLength(3);
    const widths = even.map((line) => widthOf(face, line));
    expect(Math.min(...widths) / Math.max(...widths)).toBeGreaterThan(0.6);
  });

  it('leaves no word alone on the last line when another break is as good', () => {
    for (let measure = 120; measure < 400; measure += 7) {
      const broken = lines('One night Pip the fox found a lantern by the cold and quiet sea and went home', measure);
      const last = broken.at(-1)!;
      if (broken.length > 2) expect(last.split(' ').length, broken.join(' | ')).toBeGreaterThan(1);
    }
  });

  it('keeps Chinese punctuation from the start and opening marks from the end of a line', () => {
    const text = '小狐狸第一次看见大海，她不相信世界上有这么多的水。“这只是一个很大的水坑（真的）。”她说！';
    for (let measure = 64; measure < 300; measure += 3) {
      for (const line of lines(text, measure)) {
        expect(line, `at ${measure}`).not.toMatch(/^[，。！”）]/u);
        expect(line, `at ${measure}`).not.toMatch(/[“（]$/u);
      }
    }
    expect(lines(text, 100).join('')).toBe(text);
  });

  it('cuts a word that is wider than the column, between whole characters', () => {
    const broken = lines(`${'👩‍👩‍👧'.repeat(9)} ${'ab'.repeat(80)}`, 60);
    expect(broken.length).toBeGreaterThan(10);
    for (const line of broken) expect(line).not.toMatch(/^\u200d|\u200d$/u);
    expect(broken.join('').replaceAll(' ', '')).toBe(`${'👩‍👩‍👧'.repeat(9)}${'ab'.repeat(80)}`);
  });

  it('breaks behind hyphens and dashes, not before a number', () => {
    expect(piecesOf('a well-known mother–daughter -5').map(({ text }) => text)).toEqual([
      'a',
      'well-',
      'known',
      'mother–',
      'daughter',
      '-5',
    ]);
  });

  it('breaks an address behind its strokes, and leaves no one or two characters behind a cut', () => {
    expect(piecesOf('see https://example.org/a/long/way 1/2').map(({ text }) => text)).toEqual([
      'see',
      'https://example.org/',
      'a/',
      'long/',
      'way',
      '1/2',
    ]);
    for (let count = 20; count < 60; count++) {
      const broken = lines('o'.repeat(count), 100);
      expect(broken.join('')).toBe('o'.repeat(count));
      if (broken.length > 1) expect(broken.at(-1)!.length, String(count)).toBeGreaterThan(2);
    }
  });

  it('leaves no short word alone in a narrow column', () => {
    expect(lines('One evening a fox called Bruno found a paper lantern by the sea.', 95).at(-1)).toMatch(/ /);
    expect(lines('Bruno wanted to make Bruno happy, so Bruno gave Bruno.', 95).at(-1)).toMatch(/ /);
  });
});

describe('paragraphs', () => {
  const style: TextStyle = { face, size: 10, leading: 15, paragraphGap: 5, align: 'start' };
  it('part at blank lines, keep line ends, and have each their direction', () => {
    expect(paragraphsOf('a\nb\r\n\r\n\n c\u0000')).toEqual(['a\nb', 'c']);
    const [poem, arabic] = setText('Roses are red,\nviolets are blue.\n\n«مرحبا» hello', style, 300);
    expect(poem!.lines.map(({ text, joint }) => [text, joint])).toEqual([
      ['Roses are red,', '\n'],
      ['violets are blue.', ''],
    ]);
    expect([poem!.direction, arabic!.direction, directionOf('12 אב')]).toEqual(['ltr', 'rtl', 'rtl']);
  });

  it('set in what is left of a writer’s own line, and nothing else', () => {
    const dialogue = '“Who goes there?” asked the owl in the tree.\n“Only us.”';
    const [set] = setText(dialogue, style, 110);
    const own = set!.lines.map(({ indent, joint }) => [indent, joint]);
    expect(own.slice(0, 2)).toEqual([
      [0, ' '],
      [10, ' '],
    ]);
    expect(own.at(-1)).toEqual([0, '']);
    for (const { width } of set!.lines) expect(width).toBeLessThanOrEqual(110);
    const prose = setText(dialogue.replace('\n', ' '), style, 110);
    expect(prose[0]!.lines.every(({ indent }) => indent === 0)).toBe(true);
    const caption = setText(dialogue, { ...style, align: 'center' }, 110);
    expect(caption[0]!.lines.every(({ indent }) => indent === 0)).toBe(true);
  });

  it('part at the end of a page without widows and orphans', () => {
    const set = setText('word '.repeat(60), style, 100);
    const count = set[0]!.lines.length;
    for (let room = 0; room <= count + 1; room++) {
      const { head, rest } = splitText(set, style, room * style.leading, false);
      const [here, there] = [head, rest].map((part) => part.reduce((sum, { lines: own }) => sum + own.length, 0));
      expect(here! + there!).toBe(count);
      expect(here).not.toBe(1);
      expect(there).not.toBe(1);
      expect(here).toBeLessThanOrEqual(room);
    }
  });
});
