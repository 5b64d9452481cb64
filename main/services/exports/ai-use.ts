// What the story records about who made it, counted: words, pictures and descriptions by a person, by the model, by both. Pure data;
// the pages that say it are beside. It counts what stands in the story now; versions that were not chosen are counted apart.
import {
  chosenPictureOf,
  type Generation,
  type Origin,
  type Panel,
  type PictureVariant,
  type Story,
} from '../../../common/domain/story';
import { printedPanels } from './markup';
import { languageOf } from './story-language';

/** How a picture came to be. `over`: drawn by the model over another picture, the whole of it or a brushed region. */
export type PictureMaking = 'person' | 'model' | 'over' | 'region';

export interface UsedBundle {
  readonly name: string;
  readonly digest: string;
  readonly passages: number;
  readonly pictures: number;
}

export interface PanelUse {
  readonly number: number;
  readonly words: number;
  readonly wordsBy: Origin | null; // null: no words
  readonly wordsMade: Generation | null;
  readonly pictureBy: PictureMaking | null; // null: no picture
  readonly pictureMade: Generation | null;
  readonly pictureHash: string | null;
  readonly described: boolean;
  readonly descriptionBy: Origin | null; // null: no description
  readonly otherVersions: number;
}

export interface AiUse {
  readonly panels: readonly PanelUse[];
  readonly words: Readonly<Record<Origin, number>>;
  readonly pictures: Readonly<Record<PictureMaking, number>>;
  readonly descriptions: Readonly<Record<Origin, number>>;
  readonly undescribed: number;
  readonly otherVersions: number;
  readonly bundles: readonly UsedBundle[];
}

const countWords = (text: string, words: Intl.Segmenter): number => {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike === true) count++;
  return count;
};

const makingOf = ({ origin, generation }: PictureVariant): PictureMaking => {
  if (origin === 'imported') return 'person';
  if (generation?.source === undefined) return 'model';
  return generation.source.masked ? 'region' : 'over';
};

function panelUse(panel: Panel, number: number, words: Intl.Segmenter): PanelUse {
  const picture = chosenPictureOf(panel);
  const count = countWords(panel.text, words);
  // The panel's own words are none: the interface's list of descriptions counts the same way.
  const alt = picture?.alt.trim() ?? '';
  const described = alt !== '' && alt !== panel.text.trim();
  return {
    number,
    words: count,
    wordsBy: panel.text.trim() === '' ? null : panel.origin,
    wordsMade: panel.origin === 'human' ? null : panel.generation,
    pictureBy: picture === null ? null : makingOf(picture),
    pictureMade: picture?.generation ?? null,
    pictureHash: picture?.asset.sha256 ?? null,
    described,
    descriptionBy: picture !== null && described ? picture.altOrigin : null,
    otherVersions: panel.textVariants.length + panel.pictures.length - (picture === null ? 0 : 1),
  };
}

function usedBundles(panels: readonly PanelUse[]): UsedBundle[] {
  const used = new Map<string, UsedBundle>();
  const count = (made: Generation | null, what: 'passages' | 'pictures'): void => {
    if (made === null) return;
    const key = `${made.bundle} ${made.bundleDigest}`;
    const before = used.get(key) ?? { name: made.bundle, digest: made.bundleDigest, passages: 0, pictures: 0 };
    used.set(key, { ...before, [what]: before[what] + 1 });
  };
  for (const panel of panels) {
    count(panel.wordsMade, 'passages');
    count(panel.pictureMade, 'pictures');
  }
  return [...used.values()];
}

export function aiUseOf(story: Story): AiUse {
  const segmenter = new Intl.Segmenter(languageOf(story), { granularity: 'word' });
  const panels = printedPanels(story).map((panel, index) => panelUse(panel, index + 1, segmenter));
  const words = { human: 0, model: 0, 'model-edited': 0 };
  const pictures = { person: 0, model: 0, over: 0, region: 0 };
  const descriptions = { human: 0, model: 0, 'model-edited': 0 };
  for (const panel of panels) {
    if (panel.wordsBy !== null) words[panel.wordsBy] += panel.words;
    if (panel.pictureBy !== null) pictures[panel.pictureBy]++;
    if (panel.descriptionBy !== null) descriptions[panel.descriptionBy]++;
  }
  return {
    panels,
    words,
    pictures,
    descriptions,
    undescribed: panels.filter((panel) => panel.pictureBy !== null && !panel.described).length,
    otherVersions: panels.reduce((sum, panel) => sum + panel.otherVersions, 0),
    bundles: usedBundles(panels),
  };
}
