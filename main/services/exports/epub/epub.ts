// A story as a reflowable EPUB 3: one page a panel, fonts and descriptions inside. The same story and time give the same bytes.
// Pure but for the pictures, which the caller hands over one by one.
import { chosenPictureOf, type Asset, type PictureVariant, type Story } from '../../../../common/domain/story';
import type { BookType } from '../embedded-font';
import { printedPanels } from '../markup';
import { zipArchive, type ArchivedFile } from '../zip-archive';
import { epubCss } from './epub-css';
import { packageDocument, type ManifestItem } from './epub-package';
import { navigation, panelPage, titlePage, type EpubPage } from './epub-pages';

export interface EpubPorts {
  readonly type: BookType;
  readonly modified: Date;
  /** The bytes of a picture; throws where it is gone or the writer has cancelled. */
  readonly picture: (picture: PictureVariant) => Promise<Uint8Array>;
}

const MEDIA_TYPES: Readonly<Record<Asset['ext'], string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };
const FOLDER = 'EPUB';
const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="${FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const padded = (number: number): string => String(number).padStart(3, '0');

/** Every picture once, however many panels show it. */
function imageNames(story: Story): Map<string, string> {
  const names = new Map<string, string>();
  for (const panel of printedPanels(story)) {
    const asset = chosenPictureOf(panel)?.asset;
    if (asset !== undefined && !names.has(asset.sha256))
      names.set(asset.sha256, `images/picture-${padded(names.size + 1)}.${asset.ext}`);
  }
  return names;
}

export async function epubFrom(story: Story, ports: EpubPorts): Promise<Uint8Array> {
  const names = imageNames(story);
  const pages: EpubPage[] = printedPanels(story).map((panel, index) => ({
    panel,
    number: index + 1,
    file: `page-${padded(index + 1)}.xhtml`,
    image: names.get(chosenPictureOf(panel)?.asset.sha256 ?? '') ?? null,
  }));
  const cover = pages.find((page) => page.image !== null) ?? null;
  const xhtml = 'application/xhtml+xml';
  const items: ManifestItem[] = [
    { id: 'nav', href: 'nav.xhtml', mediaType: xhtml, properties: 'nav' },
    { id: 'css', href: 'book.css', mediaType: 'text/css' },
    { id: 'title', href: 'title.xhtml', mediaType: xhtml },
    ...pages.map(({ number, file }) => ({ id: `page-${number}`, href: file, mediaType: xhtml })),
  ];
  const files: ArchivedFile[] = [
    { name: 'nav.xhtml', bytes: utf8(navigation(story, pages)) },
    { name: 'book.css', bytes: utf8(epubCss(ports.type)) },
    { name: 'title.xhtml', bytes: utf8(titlePage(story, cover)) },
    ...pages.map((page) => ({ name: page.file, bytes: utf8(panelPage(story, page)) })),
  ];
  for (const [index, font] of ports.type.fonts.entries()) {
    items.push({ id: `font-${index + 1}`, href: `fonts/${font.fileName}`, mediaType: 'font/woff2' });
    files.push({ name: `fonts/${font.fileName}`, bytes: font.bytes, stored: true });
  }
  const taken = new Set<string>();
  for (const { panel, image } of pages) {
    const picture = chosenPictureOf(panel);
    if (picture === null || image === null || taken.has(image)) continue;
    taken.add(image);
    const properties = image === cover?.image ? { properties: 'cover-image' } : {};
    items.push({ id: `image-${taken.size}`, href: image, mediaType: MEDIA_TYPES[picture.asset.ext], ...properties });
    files.push({ name: image, bytes: await ports.picture(picture), stored: true });
  }
  const opf = packageDocument(story, { items, pages, modified: ports.modified });
  return zipArchive([
    { name: 'mimetype', bytes: utf8('application/epub+zip'), stored: true }, // must be the first entry, uncompressed
    { name: 'META-INF/container.xml', bytes: utf8(container) },
    { name: `${FOLDER}/package.opf`, bytes: utf8(opf) },
    ...files.map((file) => ({ ...file, name: `${FOLDER}/${file.name}` })),
  ]);
}
