// A story as one HTML file that needs nothing else: pictures and fonts inside, a small script that turns the leaves, a policy that
// lets nothing but these run. Without the script it is a page that scrolls. Pure but for the pictures, which the caller hands over.
import { createHash } from 'node:crypto';
import {
  chosenPictureOf,
  type Asset,
  type Panel,
  type PictureVariant,
  type Story,
} from '../../../../common/domain/story';
import type { BookType } from '../embedded-font';
import { altOf, authorOf, escaped, isLongText, paragraphsMarkup, printedPanels, titleOf } from '../markup';
import { directionOf, languageOf } from '../story-language';
import { flipBookCss } from './flip-book-css';
import { flipBookScript } from './flip-book-script';

export interface FlipBookPorts {
  readonly type: BookType;
  readonly appName: string;
  /** The bytes of a picture; throws where it is gone or the writer has cancelled. */
  readonly picture: (picture: PictureVariant) => Promise<Uint8Array>;
}

const MIME: Readonly<Record<Asset['ext'], string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };
const dataUrl = (bytes: Uint8Array, mimeType: string): string =>
  `data:${mimeType};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** The few words of the page itself, in the story's language where we have them. */
const ownWords = {
  en: { previous: 'Previous page', next: 'Next page', scroll: 'Scroll', flip: 'Flip', pages: 'Pages' },
  zh: { previous: '上一页', next: '下一页', scroll: '滚动阅读', flip: '翻页阅读', pages: '页码' },
} as const;

function leafMarkup(panel: Panel, number: number, figure: string, language: string): string {
  const words = paragraphsMarkup(panel.text, language);
  const parts = figure === '' ? 'words-only' : words === '' ? 'picture-only' : 'illustrated';
  const kind = `${parts}${isLongText(panel) ? ' long' : ''}`;
  return `<section class="leaf ${kind}" id="panel-${number}" aria-label="${number}">
${figure}
<div class="side">
<div class="words">
${words}
</div>
<p class="folio">${number}</p>
</div>
</section>`;
}

async function figureMarkup(panel: Panel, alt: string, ports: FlipBookPorts): Promise<string> {
  const picture = chosenPictureOf(panel);
  if (picture === null) return '';
  const { ext, widthPx, heightPx } = picture.asset;
  const url = dataUrl(await ports.picture(picture), MIME[ext]);
  return `<figure><img src="${url}" alt="${escaped(alt)}" width="${widthPx}" height="${heightPx}"/></figure>`;
}

function controlsMarkup(language: string): string {
  const chinese = language.toLowerCase().startsWith('zh');
  const words = ownWords[chinese ? 'zh' : 'en'];
  const lang = chinese || language.startsWith('en') ? '' : ' lang="en"';
  return `<nav class="controls"${lang} aria-label="${words.pages}">
<button type="button" data-previous aria-label="${words.previous}">‹</button>
<span class="counter" data-counter role="status" dir="ltr"></span>
<button type="button" data-next aria-label="${words.next}">›</button>
<button type="button" class="mode" data-mode data-scroll="${words.scroll}" data-flip="${words.flip}"></button>
</nav>`;
}

export async function flipBookFrom(story: Story, ports: FlipBookPorts): Promise<Uint8Array> {
  const title = titleOf(story);
  const author = authorOf(story);
  const language = languageOf(story);
  const panels = printedPanels(story);
  const cover = panels.find((panel) => chosenPictureOf(panel) !== null);
  const leaves: string[] = [];
  for (const [index, panel] of panels.entries())
    leaves.push(leafMarkup(panel, index + 1, await figureMarkup(panel, altOf(panel), ports), language));
  // The cover repeats a picture that is described at its own panel.
  const coverFigure = cover === undefined ? '' : await figureMarkup(cover, '', ports);
  const css = flipBookCss(ports.type, (font) => dataUrl(font.bytes, 'font/woff2'));
  const policy = [
    "default-src 'none'",
    'img-src data:',
    'font-src data:',
    `style-src ${hashOf(css)}`,
    `script-src ${hashOf(flipBookScript)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = `<!doctype html>
<html lang="${language}" dir="${directionOf(story)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${escaped(ports.appName)}">
<meta name="color-scheme" content="light dark">
${author === '' ? '' : `<meta name="author" content="${escaped(author)}">`}
<title>${escaped(title)}</title>
<style>${css}</style>
</head>
<body>
<main class="book">
<header class="leaf cover ${coverFigure === '' ? 'words-only' : 'illustrated'}" id="cover">
${coverFigure}
<div class="side">
<div class="words">
<h1 dir="auto">${escaped(title)}</h1>
${author === '' ? '' : `<p class="author" dir="auto">${escaped(author)}</p>`}
</div>
</div>
</header>
${leaves.join('\n')}
</main>
${controlsMarkup(language)}
<script>${flipBookScript}</script>
</body>
</html>
`;
  return new TextEncoder().encode(page);
}
