// Who made a picture and how, as words inside its file: one line a fact, and the same for picture programs as XMP with the terms of
// the IPTC (digital source type, AI system, description for those who cannot see it). Pure; claims only what the story records.
import type { UsedAdapter } from '../../../common/domain/adapter';
import type { Panel, PictureVariant, Story } from '../../../common/domain/story';
import { altOf, authorOf, beginningOf, escaped, oneLine, printable, titleOf } from './markup';
import { withJpegXmp } from './jpeg-xmp';
import { isPng, withPngTexts, type PngText } from './png-text';
import { languageOf } from './story-language';

/** Terms of http://cv.iptc.org/newscodes/digitalsourcetype/; none for a picture from outside, of which the studio knows nothing. */
type SourceType = 'trainedAlgorithmicMedia' | 'compositeWithTrainedAlgorithmicMedia';

const MOST_WORDS = 4000;

/** Only a brushed region is new: the rest is the other picture's. */
function sourceTypeOf({ origin, generation }: PictureVariant): SourceType | null {
  if (origin !== 'model') return null;
  return generation?.source?.masked === true ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia';
}

function madeBy({ origin, generation }: PictureVariant): string {
  if (origin === 'imported') return 'added by a person from a file';
  const source = generation?.source;
  if (source === undefined) return 'drawn by a model';
  return source.masked ? 'a region drawn by a model into another picture' : 'drawn by a model over another picture';
}

const describers = {
  human: 'written by a person',
  model: 'proposed by a model',
  'model-edited': 'proposed by a model, edited by a person',
} as const;
const writers = {
  human: 'written by a person',
  model: 'written by a model',
  'model-edited': 'written by a model, edited by a person',
} as const;

export interface PictureOfStory {
  readonly story: Story;
  readonly panel: Panel;
  readonly number: number; // of the panel, from 1
  readonly picture: PictureVariant;
  readonly appName: string;
}

/** One keyword a fact; the first five are keywords of the PNG specification. */
export function provenanceTexts(about: PictureOfStory): PngText[] {
  const { story, panel, number, picture, appName } = about;
  const { generation } = picture;
  const alt = oneLine(picture.alt);
  const facts: readonly (readonly [string, string])[] = [
    ['Title', `${titleOf(story)}, panel ${number}`],
    ['Author', authorOf(story)],
    ['Description', alt],
    ['Software', appName],
    ['Creation Time', generation?.createdAt ?? ''],
    ['Made by', madeBy(picture)],
    ['Description by', alt === '' ? '' : describers[picture.altOrigin]],
    ['Panel text', [...printable(panel.text).trim()].slice(0, MOST_WORDS).join('')],
    ['Panel text by', panel.text.trim() === '' ? '' : writers[panel.origin]],
    ...(generation === null
      ? []
      : ([
          ['Model bundle', generation.bundle],
          ['Model digest', generation.bundleDigest],
          ['Seed', String(generation.seed)],
          ['Sampler', generation.sampler],
          ['Steps', String(generation.steps)],
          ['Guidance scale', String(generation.guidanceScale)],
          ['Temperature', String(generation.temperature)],
          ['Style', generation.style ?? ''],
          ['Adapters', (generation.adapters ?? []).map(adapterWords).join('; ')],
          ['Source picture', generation.source?.sha256 ?? ''],
          ['Source strength', generation.source === undefined ? '' : String(generation.source.strength)],
          ['Device', generation.device],
        ] as const)),
    ['Picture SHA-256', picture.asset.sha256],
  ];
  return facts
    .filter(([, text]) => text !== '')
    .map(([keyword, text]) => ({ keyword, text: oneLineUnlessPanel(keyword, text) }));
}

const oneLineUnlessPanel = (keyword: string, text: string): string => (keyword === 'Panel text' ? text : oneLine(text));

/** Name, exact numbers and strength: enough to draw it again. */
const adapterWords = ({ name, digest, strength }: UsedAdapter): string =>
  `${oneLine(name)} (sha256 ${digest}) at ${strength}`;

const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The same facts as an XMP packet. */
export function provenanceXmp(about: PictureOfStory): string {
  const { story, panel, number, picture, appName } = about;
  const { generation } = picture;
  const alt = altOf({ ...panel, pictures: [picture], chosenPictureId: picture.id });
  const author = authorOf(story);
  const type = sourceTypeOf(picture);
  const inLanguage = (element: string, text: string): string =>
    `<${element}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li><rdf:li xml:lang="${languageOf(story)}">${escaped(text)}</rdf:li></rdf:Alt></${element}>`;
  const lines = [
    inLanguage('dc:title', `${titleOf(story)}, panel ${number}`),
    author === '' ? '' : `<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>`,
    alt === '' ? '' : inLanguage('Iptc4xmpCore:AltTextAccessibility', alt),
    `<xmp:CreatorTool>${escaped(appName)}</xmp:CreatorTool>`,
    generation === null ? '' : `<xmp:CreateDate>${escaped(oneLine(generation.createdAt))}</xmp:CreateDate>`,
    type === null ? '' : `<Iptc4xmpExt:DigitalSourceType>${SOURCE_TYPES}${type}</Iptc4xmpExt:DigitalSourceType>`,
    ...(generation === null || type === null
      ? []
      : [
          `<Iptc4xmpExt:AISystemUsed>${escaped(oneLine(generation.bundle))}</Iptc4xmpExt:AISystemUsed>`,
          `<Iptc4xmpExt:AISystemVersionUsed>${escaped(oneLine(generation.bundleDigest))}</Iptc4xmpExt:AISystemVersionUsed>`,
          `<Iptc4xmpExt:AIPromptInformation>${escaped(beginningOf(panel.text, MOST_WORDS))}</Iptc4xmpExt:AIPromptInformation>`,
        ]),
  ].filter((line) => line !== '');
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
${lines.join('\n')}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

/** The picture's file with its provenance inside. A WebP picture stays as it is: the studio makes none. */
export function withProvenance(bytes: Uint8Array, about: PictureOfStory): Uint8Array {
  const xmp = provenanceXmp(about);
  if (!isPng(bytes)) return withJpegXmp(bytes, xmp);
  return withPngTexts(bytes, [...provenanceTexts(about), { keyword: 'XML:com.adobe.xmp', text: xmp }]);
}
