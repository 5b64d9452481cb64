// Who a story has introduced and who is there: names with their kinds, meetings and goodbyes. Whoever is spoken of must have been met,
// and keeps one kind.
import { CHARACTERS } from '../characters';
import { ADJECTIVES } from '../narration/references';
import { pronounOf } from '../names';
import type { Conflict } from './claim';
import { ALL_NAMES, oneOf } from './grammar';

export interface CastEntry {
  readonly name: string;
  /** The word of the kind: "fox". */
  readonly kind: string;
}

const KINDS = CHARACTERS.map(({ word }) => word);
const NAME = oneOf(ALL_NAMES);
const KIND = oneOf(KINDS);
const ADJECTIVE = `(?:${oneOf(ADJECTIVES)} )?`;
const NAME_FIRST = new RegExp(`\\b(${NAME}) the ${ADJECTIVE}(${KIND})\\b`, 'g');
const KIND_FIRST = new RegExp(`\\b[Aa]n? ${ADJECTIVE}(${KIND})(?: called (${NAME}))?\\b`, 'g');
const MENTION = new RegExp(`\\b${NAME}\\b`, 'g');
const THE_KIND = new RegExp(`\\b[Tt]he (${KIND})\\b`, 'g');
/** One who can be meant: a name, "the fox", a pronoun. */
export const SOMEBODY = `(?:${NAME}|[Tt]he ${KIND}|[Hh]e|[Ss]he|him|her)`;

/** One name for two people: "Pip and Pip", "Pip gave it to Pip". */
const TWO_OF_A_NAME = new RegExp(
  `\\b(${NAME}) (?:and|(?:(?!\\b(?:${NAME}|and|that)\\b)[^.!?",;])*\\b(?:to|at|with|for|let|told|gave|met|from)) \\1\\b`,
);

const PARTINGS = [
  new RegExp(`(?:said|sang) (${SOMEBODY}), and (?:went away|was gone|off)`),
  new RegExp(`(${SOMEBODY}) (?:said goodbye and left|had to leave|had to go|went away)`),
];

/** The sentence with names where people are introduced: "Bella" for "Bella the owl" and "an owl called Bella". */
export function namesOnly(sentence: string): string {
  return sentence.replace(NAME_FIRST, '$1').replace(KIND_FIRST, (whole, _kind: string, name?: string) => name ?? whole);
}

/** A person as the story knows it: by name, or by kind where it has none. */
export type Person = string;

export class Company {
  readonly #kinds = new Map<Person, string>();
  readonly #present = new Set<Person>();
  readonly #left = new Set<Person>();

  constructor(cast: readonly CastEntry[] = []) {
    for (const { name, kind } of cast) this.#kinds.set(name, kind);
  }

  /** The first who was introduced. */
  get main(): Person | undefined {
    return [...this.#present][0];
  }

  /**
   * Takes in who a panel introduces. A panel is taken in as a whole, since a name may be said before its kind is.
   * @param isFirst true for the panel that begins the story, where "a fox" needs no name
   */
  introduce(text: string, isFirst: boolean): Conflict[] {
    const conflicts: Conflict[] = [];
    const meet = (name: Person, kind: string): void => {
      const known = this.#kinds.get(name);
      if (known !== undefined && known !== kind)
        conflicts.push({ about: 'kind', claim: `${name} the ${kind}`, against: `${name} the ${known}` });
      else if (this.#present.has(name) && !isFirst)
        conflicts.push({ about: 'presence', claim: `${name} is met`, against: `${name} is there already` });
      else if (known === undefined && [...this.#kinds].some(([other, its]) => its === kind && other !== name))
        conflicts.push({
          about: 'presence',
          claim: `${name} the ${kind} is new`,
          against: `the ${kind} has another name`,
        });
      this.#kinds.set(name, kind);
      this.#present.add(name);
    };
    for (const [, name, kind] of text.matchAll(NAME_FIRST))
      if (name !== undefined && kind !== undefined) meet(name, kind);
    for (const [, kind, name] of text.matchAll(KIND_FIRST)) {
      if (kind === undefined) continue;
      if (name !== undefined) meet(name, kind);
      else if (isFirst) meet(kind, kind);
    }
    return conflicts;
  }

  /** What a sentence says of people that the story does not have, or not here. */
  read(sentence: string, isFirst: boolean): Conflict[] {
    const conflicts: Conflict[] = [];
    for (const [name] of sentence.matchAll(MENTION)) {
      if (this.#present.has(name)) continue;
      const isKnown = this.#kinds.has(name);
      conflicts.push(
        ...(isKnown && !this.#left.has(name)
          ? []
          : [
              {
                about: 'presence',
                claim: name,
                against: isKnown ? `${name} has left` : `nobody called ${name}`,
              } as const,
            ]),
      );
      if (!isKnown) this.#kinds.set(name, '');
      this.#present.add(name);
    }
    const [, shared] = TWO_OF_A_NAME.exec(sentence) ?? [];
    if (shared !== undefined)
      conflicts.push({ about: 'presence', claim: `two called ${shared}`, against: `one is ${shared}` });
    for (const [, kind] of sentence.matchAll(THE_KIND)) {
      if (kind === undefined || this.#ofKind(kind) !== undefined) continue;
      const called = new RegExp(`\\b${NAME} the ${ADJECTIVE}${kind}\\b`).test(sentence);
      if (called) continue;
      conflicts.push({ about: 'presence', claim: `the ${kind}`, against: `no ${kind} is there` });
    }
    if (this.#kinds.size === 0 && /\b([Hh]e|[Ss]he|[Tt]hey)\b/.test(sentence))
      conflicts.push({ about: 'presence', claim: 'somebody is there', against: 'nobody so far' });
    const needed = /\b[Tt]hree friends\b/.test(sentence) ? 3 : /\b([Tt]hey|[Tt]wo friends)\b/.test(sentence) ? 2 : 1;
    if (!isFirst && this.#present.size > 0 && needed > this.#present.size)
      conflicts.push({
        about: 'presence',
        claim: `${String(needed)} friends`,
        against: `${String(this.#present.size)} there`,
      });
    return conflicts;
  }

  /** Takes in who leaves at the end of a panel. */
  part(text: string): Person[] {
    const leaving = PARTINGS.flatMap((pattern) => {
      const who = this.resolve(pattern.exec(text)?.[1]);
      return who === undefined || who === this.main ? [] : [who];
    });
    for (const who of leaving) {
      this.#present.delete(who);
      this.#left.add(who);
    }
    return leaving;
  }

  /** Who is meant by a name, "the fox" or a pronoun; undefined where that is open. */
  resolve(words: string | undefined): Person | undefined {
    if (words === undefined) return undefined;
    const lower = words.toLowerCase();
    if (lower.startsWith('the ')) return this.#ofKind(lower.slice(4));
    const pronoun = /^(he|him)$/.test(lower) ? 'he' : /^(she|her)$/.test(lower) ? 'she' : undefined;
    if (pronoun === undefined) return words;
    const fitting = [...this.#present].filter((person) => (pronounOf(person) ?? pronoun) === pronoun);
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  #ofKind(kind: string): Person | undefined {
    return [...this.#present].find((person) => person === kind || this.#kinds.get(person) === kind);
  }
}
