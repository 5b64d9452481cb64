// The package document of the EPUB: metadata, what is in the book, and in which order it is read. Pure.
import { createHash } from 'node:crypto';
import { chosenPictureOf, type Story } from '../../../../common/domain/story';
import { altOf, authorOf, escaped, titleOf } from '../markup';
import { directionOf, languageOf } from '../story-language';
import type { EpubPage } from './epub-pages';

export interface ManifestItem {
  readonly id: string;
  readonly href: string;
  readonly mediaType: string;
  readonly properties?: string;
}

/** Namespace of the identifiers below: made once for this studio. */
const NAMESPACE = Buffer.from('7f0a3f0c4c7b4d0e9a516b1c0d5e2f83', 'hex');

/** The same story has the same identifier in every export: a name-based UUID (version 5) of the story's id. */
export function identifierOf(story: Story): string {
  const hash = createHash('sha1').update(NAMESPACE).update(story.id).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What the book promises to readers who cannot see it: no more than it holds. */
function accessibilityMeta(pages: readonly EpubPage[]): string[] {
  const pictures = pages.filter((page) => chosenPictureOf(page.panel) !== null);
  const described = pictures.filter((page) => altOf(page.panel) !== '').length;
  const all = described === pictures.length;
  const features = [
    ...(pictures.length > 0 && all ? ['alternativeText'] : []),
    'tableOfContents',
    'readingOrder',
    'structuralNavigation',
    'displayTransformability',
    ...(pages.length > 0 ? ['pageNavigation', 'pageBreakMarkers'] : []),
  ];
  const summary =
    pictures.length === 0
      ? 'This book is text only. Every page has a number and an entry in the contents.'
      : `An illustrated story: ${described} of its ${pictures.length} pictures have a description. ` +
        'All words are text that can be enlarged and read aloud; every page has a number and an entry in the contents.';
  return [
    '<meta property="schema:accessMode">textual</meta>',
    ...(pictures.length > 0 ? ['<meta property="schema:accessMode">visual</meta>'] : []),
    ...(all ? ['<meta property="schema:accessModeSufficient">textual</meta>'] : []),
    ...(pictures.length > 0 ? ['<meta property="schema:accessModeSufficient">textual,visual</meta>'] : []),
    ...features.map((feature) => `<meta property="schema:accessibilityFeature">${feature}</meta>`),
    '<meta property="schema:accessibilityHazard">none</meta>',
    `<meta property="schema:accessibilitySummary">${summary}</meta>`,
  ];
}

/** Seconds only, as the format asks for. */
const secondsOf = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');

export function packageDocument(
  story: Story,
  book: { readonly items: readonly ManifestItem[]; readonly pages: readonly EpubPage[]; readonly modified: Date },
): string {
  const language = languageOf(story);
  const direction = directionOf(story);
  const author = authorOf(story);
  const items = book.items.map(({ id, href, mediaType, properties }) => {
    const extra = properties === undefined ? '' : ` properties="${properties}"`;
    return `<item id="${id}" href="${escaped(href)}" media-type="${mediaType}"${extra}/>`;
  });
  const spine = ['title', ...book.pages.map((page) => `page-${page.number}`)].map((id) => `<itemref idref="${id}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${language}" dir="${direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book-id">${identifierOf(story)}</dc:identifier>
<dc:title>${escaped(titleOf(story))}</dc:title>
<dc:language>${language}</dc:language>
${author === '' ? '' : `<dc:creator id="author">${escaped(author)}</dc:creator>\n<meta refines="#author" property="role" scheme="marc:relators">aut</meta>`}
<meta property="dcterms:modified">${secondsOf(book.modified)}</meta>
${accessibilityMeta(book.pages).join('\n')}
</metadata>
<manifest>
${items.join('\n')}
</manifest>
<spine page-progression-direction="${direction}">
${spine.join('\n')}
</spine>
</package>
`;
}
