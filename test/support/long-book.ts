// A story of hundreds of panels with a picture each, written into a writer's folder as the studio would find it: for the end-to-end test
// of a long book and for the figures of the interface. Every picture is another file, as in a real book.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { emptyPanel, emptyStory, type Asset, type Panel, type Story } from '../../common/domain/story';

const sentences = [
  'A fox called Bruno had a paper lantern, and early one morning he was playing by the sea.',
  'Time went by. When evening came, everything looked different, but Bruno stayed.',
  'Oh no! He tripped, and the lantern fell away. It landed on a rock in the water.',
  'Then Nibs the mouse came along and fetched the lantern in no time at all.',
];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

/** A PNG with a gradient and some texture; another one for every `n`. */
export function paintedPng(n: number, sizePx: number): Buffer {
  const rows = Buffer.alloc((sizePx * 3 + 1) * sizePx);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const at = y * (sizePx * 3 + 1) + 1 + x * 3;
      rows[at] = (x * 2 + n * 37) % 256;
      rows[at + 1] = (y * 2 + n * 11) % 256;
      rows[at + 2] = (((x * y) >> 4) + n) % 256;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export interface LongBook {
  readonly story: Story;
  readonly folder: string;
}

/** Writes the book into `home` (stories and list of stories). `opensFirst`: it is the story of the last time. */
export function writeLongBook(home: string, panelCount: number, opensFirst: boolean, sizePx = 128): LongBook {
  const folder = join(home, 'stories', 'The Long Book.vokenstory');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(home, 'data'), { recursive: true });
  const panels = Array.from({ length: panelCount }, (_, index): Panel => {
    const png = paintedPng(index, sizePx);
    const asset: Asset = {
      sha256: createHash('sha256').update(png).digest('hex'),
      ext: 'png',
      widthPx: sizePx,
      heightPx: sizePx,
    };
    writeFileSync(join(folder, 'assets', `${asset.sha256}.png`), png);
    return {
      ...emptyPanel(`panel-${index + 1}`),
      text: `${sentences[index % sentences.length]} This is page ${index + 1}.`,
      pictures: [
        {
          id: `picture-${index + 1}`,
          asset,
          origin: 'model', // so that it follows when its words are edited
          alt: `Picture ${index + 1}`,
          altOrigin: 'human',
          favourite: false,
          generation: null,
        },
      ],
      chosenPictureId: `picture-${index + 1}`,
    };
  });
  const now = '2026-11-01T10:00:00.000Z';
  const story: Story = { ...emptyStory({ id: 'long-book', panelId: 'unused', title: 'The Long Book', now }), panels };
  writeFileSync(join(folder, 'story.json'), `${JSON.stringify(story, null, 2)}\n`);
  const entry = { id: story.id, title: story.title, folder, updatedAt: now };
  writeFileSync(
    join(home, 'data', 'stories.json'),
    JSON.stringify({ last: opensFirst ? story.id : null, stories: [entry] }),
  );
  return { story, folder };
}
