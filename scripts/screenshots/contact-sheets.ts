// Puts the pictures of one theme and language side by side, so that all of them are looked at in few looks. Each has its name under it.
import { join } from 'node:path';
import sharp from 'sharp';
import type { Shot } from './shots';

const COLUMNS = 3;
const ROWS = 4;
const CELL = { width: 640, height: 430, words: 22, gap: 10 } as const;

/** Writes `sheet-light-en-1.png` and so on, and answers their paths. */
export async function writeContactSheets(shots: readonly Shot[], folder: string): Promise<string[]> {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const group = `${shot.look.theme}-${shot.look.language}`;
    groups.set(group, [...(groups.get(group) ?? []), shot]);
  }
  const paths: string[] = [];
  for (const [group, all] of groups)
    for (let start = 0; start < all.length; start += COLUMNS * ROWS) {
      const path = join(folder, `sheet-${group}-${start / (COLUMNS * ROWS) + 1}.png`);
      await writeSheet(all.slice(start, start + COLUMNS * ROWS), path);
      paths.push(path);
    }
  return paths;
}

async function writeSheet(shots: readonly Shot[], path: string): Promise<void> {
  const { width, height, words, gap } = CELL;
  const rows = Math.ceil(shots.length / COLUMNS);
  const sheet = sharp({
    create: {
      width: COLUMNS * (width + gap) + gap,
      height: rows * (height + words + gap) + gap,
      channels: 3,
      background: '#777',
    },
  });
  const parts = await Promise.all(
    shots.map(async (shot, index) => {
      const left = gap + (index % COLUMNS) * (width + gap);
      const top = gap + Math.floor(index / COLUMNS) * (height + words + gap);
      const name = shot.size === 'full' ? shot.name : `${shot.name} (${shot.size})`;
      const label = Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${words}"><text x="2" y="15" font-family="sans-serif" font-size="14" fill="#fff">${name}</text></svg>`,
      );
      const picture = await sharp(shot.path)
        .resize(width, height, { fit: 'contain', position: 'top', background: '#777' })
        .toBuffer();
      return [
        { input: picture, left, top },
        { input: label, left, top: top + height + 2 },
      ];
    }),
  );
  await sheet.composite(parts.flat()).png().toFile(path);
}
