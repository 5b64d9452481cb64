// The content documents of the EPUB: title page, one page a panel, navigation. Well-formed XHTML from any text. Pure.
import { chosenPictureOf, type Panel, type Story } from '../../../../common/domain/story';
import {
  altOf,
  authorOf,
  beginningOf,
  escaped,
  isLongText,
  langAttributes,
  oneLine,
  paragraphsMarkup,
  paragraphsOf,
  titleOf,
} from '../markup';
import { directionOf, languageOf } from '../story-language';

/** A panel of the book, with its place in it and the file of its picture. */
export interface EpubPage {
  readonly panel: Panel;
  readonly number: number;
  readonly file: string;
  readonly image: string | null;
}

const pageDocument = (story: Story, title: string, body: string): string => {
  const language = languageOf(story);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}" dir="${directionOf(story)}">
<head>
<meta charset="utf-8"/>
<title>${escaped(title)}</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body>
${body}
</body>
</html>
`;
};

const figureMarkup = (panel: Panel, image: string): string => {
  const asset = chosenPictureOf(panel)?.asset;
  const size = asset === undefined ? '' : ` width="${asset.widthPx}" height="${asset.heightPx}"`;
  return `<figure><img src="${escaped(image)}" alt="${escaped(altOf(panel))}"${size}/></figure>`;
};

export function titlePage(story: Story, cover: EpubPage | null): string {
  const author = authorOf(story);
  const body = `<section class="title-page${smallClass(cover?.panel)}" epub:type="titlepage">
<h1 dir="auto">${escaped(titleOf(story))}</h1>
${author === '' ? '' : `<p class="author" dir="auto">${escaped(author)}</p>`}
${cover?.image == null ? '' : figureMarkup(cover.panel, cover.image)}
</section>`;
  return pageDocument(story, titleOf(story), body);
}

/** Small pictures are drawn larger than their pixels, as the rest of the book; large ones only as large as they are. */
const SMALL_PX = 600;
const smallClass = (panel: Panel | undefined): string =>
  panel !== undefined && (chosenPictureOf(panel)?.asset.widthPx ?? SMALL_PX) < SMALL_PX ? ' small' : '';

export function panelPage(story: Story, page: EpubPage): string {
  const { panel, number, image } = page;
  const words = paragraphsMarkup(panel.text, languageOf(story));
  const kind = `${image === null ? 'words-only' : 'illustrated'}${smallClass(panel)}${isLongText(panel) ? ' long' : ''}`;
  const body = `<section class="panel ${kind}" aria-label="${number}">
<span id="page-${number}" epub:type="pagebreak" role="doc-pagebreak" aria-label="${number}"></span>
${image === null ? '' : figureMarkup(panel, image)}
${words === '' ? '' : `<div class="words">\n${words}\n</div>`}
</section>`;
  return pageDocument(story, `${number}. ${labelOf(panel, story)}`, body);
}

const LABEL_LENGTH = 60;
/** As many whole sentences as the label holds, but no bare exclamation. */
const WHOLE_SENTENCES = /^.{12,}(?:[.!?…]["'”’»]?(?=\s|$)|[。！？][”’」』]?)/u;

/** How a page is called in the contents: its first sentence or words, or what its picture shows. */
function labelOf(panel: Panel, story: Story): string {
  const words = oneLine(paragraphsOf(panel.text)[0] ?? altOf(panel));
  const sentences = WHOLE_SENTENCES.exec([...words].slice(0, LABEL_LENGTH).join(''))?.[0];
  // A full stop at the cut may be the dot of a number or an address.
  const isWhole = sentences !== undefined && /^(\s|$|\P{ASCII})/u.test(words.slice(sentences.length));
  return (isWhole ? sentences : beginningOf(words, LABEL_LENGTH)) || titleOf(story);
}

export function navigation(story: Story, pages: readonly EpubPage[]): string {
  const contents = pages.map((page) => {
    const label = labelOf(page.panel, story);
    const lang = langAttributes(label, languageOf(story));
    return `<li><a href="${page.file}">${page.number}. <bdi${lang}>${escaped(label)}</bdi></a></li>`;
  });
  const pageList = pages.map(({ file, number }) => `<li><a href="${file}#page-${number}">${number}</a></li>`);
  const title = escaped(titleOf(story));
  const body = `<nav epub:type="toc" role="doc-toc" id="toc">
<h1 dir="auto">${title}</h1>
<ol>
<li><a href="title.xhtml" dir="auto">${title}</a></li>
${contents.join('\n')}
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol>
<li><a epub:type="bodymatter" href="${pages[0]?.file ?? 'title.xhtml'}">${title}</a></li>
</ol>
</nav>${
    pages.length === 0
      ? ''
      : `
<nav epub:type="page-list" role="doc-pagelist" hidden="hidden">
<ol>
${pageList.join('\n')}
</ol>
</nav>`
  }`;
  return pageDocument(story, titleOf(story), body);
}
