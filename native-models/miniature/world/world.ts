// The face of the picture-book world: what the recipe, the command line, the judge and the bundle's manifest use. Development and
// evaluation only: the app itself never imports it, since the artwork is a development dependency.
import { StudioError } from '../../../common/base/studio-error';
import { CHARACTERS, knownCharacters, unseenCharacters } from './characters';
import { HELD_OUT_NAMES, NAMES } from './names';
import { PLACES, TIMES } from './places';
import { PROPS } from './props';
import type { CharacterId, PlaceId, PropId, StyleId, TimeId } from './scene-graph';

export { canonicalCaption, paraphrases } from './captions';
export { composeScene } from './composition';
export {
  dataSetKinds,
  writeDataSet,
  type DataSetKind,
  type DataSetRequest,
  type DialogueRecord,
  type SceneRecord,
  type StoryRecord,
} from './data-set';
export { makeDialogue, type DialogueTurn } from './dialogues/dialogues';
export {
  HELD_OUT_COMBINATIONS,
  holdsHeldOutCombination,
  isHeldOut,
  isHeldOutCombination,
  isHeldOutName,
} from './held-out';
export { pronounOf } from './names';
export { PLACE_WORDS } from './narration/place-phrases';
export { contradictingWords, TIME_WORDS } from './narration/time-phrases';
export { DEFAULT_SIZE_PX, renderScene } from './rasterise';
export { checkStory, type Contradiction, type StoryCheck } from './reading/facts';
export type { CastEntry } from './reading/company';
export type {
  CharacterId,
  PlaceId,
  PropId,
  Relation,
  SceneCharacter,
  SceneGraph,
  SceneProp,
  StoryPanel,
  StyleId,
  TimeId,
} from './scene-graph';
export { makeScene } from './scenes';
export { makeStory, narrators, type Narrator, type StoryWishes } from './stories';

/** A thing of the world and every word that means it in text, the canonical one first. */
export interface Term<Id extends string> {
  readonly id: Id;
  readonly words: readonly string[];
}

function terms<Id extends string>(
  kinds: readonly { readonly id: Id; readonly word: string; readonly synonyms: readonly string[] }[],
): Term<Id>[] {
  return kinds.map(({ id, word, synonyms }) => ({ id, words: [word, ...synonyms] }));
}

/** Everybody that can be drawn, in a fixed order: a classifier may use the index as its class. */
export const ALL_CHARACTERS: readonly Term<CharacterId>[] = terms(CHARACTERS);
/** Who training data show, and who they never show. */
export const KNOWN_CHARACTERS: readonly Term<CharacterId>[] = terms(knownCharacters);
export const UNSEEN_CHARACTERS: readonly Term<CharacterId>[] = terms(unseenCharacters);
export const KNOWN_PLACES: readonly Term<PlaceId>[] = terms(PLACES);
export const KNOWN_TIMES: readonly Term<TimeId>[] = terms(TIMES);
export const KNOWN_PROPS: readonly Term<PropId>[] = terms(PROPS);

/** Names that occur in training data. */
export const KNOWN_NAMES: readonly string[] = Object.values(NAMES).flatMap((names) => names.map(({ name }) => name));

/** Names that never do. */
export const KEPT_BACK_NAMES: readonly string[] = Object.values(HELD_OUT_NAMES).map(({ name }) => name);

/**
 * The character of an id or of any word that means it.
 * @throws `bad-request` for somebody that the world does not have
 */
export function characterFrom(word: string): CharacterId {
  const found = ALL_CHARACTERS.find(({ id, words }) => id === word || words.includes(word));
  if (found !== undefined) return found.id;
  throw new StudioError('bad-request', `The world has no character called ${word}.`, {
    hint: `It has ${ALL_CHARACTERS.map(({ id }) => id).join(', ')}.`,
  });
}

export const STYLES: readonly StyleId[] = ['flat', 'ink', 'pastel'];

/** The line that names the style of a story, put before the first panel's text; nothing for flat, which goes unsaid. */
export function styleLine(style: StyleId): string | undefined {
  return { flat: undefined, ink: 'Drawn in ink.', pastel: 'Drawn in pastel.' }[style];
}
