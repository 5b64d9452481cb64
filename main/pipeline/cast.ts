// Which of a story's cards the model is told of, and in which words: those that are named in this panel or lately, and those that always
// are. In words that the bundle was trained on: a character is a name and a kind, "Pip the fox"; what it cannot draw is left out and
// told. How much of it fits is prompt.ts.
import type { BundleManifest } from '../../common/domain/bundle';
import type { CastCard } from '../../common/domain/story';
import { knownWordsOf } from '../../common/words/known-words';
import { findUnknownWords } from '../../common/words/unknown-words';
import { modelTextFrom } from './story-text';

export type ToldCard = Pick<CastCard, 'name' | 'kind' | 'look' | 'always'>;

/** A card that reaches the model. */
export interface PromptCard {
  readonly name: string;
  /** A passage of its own; empty where the bundle has no words for it. */
  readonly words: string;
  /** Content hash of its first picture; null where the story does not name it. */
  readonly picture: string | null;
  /** Words of its look that the bundle cannot draw. */
  readonly unknownWords: readonly string[];
  /** 0 matters most: what is named in this panel, then what always is told, then what was named before it. */
  readonly rank: number;
}

/** A name is recent while it is in one of so many panels before. */
export const RECENT_PANELS = 6;

/** The cards to tell, in the story's order, so that what was read stays good while the same ones are in play. */
export function cardsFor(
  cast: readonly (ToldCard & { readonly picture: string | null })[],
  texts: { readonly current: string; readonly before: readonly string[] },
  knows: BundleManifest['knows'],
): PromptCard[] {
  const recent = texts.before.slice(-RECENT_PANELS).join('\n');
  return cast.flatMap((card) => {
    const name = modelTextFrom(card.name);
    if (name === '') return [];
    const isNow = isNamed(name, texts.current);
    const isRecent = isNamed(name, recent);
    if (!isNow && !isRecent && !card.always) return [];
    const rank = isNow ? 0 : card.always ? 1 : 2;
    // Whoever is shown is drawn, whatever the words say: without being named, nobody is shown.
    const picture = isNow || isRecent ? card.picture : null;
    const told = { name, rank, picture, ...wordsOf({ ...card, name }, knows) };
    return told.words === '' && told.picture === null && told.unknownWords.length === 0 ? [] : [told];
  });
}

/** Whether a text has the name as a word of its own, however it is cased. */
function isNamed(name: string, text: string): boolean {
  const letters = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}

function wordsOf(card: ToldCard, knows: BundleManifest['knows']): Pick<PromptCard, 'words' | 'unknownWords'> {
  const look = modelTextFrom(card.look).replace(/[.\s]+$/u, '');
  const known = knownWordsOf(knows);
  if (known === null) return { words: look === '' ? '' : `${card.name}: ${look}.`, unknownWords: [] };
  const unknownWords = [...new Set(findUnknownWords(look, knows).map(({ word }) => word))];
  // A small world has names for characters only; its places and things are what their own words say.
  const kind =
    card.kind === 'character'
      ? (look.toLowerCase().match(/\p{L}+/gu) ?? [])
          .flatMap((word) => known.wordsFor(word))
          .find((word) => knows.characters.includes(word))
      : undefined;
  return { words: kind === undefined ? '' : `${card.name} the ${kind}.`, unknownWords };
}
