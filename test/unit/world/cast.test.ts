// The cast: tables of characters and names hold together, every kind draws in every style within the room that it says it takes, and
// no two kinds look alike at 128 pixels.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { drawFigure, figureExtent } from '../../../native-models/miniature/world/character-drawing';
import {
  CHARACTERS,
  isUnseen,
  knownCharacters,
  unseenCharacters,
  type CharacterKind,
} from '../../../native-models/miniature/world/characters';
import { HELD_OUT_NAMES, NAMES, pickName, pronounOf, UNSEEN_NAMES } from '../../../native-models/miniature/world/names';
import type { StyleId, TimeId } from '../../../native-models/miniature/world/scene-graph';
import { Stage } from '../../../native-models/miniature/world/stage';

const STYLES: readonly StyleId[] = ['flat', 'ink', 'pastel'];
const HEIGHT = 70;

function figureOn(kind: CharacterKind, stage: Stage, held = false): string {
  return drawFigure(stage, kind, {
    x: 64,
    y: 116,
    height: HEIGHT,
    flip: false,
    free: 'down',
    ...(held ? { held: { side: 1 as const, svg: stage.rect(-4, -8, 8, 8, '#ff00ff') } } : {}),
  });
}

/** The figure alone, as red, green, blue, alpha. */
async function pixels(kind: CharacterKind, style: StyleId, time: TimeId = 'day', side = 128): Promise<Buffer> {
  const stage = new Stage(time, new Rng(1), false, style);
  return sharp(Buffer.from(stage.document(figureOn(kind, stage), 128)))
    .ensureAlpha()
    .resize(side, side, { kernel: 'cubic' })
    .raw()
    .toBuffer();
}

/** How far a figure reaches from the centre to its farther side, as a share of its height. */
function halfWidth(data: Buffer): number {
  let half = 0;
  for (let y = 0; y < 128; y++)
    for (let x = 0; x < 128; x++)
      if ((data[(y * 128 + x) * 4 + 3] ?? 0) > 128) half = Math.max(half, Math.abs(x + 0.5 - 64));
  return half / HEIGHT;
}

describe('CHARACTERS', () => {
  it('holds 24 known and 8 unseen kinds, each with a word of its own', () => {
    expect(knownCharacters).toHaveLength(24);
    expect(unseenCharacters).toHaveLength(8);
    expect(knownCharacters.some((kind) => kind.unseen || isUnseen(kind.id))).toBe(false);
    expect(unseenCharacters.every((kind) => kind.unseen && isUnseen(kind.id))).toBe(true);
    const words = CHARACTERS.flatMap((kind) => [kind.word, ...kind.synonyms]);
    expect(new Set(words).size).toBe(words.length);
  });

  it('has no word of an unseen kind among the words of a known one', () => {
    const said = knownCharacters.flatMap((kind) => [kind.word, ...kind.synonyms]).join(' ');
    for (const kind of unseenCharacters) expect(said).not.toContain(kind.word);
  });
});

describe('names', () => {
  const known = Object.values(NAMES).flat();
  const heldOut = Object.values(HELD_OUT_NAMES);
  const unseen = Object.values(UNSEEN_NAMES).flat();

  it('gives every known kind four names, half of all he and half she, and no name twice in any list', () => {
    for (const kind of knownCharacters) expect(NAMES[kind.id as keyof typeof NAMES].length).toBeGreaterThanOrEqual(4);
    expect(known.filter(({ pronoun }) => pronoun === 'he')).toHaveLength(known.length / 2);
    const all = [...known, ...heldOut, ...unseen].map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    expect(heldOut.length).toBeGreaterThanOrEqual(24);
  });

  it('picks from the list that fits: training names, held-out names, names of the unseen', () => {
    const rng = new Rng(4);
    const lists = { training: new Set(known), heldOut: new Set(heldOut), unseen: new Set(unseen) };
    for (let i = 0; i < 40; i++) {
      for (const kind of CHARACTERS) {
        for (const out of [false, true]) {
          const given = pickName(rng, kind.id, out);
          const list = kind.unseen ? lists.unseen : out ? lists.heldOut : lists.training;
          expect(list.has(given), `${given.name} for a ${kind.word}`).toBe(true);
          expect(pronounOf(given.name)).toBe(given.pronoun);
          if (kind.id === 'girl') expect(given.pronoun).toBe('she');
          if (kind.id === 'boy') expect(given.pronoun).toBe('he');
        }
      }
    }
    expect(pronounOf('Nobody')).toBeUndefined();
  });

  it('mostly gives a kind its own names, and never a name that is taken', () => {
    const rng = new Rng(7);
    const foxes = NAMES.fox.map(({ name }) => name);
    const picked = Array.from({ length: 400 }, () => pickName(rng, 'fox', false).name);
    const own = picked.filter((name) => foxes.includes(name)).length / picked.length;
    expect(own).toBeGreaterThan(0.6);
    expect(own).toBeLessThan(0.85);
    for (let i = 0; i < 50; i++) expect(foxes).not.toContain(pickName(rng, 'fox', false, foxes).name);
  });
});

