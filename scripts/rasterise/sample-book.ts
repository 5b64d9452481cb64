// The story whose exports are looked at: panels that the built-in model wrote and drew, and between them everything that is hard to set: a
// dialogue, prose of pages, a picture alone, words alone, photos in both formats, Chinese, Arabic and Hebrew lines, a word without a break.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { emptyPanel, type Panel, type PictureVariant, type Story } from '../../common/domain/story';

export interface SampleBook {
  readonly story: Story;
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

const prose = `Bruno carried the lantern along the beach, and at every rock he stopped and listened. “Is anybody there?” he asked. Only the sea answered, and the sea never says the same thing twice.

Behind the third rock there was a hole, no bigger than a teacup, and out of the hole came a very small cough. It was the kind of cough that somebody makes who would like to be found but does not want to say so. Bruno set the lantern down, turned it as low as it would go, and waited.

First he saw two ears. Then he saw whiskers with drops of salt water on them, and at last the whole of a mouse in a striped jersey, holding on to a cork. “I was on my way to the lighthouse,” said the mouse, “but the tide had other plans. It usually has.”

They sat beside each other and looked at the dark water. Far out, where the lighthouse should have been shining, there was nothing at all. “That is what I wanted to tell them,” said the mouse. “Somebody ought to go up those two hundred and twelve stairs and light the lamp. I am only afraid that I am rather short for stairs.”

Bruno thought about the stairs, and about the warm bread at home, and about ships. Then he picked up the lantern in one paw and the mouse in the other. “I am not very tall either,” he said. “But I have noticed that if you take stairs one at a time, it hardly matters.” And so they went, past the boats and over the bridge, along the wall where the wind was strongest, until the door stood before them, green and enormous and not quite shut.`;

const dialogue = `“Who goes there?” asked the owl.
“Only us,” said Bruno.
“Us is a great many,” said the owl. “I count two.”
“Then we are two,” said Nibs, “and one of us is hungry.”`;

/** A person on a hill, the head close to the upper edge as in many photos; a frame at the very edge shows what is cut. */
async function photo(width: number, height: number): Promise<Buffer> {
  const [headX, headY, head] = [width * 0.5, height * 0.2, Math.min(width, height) * 0.09];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#31507f"/><stop offset=".7" stop-color="#f2c79b"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#sky)"/>
<circle cx="${width * 0.82}" cy="${height * 0.3}" r="${head * 0.9}" fill="#fff3cf"/>
<path d="M0 ${height * 0.72} Q ${width * 0.5} ${height * 0.55} ${width} ${height * 0.75} V ${height} H 0 Z" fill="#4c6b3a"/>
<path d="M${headX - head * 1.5} ${height * 0.78} Q ${headX} ${headY} ${headX + head * 1.5} ${height * 0.78} Z" fill="#9c3b2e"/>
<circle cx="${headX}" cy="${headY}" r="${head}" fill="#f0cfae"/><circle cx="${headX - head * 0.35}" cy="${headY}" r="${head * 0.1}"/><circle cx="${headX + head * 0.35}" cy="${headY}" r="${head * 0.1}"/>
<path d="M${headX - head} ${headY - head * 0.2} Q ${headX} ${headY - head * 1.9} ${headX + head} ${headY - head * 0.2} Q ${headX} ${headY - head * 0.7} ${headX - head} ${headY - head * 0.2}" fill="#5b3a1e"/>
<rect x="6" y="6" width="${width - 12}" height="${height - 12}" fill="none" stroke="#fff" stroke-width="12" stroke-dasharray="60 40"/>
</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

/** Puts the model's panels and the hard ones into one story. `folder` is the story folder that the model's pictures lie in. */
export async function sampleBookFrom(made: Story, folder: string): Promise<SampleBook> {
  const pictures = new Map<string, Uint8Array>();
  for (const { asset } of made.panels.flatMap((panel) => panel.pictures))
    pictures.set(asset.sha256, readFileSync(join(folder, 'assets', `${asset.sha256}.${asset.ext}`)));
  const madeAt = (index: number): Panel => made.panels[index % made.panels.length] ?? emptyPanel(`made-${index}`);
  const add = async (width: number, height: number, alt: string): Promise<PictureVariant> => {
    const bytes = await photo(width, height);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    pictures.set(sha256, bytes);
    return {
      id: `photo-${width}x${height}`,
      asset: { sha256, ext: 'jpg', widthPx: width, heightPx: height },
      origin: 'imported',
      alt,
      altOrigin: 'human',
      favourite: false,
      generation: null,
    };
  };
  const landscape = await add(3000, 2000, 'A photo: somebody in a red coat on a hill, the moon beside them.');
  const portrait = await add(1600, 2400, 'A photo: somebody in a red coat, upright.');
  let count = 0;
  const panel = (text: string, from: PictureVariant | Panel | null): Panel => {
    const id = `panel-${++count}`;
    const chosen = from === null ? [] : 'asset' in from ? [from] : from.pictures;
    const alt = chosen.map((picture) =>
      picture.alt === ''
        ? { ...picture, alt: `A picture for: ${text.slice(0, 60) || 'a moment without words'}` }
        : picture,
    );
    return { ...emptyPanel(id), text, pictures: alt, chosenPictureId: alt[0]?.id ?? null };
  };
  const own = (index: number): Panel => {
    const source = madeAt(index);
    return { ...panel(source.text, source), origin: source.origin, generation: source.generation };
  };
  const panels = [
    own(0),
    panel(dialogue, madeAt(1)),
    own(2),
    panel(prose, madeAt(3)),
    panel('', madeAt(4)),
    panel('Nobody slept that night.', null),
    panel('In the morning somebody in a red coat came over the hill, and the moon had not gone home yet.', landscape),
    panel('“I have been looking for that lantern,” she said, “since before you were born.”', portrait),
    panel(
      '一天晚上，小狐狸在海边的岩石上捡到一盏纸灯笼。“是谁把你忘在这里的？”他轻轻地问。灯笼没有回答，只是亮了一下。',
      madeAt(5),
    ),
    panel(
      'ذات ليلة وجد الثعلب برونو فانوسا من الورق على صخرة قرب البحر.\n\nובבוקר, כשזרחה השמש, אמר העכבר: “Nibs” הוא שמי, ואני בא מן המגדלור.',
      madeAt(6),
    ),
    panel(`${prose}\n\n${prose.replaceAll('Bruno', 'Nibs')}`, null),
    panel(
      'The sign said Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungspolice, which is a very long way of saying something short; the fox read it twice, the mouse read it once — quickly — and both agreed never to mention it again, not even to Żółć, Ångström or Éloïse, and certainly not at https://example.org/a/very/long/address/that/no/line/can/hold.',
      madeAt(0),
    ),
    own(1),
  ];
  return {
    story: { ...made, title: 'The Lantern on the Rock', author: 'Ada Winter', panels },
    pictures,
  };
}
