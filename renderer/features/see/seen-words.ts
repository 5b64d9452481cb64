// The words of "I see: fox, beach, night": as a picture's description, as chips to edit, and as a sentence to begin with. Pure. The
// sentence is English, because the model's stories are.
import type { BundleSummary } from '../../../common/domain/bundle';
import type { PictureDescription } from '../../../common/domain/picture-description';

type Knows = BundleSummary['knows'];

export const altFromDescription = ({ words, caption }: PictureDescription): string => {
  const named = [...words.characters, ...words.props, ...words.places, ...words.times];
  return named.length === 0 ? caption : named.join(', ');
};

/** A sentence is one chip; a list is a chip a word. */
export const chipsFromAlt = (alt: string): string[] =>
  /[.!?。！？]/u.test(alt)
    ? [alt.trim()].filter((chip) => chip !== '')
    : alt
        .split(/[,，、]/u)
        .map((chip) => chip.trim())
        .filter((chip) => chip !== '');

/** Without doubles, and without commas inside of a chip: they would make two of it. */
export const altFromChips = (chips: readonly string[]): string =>
  [
    ...new Set(
      chips.map((chip) =>
        chip
          .replace(/[,，、]/gu, ' ')
          .replace(/\s+/gu, ' ')
          .trim(),
      ),
    ),
  ]
    .filter((chip) => chip !== '')
    .join(', ');

const withArticle = (word: string): string =>
  /^(?:the|an?|two|three|some)\s/iu.test(word) || /^\p{Lu}/u.test(word)
    ? word
    : `${/^[aeiou]/iu.test(word) ? 'an' : 'a'} ${word}`;
const inARow = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const places: Readonly<Record<string, string>> = {
  beach: 'on the beach',
  sea: 'by the sea',
  farm: 'on the farm',
  mountain: 'on the mountain',
  space: 'in space',
  snow: 'in the snow',
  town: 'in town',
};
const times: Readonly<Record<string, string>> = {
  night: 'at night',
  day: 'by day',
  sunset: 'at sunset',
  sunrise: 'at sunrise',
  rain: 'in the rain',
  snowfall: 'while snow fell',
};

/** The chips as a line to begin a panel with: "A fox with a lantern was on the beach at night." */
export function sentenceFromChips(chips: readonly string[], knows: Knows): string {
  const [only] = chips;
  if (only === undefined) return '';
  if (chips.length === 1 && /[.!?]$/u.test(only)) return only;
  const isOne = (list: readonly string[], chip: string): boolean => list.includes(chip.toLowerCase());
  const place = chips.filter((chip) => isOne(knows.places, chip));
  const time = chips.filter((chip) => isOne(knows.times, chip));
  const props = chips.filter((chip) => isOne(knows.props, chip));
  const who = chips.filter((chip) => !place.includes(chip) && !time.includes(chip) && !props.includes(chip));
  const subjects = who.length > 0 ? who : props;
  const carried = who.length > 0 ? props : [];
  const where = place.map((word) => places[word.toLowerCase()] ?? `in the ${word}`);
  const when = time.map((word) => times[word.toLowerCase()] ?? `at ${word}`);
  const verb = subjects.length > 1 ? 'were' : 'was';
  const parts = [
    subjects.length > 0 ? inARow(subjects.map(withArticle)) : '',
    carried.length > 0 ? `with ${inARow(carried.map(withArticle))}` : '',
    subjects.length > 0 && where.length > 0 ? verb : '',
    ...where,
    ...when,
  ].filter((part) => part !== '');
  const line = parts.join(' ');
  return line === '' ? '' : `${line[0]?.toUpperCase() ?? ''}${line.slice(1)}.`;
}
