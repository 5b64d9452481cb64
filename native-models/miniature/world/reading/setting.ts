// Where and when a story is, as its sentences say it: phrases of place and time set it, journeys and passing time change it, and words
// of another place or hour conflict with it.
import { IN, PLACE_DETAILS, PLACE_WORDS, TO } from '../narration/place-phrases';
import { THEN_BY_TIME, TIME_DETAILS, TIME_WORDS, WEATHER_PHRASES, WHEN } from '../narration/time-phrases';
import { PLACES } from '../places';
import type { PlaceId, TimeId } from '../scene-graph';
import type { Conflict } from './claim';
import { oneOf } from './grammar';

interface Phrase<Id> {
  readonly id: Id;
  /** True where the phrase tells a change: a journey, or time that passes. */
  readonly moves: boolean;
}

function phraseTable<Id extends string>(
  ...tables: readonly (readonly [Readonly<Record<Id, readonly string[]>>, boolean])[]
): ReadonlyMap<string, Phrase<Id>> {
  const found = new Map<string, Phrase<Id>>();
  for (const [table, moves] of tables)
    for (const id of Object.keys(table) as Id[])
      for (const phrase of table[id]) found.set(phrase.replace(/,$/, ''), { id, moves });
  return found;
}

const PLACE_PHRASES = phraseTable<PlaceId>([IN, false], [TO, true]);
const TIME_PHRASES = phraseTable<TimeId>([WHEN, false], [THEN_BY_TIME, true]);
const PLACE_PATTERN = new RegExp(`\\b${oneOf([...PLACE_PHRASES.keys()])}\\b`, 'g');
const TIME_PATTERN = new RegExp(`\\b${oneOf([...TIME_PHRASES.keys()])}\\b`, 'g');
const FURNITURE = new Map<string, PlaceId>(
  PLACES.flatMap(({ id, support, shelter }) => [
    [`on ${support}`, id],
    [`under ${shelter}`, id],
  ]),
);
const FURNITURE_PATTERN = new RegExp(`\\b${oneOf([...FURNITURE.keys()])}\\b`, 'g');
const DETAILS: ReadonlySet<string> = new Set([...Object.values(PLACE_DETAILS), ...Object.values(TIME_DETAILS)].flat());

/** The weather is over: that needs a weather. */
const WEATHER_ENDS = /\b(rain (stopped|was over)|after the rain|stopped snowing|last snowflake|sun came out again)\b/;

function idsOf<Id extends string>(table: Readonly<Record<Id, readonly string[]>>, word: string): Id[] {
  return (Object.keys(table) as Id[]).filter((id) => table[id].includes(word));
}

/** Times that a word may be said of: rain and snowfall are by day. */
function timesSaid(word: string): TimeId[] {
  const ids = idsOf(TIME_WORDS, word);
  return word === 'day' || word === 'morning' ? [...ids, 'rain', 'snowfall'] : ids;
}

export class Setting {
  place: PlaceId | undefined;
  time: TimeId | undefined;

  /** Takes in a sentence and tells what in it conflicts. After a conflict the story goes on from what was said last. */
  read(sentence: string): Conflict[] {
    const lower = sentence.toLowerCase();
    if (DETAILS.has(lower)) return this.#words(lower);
    const conflicts: Conflict[] = [];
    let rest = lower;
    if (WEATHER_ENDS.test(lower) && this.time !== undefined && this.time !== 'rain' && this.time !== 'snowfall')
      conflicts.push({ about: 'time', claim: 'the weather ends', against: this.time });
    // Longest phrases first: "home" is a part of "at home".
    rest = rest.replace(TIME_PATTERN, (phrase) => {
      const said = TIME_PHRASES.get(phrase);
      if (said === undefined) return phrase;
      const isNow = said.id === this.time;
      // "At sunset" tells the hour as well as its coming.
      const both = said.moves && idsOf(WHEN, phrase).length > 0;
      if (this.time !== undefined && said.moves === isNow && !both)
        conflicts.push({ about: 'time', claim: said.moves ? `it becomes ${said.id}` : said.id, against: this.time });
      this.time = said.id;
      return ' ';
    });
    rest = rest.replace(PLACE_PATTERN, (phrase) => {
      const said = PLACE_PHRASES.get(phrase);
      if (said === undefined) return phrase;
      if (this.place !== undefined && !said.moves && said.id !== this.place)
        conflicts.push({ about: 'place', claim: said.id, against: this.place });
      this.place = said.id;
      return ' ';
    });
    rest = rest.replace(FURNITURE_PATTERN, (phrase) => {
      const id = FURNITURE.get(phrase);
      if (id !== undefined && this.place !== undefined && id !== this.place) {
        conflicts.push({ about: 'place', claim: phrase, against: this.place });
        this.place = id;
      }
      this.place ??= id;
      return ' ';
    });
    return [...conflicts, ...this.#words(rest)];
  }

  /** Words that only other places or times have. */
  #words(text: string): Conflict[] {
    const conflicts: Conflict[] = [];
    for (const word of text.replace(WEATHER_PHRASES, ' ').match(/[a-z]+/g) ?? []) {
      const places = idsOf(PLACE_WORDS, word);
      const [place] = places;
      if (place !== undefined && this.place !== undefined && !places.includes(this.place)) {
        conflicts.push({ about: 'place', claim: word, against: this.place });
        this.place = place;
      }
      const times = timesSaid(word);
      const [time] = times;
      if (time !== undefined && this.time !== undefined && !times.includes(this.time)) {
        conflicts.push({ about: 'time', claim: word, against: this.time });
        this.time = time;
      }
    }
    return conflicts;
  }
}
