// Picture files as they come to a writer: broken, foreign, hostile, and those that only look odd and must come in right. All are made
// in code, so that nothing of it lies in the repository. `answer` is what the writer reads; `comesIn` what is in the story then.
import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import {
  hollowGif,
  hollowPng,
  hugePng,
  isoFile,
  pngChunk,
  pngEnd,
  pngHeader,
  pngOf,
  withJpegSize,
  withWrongChecksum,
} from './pictures-by-hand';

export interface OutsidePicture {
  readonly name: string;
  readonly fileName: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
}
export interface RefusedPicture extends OutsidePicture {
  /** What must stand in the sentence besides the name of the file. */
  readonly answer: RegExp;
}
export interface OddPicture extends OutsidePicture {
  readonly comesIn: {
    readonly ext: 'png' | 'jpg';
    readonly widthPx: number;
    readonly heightPx: number;
    /** Colours that must be there, by place, each channel within 40. */
    readonly colours: readonly { readonly x: number; readonly y: number; readonly rgb: readonly number[] }[];
  };
}

export const RED = [200, 30, 30] as const;
export const BLUE = [30, 60, 140] as const;
const WIDTH = 64;
const HEIGHT = 32;

function pixelsOf(left: readonly number[], right: readonly number[]): Buffer {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) pixels.set(i % WIDTH < WIDTH / 2 ? left : right, i * 3);
  return pixels;
}
const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
/** Red on the left, blue on the right. */
const flag = (): Sharp => sharp(pixelsOf(RED, BLUE), { raw });
/** Nothing that packs well: a part of the file is then a part of the picture. */
const noise = (): Sharp =>
  sharp({
    create: {
      width: 96,
      height: 64,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
const firstPart = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));

const SVG = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" onload="document.title='run'">
<script>document.title = 'run'; fetch('https://example.invalid/')</script><image href="https://example.invalid/x.png"/></svg>`;
const SVG_WITH_FILE = `<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><text y="20">&secret;</text><image href="file:///etc/passwd"/></svg>`;
const NOT_A_PICTURE = /is not a picture that can be read/;
const DAMAGED = /is damaged or breaks off before its end|is not a picture that can be read/;
const FOREIGN = /cannot be read here|is not a picture that can be read/;

/** Each is refused: one sentence that names it, nothing added. */
export async function refusedPictures(): Promise<RefusedPicture[]> {
  const png = await noise().png().toBuffer();
  const jpeg = await noise().jpeg().toBuffer();
  const files: [name: string, fileName: string, mimeType: string, bytes: Buffer, answer: RegExp][] = [
    [
      'text called a picture',
      'letter.png',
      'image/png',
      Buffer.from('Dear reader,\nthis is no picture.'),
      NOT_A_PICTURE,
    ],
    ['an empty file', 'empty.png', 'image/png', Buffer.alloc(0), /is empty/],
    ['zeros only', 'zeros.jpg', 'image/jpeg', Buffer.alloc(4096), NOT_A_PICTURE],
    ['half a PNG', 'half.png', 'image/png', firstPart(png, 0.6), DAMAGED],
    ['half a JPEG', 'half.jpg', 'image/jpeg', firstPart(jpeg, 0.6), DAMAGED],
    ['the first eight bytes of a PNG', 'start.png', 'image/png', png.subarray(0, 8), DAMAGED],
    ['the header of a PNG alone', 'header.png', 'image/png', pngOf(pngChunk('IHDR', pngHeader(64, 64))), DAMAGED],
    ['a PNG with a wrong checksum', 'checksum.png', 'image/png', withWrongChecksum(png, 'IDAT'), DAMAGED],
    ['a PNG with a wrong checksum of its header', 'sum-head.png', 'image/png', withWrongChecksum(png, 'IHDR'), DAMAGED],
    [
      'a PNG whose pixels are no packed data',
      'noise-inside.png',
      'image/png',
      pngOf(pngChunk('IHDR', pngHeader(64, 64)), pngChunk('IDAT', Buffer.from('no zlib here')), pngEnd()),
      DAMAGED,
    ],
    ['a PNG of no width', 'flat.png', 'image/png', hollowPng(0, 64), DAMAGED],
    ['a PNG 100,000 pixels wide', 'wide.png', 'image/png', hugePng(100_000, 8), /100000 x 8 pixels/],
    ['a PNG of 900 megapixels in a small file', 'bomb.png', 'image/png', hugePng(30_000, 30_000), /900 megapixels/],
    [
      'a PNG that claims to be the largest there can be',
      'largest.png',
      'image/png',
      hollowPng(0x7fffffff, 0x7fffffff),
      /megapixels|is not a picture that can be read/,
    ],
    [
      'a JPEG that claims 4,225 megapixels',
      'claims.jpg',
      'image/jpeg',
      withJpegSize(jpeg, 65_000, 65_000),
      /megapixels/,
    ],
    [
      'a GIF that claims 4,295 megapixels in 36 bytes',
      'claims.gif',
      'image/gif',
      hollowGif(65_535, 65_535),
      /megapixels|is not a picture that can be read/,
    ],
    [
      'an SVG with a script and a picture from the net',
      'drawing.svg',
      'image/svg+xml',
      Buffer.from(SVG),
      /is an SVG drawing/,
    ],
    ['an SVG that asks for a file', 'entity.svg', 'image/svg+xml', Buffer.from(SVG_WITH_FILE), /is an SVG drawing/],
    ['an SVG called a PNG', 'drawing.png', 'image/png', Buffer.from(SVG), /is an SVG drawing/],
    ['a packed SVG', 'packed.svgz', 'image/svg+xml', gzipSync(SVG), NOT_A_PICTURE],
    ['a photo of a phone', 'IMG_0042.HEIC', 'image/heic', isoFile('heic', ['mif1', 'heic']), /is an HEIC photo/],
    [
      'a photo of a phone, of another brand',
      'IMG_0043.heif',
      'image/heif',
      isoFile('mif1', ['heix']),
      /is an HEIC photo/,
    ],
    ['an AVIF that is only a header', 'start.avif', 'image/avif', isoFile('avif', ['mif1']), DAMAGED],
    ['a film called a picture', 'film.jpg', 'image/jpeg', isoFile('isom', ['mp42']), FOREIGN],
    ['a PDF called a picture', 'page.png', 'image/png', Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), FOREIGN],
    [
      'a zip called a picture',
      'archive.png',
      'image/png',
      Buffer.from(`PK\u0003\u0004${'\0'.repeat(64)}`),
      NOT_A_PICTURE,
    ],
    ['a BMP', 'old.bmp', 'image/bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(80)]), NOT_A_PICTURE],
    [
      'a page of the web',
      'page.webp',
      'image/webp',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      NOT_A_PICTURE,
    ],
    [
      'a name made of markup',
      '<img src=x onerror="document.title=1">.png',
      'image/png',
      Buffer.from('no picture'),
      NOT_A_PICTURE,
    ],
  ];
  return files.map(([name, fileName, mimeType, bytes, answer]) => ({ name, fileName, mimeType, bytes, answer }));
}

const flagColours = [
  { x: 8, y: 16, rgb: RED },
  { x: 56, y: 16, rgb: BLUE },
];
const asFlag = (ext: 'png' | 'jpg'): OddPicture['comesIn'] => ({
  ext,
  widthPx: WIDTH,
  heightPx: HEIGHT,
  colours: flagColours,
});

/** Two frames, of which the first is the flag. */
const twoFrames = (): Sharp =>
  sharp(Buffer.concat([pixelsOf(RED, BLUE), pixelsOf([20, 200, 20], [20, 200, 20])]), {
    raw: { ...raw, height: HEIGHT * 2, pageHeight: HEIGHT },
  });

/** Each comes in with the right colours the right way up, whatever it is called. */
export async function oddPictures(): Promise<OddPicture[]> {
  const png = await flag().png().toBuffer();
  const turned = { ext: 'jpg', widthPx: HEIGHT, heightPx: WIDTH } as const;
  const deep = Buffer.from(new Uint16Array(Array.from(pixelsOf(RED, BLUE), (value) => value * 257)).buffer);
  const files: [name: string, fileName: string, mimeType: string, bytes: Buffer, comesIn: OddPicture['comesIn']][] = [
    [
      'a CMYK JPEG',
      'print.jpg',
      'image/jpeg',
      await flag().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      asFlag('jpg'),
    ],
    [
      'a PNG of 16 bits a channel',
      'deep.png',
      'image/png',
      await sharp(new Uint16Array(deep.buffer, deep.byteOffset, deep.length / 2), { raw })
        .toColourspace('rgb16')
        .png()
        .toBuffer(),
      asFlag('png'),
    ],
    [
      'a PNG of few colours',
      'palette.png',
      'image/png',
      await flag().png({ palette: true, colours: 4 }).toBuffer(),
      asFlag('png'),
    ],
    ['a PNG in wide colours', 'p3.png', 'image/png', await flag().withIccProfile('p3').png().toBuffer(), asFlag('png')],
    [
      'a progressive JPEG',
      'slow.jpg',
      'image/jpeg',
      await flag().jpeg({ progressive: true, quality: 95 }).toBuffer(),
      asFlag('jpg'),
    ],
    [
      'a JPEG to be turned by its EXIF data',
      'phone.jpg',
      'image/jpeg',
      await flag().jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer(),
      {
        ...turned,
        colours: [
          { x: 16, y: 8, rgb: RED },
          { x: 16, y: 56, rgb: BLUE },
        ],
      },
    ],
    [
      'a JPEG upside down by its EXIF data',
      'upside-down.jpg',
      'image/jpeg',
      await flag().jpeg({ quality: 95 }).withMetadata({ orientation: 3 }).toBuffer(),
      {
        ...asFlag('jpg'),
        colours: [
          { x: 8, y: 16, rgb: BLUE },
          { x: 56, y: 16, rgb: RED },
        ],
      },
    ],
    [
      'an animated GIF',
      'moving.gif',
      'image/gif',
      await twoFrames()
        .gif({ delay: [100, 100] })
        .toBuffer(),
      asFlag('png'),
    ],
    [
      'an animated WebP',
      'moving.webp',
      'image/webp',
      await twoFrames().webp({ lossless: true }).toBuffer(),
      asFlag('png'),
    ],
    ['a WebP', 'still.webp', 'image/webp', await flag().webp({ quality: 95 }).toBuffer(), asFlag('png')],
    ['an AVIF', 'still.avif', 'image/avif', await flag().avif({ quality: 90 }).toBuffer(), asFlag('png')],
    ['a TIFF', 'scan.tiff', 'image/tiff', await flag().tiff().toBuffer(), asFlag('png')],
    [
      'a picture of one pixel',
      'dot.png',
      'image/png',
      await sharp({ create: { width: 1, height: 1, channels: 3, background: { r: 200, g: 30, b: 30 } } })
        .png()
        .toBuffer(),
      { ext: 'png', widthPx: 1, heightPx: 1, colours: [{ x: 0, y: 0, rgb: RED }] },
    ],
    ['a PNG called a text', 'flag.txt', 'text/plain', png, asFlag('png')],
    ['a JPEG called a PNG', 'flag.png', 'image/png', await flag().jpeg({ quality: 95 }).toBuffer(), asFlag('jpg')],
    ['a PNG without a name', '', 'image/png', png, asFlag('png')],
    ['a name with path parts', '../../../etc/passwd', 'image/png', png, asFlag('png')],
    ['a name of a thousand letters', `${'long '.repeat(200)}.png`, 'image/png', png, asFlag('png')],
    [
      'a picture with a program behind it',
      'two-in-one.png',
      'image/png',
      Buffer.concat([png, Buffer.from(TAIL)]),
      asFlag('png'),
    ],
  ];
  return files.map(([name, fileName, mimeType, bytes, comesIn]) => ({ name, fileName, mimeType, bytes, comesIn }));
}

/** What stands behind one of the pictures and must not come in with it. */
export const TAIL = 'PK and a program';
