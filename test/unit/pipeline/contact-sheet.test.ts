// The contact sheet: pictures where they belong, letters below them, long captions cut.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet, wrap } from '../../../main/pipeline/image/contact-sheet';

describe('the contact sheet', () => {
  it('lays the cells out in rows, each with its pictures and its words', async () => {
    const red = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    const cell = { pictures: [red, red], caption: 'Amber & the <owl> went on. '.repeat(20), note: 'fox ✓' };
    const sheet = await contactSheet([cell, cell, cell], { columns: 2, pictureSidePx: 40, title: 'A title' });
    const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(12 + 2 * (84 + 12));
    let redPixels = 0;
    let dark = 0;
    for (let i = 0; i < data.length; i += info.channels) {
      const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3);
      if (r > 240 && g < 20 && b < 20) redPixels += 1;
      if (r < 90 && g < 90 && b < 90) dark += 1;
    }
    expect(redPixels).toBeGreaterThanOrEqual(6 * 40 * 40);
    expect(dark).toBeGreaterThan(50); // letters
  });

  it('wraps words into lines and ends what does not fit with dots', () => {
    expect(wrap('one two three four', 9, 4)).toEqual(['one two', 'three', 'four']);
    expect(wrap('one two three four', 9, 2)).toEqual(['one two', 'three…']);
    expect(wrap('', 9, 2)).toEqual([]);
  });
});