describe('drawFigure', () => {
  it('draws every kind in every style, holding or not, as whole SVG', () => {
    for (const kind of CHARACTERS)
      for (const style of STYLES)
        for (const held of [false, true]) {
          const svg = figureOn(kind, new Stage('night', new Rng(1), false, style), held);
          expect(svg, kind.id).not.toMatch(/NaN|undefined|Infinity/);
          expect(svg.includes('#ff00ff'), kind.id).toBe(held);
        }
  });

  it('keeps every kind but for its tail within the room that figureExtent gives, and uses most of it', async () => {
    for (const kind of CHARACTERS) {
      const drawn = halfWidth(await pixels({ ...kind, tail: 'none' }, 'flat'));
      const { half } = figureExtent(kind);
      expect(drawn, kind.id).toBeLessThanOrEqual(half + 0.02);
      expect(drawn, kind.id).toBeGreaterThan(half * 0.9);
    }
  });

  it('makes no two kinds alike: in every style, at a quarter of the side, they differ by a clear margin', async () => {
    const shapes = await Promise.all(CHARACTERS.map((kind) => pixels(kind, 'flat', 'day', 32)));
    for (const style of STYLES) {
      const drawn = await Promise.all(
        CHARACTERS.map(async (kind) => {
          const stage = new Stage('day', new Rng(1), false, style);
          const svg = stage.rect(0, 0, 128, 128, '#808080') + figureOn(kind, stage);
          return sharp(Buffer.from(stage.document(svg, 128)))
            .removeAlpha()
            .resize(32, 32)
            .raw()
            .toBuffer();
        }),
      );
      drawn.forEach((a, i) => {
        drawn.slice(0, i).forEach((b, j) => {
          let sum = 0;
          let covered = 0;
          for (let p = 0; p < 32 * 32; p++) {
            if (Math.max(shapes[i]?.[p * 4 + 3] ?? 0, shapes[j]?.[p * 4 + 3] ?? 0) < 128) continue;
            covered += 3;
            for (let c = p * 3; c < p * 3 + 3; c++) sum += Math.abs((a[c] ?? 0) - (b[c] ?? 0));
          }
          expect(sum / covered, `${CHARACTERS[i]?.id ?? ''} and ${CHARACTERS[j]?.id ?? ''}, ${style}`).toBeGreaterThan(
            18,
          );
        });
      });
    }
  });
});

describe('styles', () => {
  it('tell ink, pastel and flat apart by light: pastel is lighter and lower in contrast, ink darker at the edges', async () => {
    const stats = async (style: StyleId): Promise<{ mean: number; stdev: number }> => {
      const stage = new Stage('day', new Rng(1), false, style);
      const body = stage.rect(0, 0, 128, 64, stage.land('#8fc6ee')) + stage.rect(0, 64, 128, 64, stage.land('#3f7a35'));
      const { channels } = await sharp(Buffer.from(stage.document(body, 128)))
        .removeAlpha()
        .stats();
      const over = (of: 'mean' | 'stdev'): number =>
        channels.reduce((sum, channel) => sum + channel[of], 0) / channels.length;
      return { mean: over('mean'), stdev: over('stdev') };
    };
    const [flat, ink, pastel] = await Promise.all([stats('flat'), stats('ink'), stats('pastel')]);
    expect(pastel.mean).toBeGreaterThan(flat.mean + 20);
    expect(pastel.stdev).toBeLessThan(flat.stdev * 0.85);
    expect(Math.abs(ink.mean - flat.mean)).toBeGreaterThan(2);
  });

  it('draw an edge around a thing in ink, in pastel, and by night, and none in flat by day', () => {
    const edged = (style: StyleId, time: TimeId): boolean =>
      new Stage(time, new Rng(1), false, style).outline('<g/>').includes('filter');
    expect([edged('flat', 'day'), edged('flat', 'night'), edged('ink', 'day'), edged('pastel', 'day')]).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });
});
