// A writer's story in which everybody bears another name, so that a tuning knows its hero by what the story says it is ("Cooper the koala")
// and not by the few names of a few stories. Only what can be told from other words by its capital letter is a name; a story
// in which too much stands with one is left as it is. Pictures stay.
import type { Rng } from '../../../common/base/rng';
import type { BundleManifest } from '../../../common/domain/bundle';
import { madeUpName } from '../data/new-names';
import type { TuningStory } from './tuning-row';

export type KnownWords = BundleManifest['knows'];

/** Inside a sentence: after a letter or a comma, not after a full stop or a quotation mark. */
const NAME = /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/gu;
const WORD = /\p{L}+/gu;
/** Titles with capitals, or a language that writes nouns with them: more than this are no names. */
const MOST_NAMES = 6;
const calendar = new Set(
  (
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October ' +
    'November December Christmas Easter'
  ).split(' '),
);
/** Of the new names, where the bundle has names that are usual in its stories. */
const USUAL_SHARE = 0.5;

/** Whom a story names, each once, in order of appearance; none where names cannot be told from other words. */
export function namesIn({ panels }: Pick<TuningStory, 'panels'>, knows?: KnownWords): string[] {
  const text = panels.map((panel) => panel.text).join('\n');
  const words = new Set(text.match(WORD));
  const drawable = new Set(
    knows === undefined ? [] : [...knows.characters, ...knows.places, ...knows.times, ...knows.props],
  );
  const names = [...new Set(text.match(NAME))].filter((name) => {
    const plain = name.toLowerCase();
    return !words.has(plain) && !drawable.has(plain) && !calendar.has(name);
  });
  return names.length > MOST_NAMES ? [] : names;
}

/** The story with new names for all, made up or usual in the bundle's own stories. The same rng gives the same names. */
export function renamed(story: TuningStory, rng: Rng, knows?: KnownWords): TuningStory {
  const names = namesIn(story, knows);
  if (names.length === 0) return story;
  const usual = knows?.names ?? [];
  const given = new Map<string, string>();
  for (const name of names) {
    const isTaken = (fresh: string): boolean => names.includes(fresh) || [...given.values()].includes(fresh);
    let fresh: string;
    do fresh = usual.length > 2 * names.length && rng.chance(USUAL_SHARE) ? rng.pick(usual) : madeUpName(rng);
    while (isTaken(fresh));
    given.set(name, fresh);
  }
  const everyName = new RegExp(`(?<!\\p{L})(?:${names.join('|')})(?!\\p{L})`, 'gu');
  return {
    ...story,
    panels: story.panels.map((panel) => ({
      ...panel,
      text: panel.text.replace(everyName, (name) => given.get(name) ?? name),
    })),
  };
}
