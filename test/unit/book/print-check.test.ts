// The print check says what is true of the pages, in numbers that a writer can check with a ruler.
import { describe, expect, it } from 'vitest';
import { bookFrom } from '../../../common/book/book-from';
import { checkPrint, type Finding } from '../../../common/book/print-check';
import { defaultBookDesign, type BookDesign } from '../../../common/domain/book-design';
import type { Story } from '../../../common/domain/story';
import { storyWith } from '../../support/sample-stories';

const withPixels = (story: Story, px: number): Story => ({
  ...story,
  panels: story.panels.map((panel) => ({
    ...panel,
    pictures: panel.pictures.map((picture) => ({ ...picture, asset: { ...picture.asset, widthPx: px, heightPx: px } })),
  })),
});
const check = (story: Story, changes: Partial<BookDesign> = {}): Finding[] => {
  const design = { ...defaultBookDesign(), ...changes };
  return checkPrint(story, bookFrom(story, design), design);
};
const found = <Kind extends Finding['kind']>(
  findings: Finding[],
  kind: Kind,
): Extract<Finding, { kind: Kind }> | undefined =>
  findings.find((finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind);

describe('the print check', () => {
  const story = storyWith(['One.', 'Two.', 'Three.'], true);

  it('says how sharp the pictures are at their printed size', () => {
    const small = found(check(withPixels(story, 128)), 'sharpness')!;
    expect(small.level).toBe('warning');
    expect(small.pixels).toBe(128);
    expect(Math.abs(small.pixels / small.inches - small.dpi)).toBeLessThan(1);
    expect(found(check(withPixels(story, 1200)), 'sharpness')!.level).toBe('note');
    expect(found(check(withPixels(story, 3000)), 'sharpness')!.level).toBe('good');
    // A picture that fills a spread is printed larger, so it has fewer dots an inch.
    const wide = found(check(withPixels(story, 128), { spreads: true, placement: 'over' }), 'sharpness')!;
    expect(wide.dpi).toBeLessThan(small.dpi);
  });

  it('names characters that the fonts lack, and none that they have', () => {
    expect(found(check(storyWith(['Crème brûlée — “¿Qué?” Żółć, Привет, Ωμέγα…'])), 'characters')).toBeUndefined();
    const lacking = found(check(storyWith(['fine', '狐狸 🦊'])), 'characters')!;
    expect(lacking).toMatchObject({ count: 3, panel: 2, level: 'warning' });
    expect(lacking.sample).toContain('狐');
    // Nunito has no Greek.
    expect(found(check(storyWith(['Ωμέγα']), { typePairing: 'fredoka-nunito' }), 'characters')).toBeDefined();
  });

  it('names another type that has the characters, and says so where none has', () => {
    const greek = check(storyWith(['Ωμέγα']), { typePairing: 'fredoka-nunito' });
    expect(found(greek, 'characters')!.instead).toBe('literata');
    expect(found(check(storyWith(['狐狸'])), 'characters')!.instead).toBeNull();
  });

  it('warns of words too small to read', () => {
    const board: Partial<BookDesign> = { format: 'storyboard', trimSize: 'a4', grid: { columns: 8, rows: 8 } };
    expect(found(check(story, board), 'small-type')).toMatchObject({ level: 'warning', least: 6 });
    expect(found(check(story, { ...board, grid: { columns: 2, rows: 3 } }), 'small-type')).toBeUndefined();
    expect(found(check(storyWith([])), 'small-type')).toBeUndefined();
  });

  it('says which pictures lie across the fold', () => {
    const over: Partial<BookDesign> = { placement: 'over' };
    expect(found(check(withPixels(story, 500), { ...over, spreads: true }), 'fold')!.panels).toEqual([1, 2, 3]);
    expect(found(check(withPixels(story, 500), over), 'fold')).toBeUndefined();
    expect(found(check(withPixels(story, 500), { spreads: true }), 'fold')).toBeUndefined();
  });

  it('counts pages for stapling', () => {
    expect(found(check(story), 'pages')).toMatchObject({ level: 'good', count: 4, missingToFour: 0 });
    expect(found(check(story, { colophon: 'Thanks.' }), 'pages')).toMatchObject({
      level: 'note',
      count: 5,
      missingToFour: 3,
    });
  });

  it('asks for bleed only where a picture reaches the edge', () => {
    expect(found(check(story), 'no-bleed')).toBeUndefined();
    expect(found(check(story, { placement: 'over' }), 'no-bleed')).toMatchObject({ count: 4 });
    expect(found(check(story, { placement: 'over', bleedMm: 3 }), 'no-bleed')).toBeUndefined();
  });

  it('says how much of a picture a spread cuts away', () => {
    const cut = found(check(withPixels(story, 500), { spreads: true, placement: 'over' }), 'cut')!;
    expect(cut.panels).toEqual([1, 2, 3]);
    expect(cut.percent).toBe(50);
    expect(found(check(withPixels(story, 500)), 'cut')).toBeUndefined();
  });

  it('names what the story still lacks', () => {
    const panels = [...storyWith(['', 'Words only.']).panels, ...storyWith(['x'], true).panels];
    const [, , last] = panels;
    const bare = { ...last!, id: 'c', pictures: last!.pictures.map((picture) => ({ ...picture, alt: ' ' })) };
    const findings = check({ ...story, panels: [panels[0]!, { ...panels[1]!, id: 'b' }, bare] });
    expect(found(findings, 'empty')!.panels).toEqual([1]);
    expect(found(findings, 'no-picture')!.panels).toEqual([2]);
    expect(found(findings, 'no-description')!.panels).toEqual([3]);
  });
});
