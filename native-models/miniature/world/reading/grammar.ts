// The lines of narration turned round: tells whether a sentence is one that the world's grammar could have told. Lines are cut into
// sentences, and every slot accepts whatever narration may put there. It judges form only: what sentences claim is claims.ts's concern.
import { CHARACTERS } from '../characters';
import { HELD_OUT_NAMES, NAMES, UNSEEN_NAMES } from '../names';
import { LINES } from '../narration/lines';
import { GO, IN, PLACE_DETAILS, TO } from '../narration/place-phrases';
import { ADJECTIVES } from '../narration/references';
import { THEN_PHRASES, TIME_DETAILS, WHEN } from '../narration/time-phrases';
import { PLACES } from '../places';
import { PROPS } from '../props';

/** Alternatives as a group, the longest first. */
export function oneOf(words: readonly string[]): string {
  return `(?:${[...new Set(words)].sort((a, b) => b.length - a.length).join('|')})`;
}

/** Read in the place of names that the world does not have (introductions.ts). */
export const STAND_INS: readonly string[] = ['Zebo', 'Zego', 'Zelo', 'Zemo', 'Zeno', 'Zero'];

export const ALL_NAMES: readonly string[] = [
  ...[...Object.values(NAMES).flat(), ...Object.values(HELD_OUT_NAMES), ...Object.values(UNSEEN_NAMES).flat()].map(
    ({ name }) => name,
  ),
  ...STAND_INS,
];

/** Names, kinds and things are levelled before patterns are tried, which keeps those short: "Zed the fox found a kite." */
const LEVELS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`\\b${oneOf(ALL_NAMES)}\\b`, 'g'), 'Zed'],
  [new RegExp(`\\b${oneOf(CHARACTERS.map(({ word }) => word))}\\b`, 'g'), 'fox'],
  [
    new RegExp(
      `\\b${oneOf(PROPS.flatMap(({ adjectives }) => adjectives))} ${oneOf(PROPS.map(({ word }) => word))}\\b`,
      'g',
    ),
    'kite',
  ],
  [new RegExp(`\\b${oneOf(PROPS.map(({ word }) => word))}\\b`, 'g'), 'kite'],
  [new RegExp(`\\b${oneOf(ADJECTIVES)} fox\\b`, 'g'), 'fox'],
  [/\b([Aa])n (?=fox|kite)/g, '$1 '],
];

function levelled(text: string): string {
  return LEVELS.reduce((level, [words, word]) => level.replace(words, word), text);
}

const INTRODUCTION = '(?:Zed the fox|a fox(?: called Zed)?)';
const SUBJECT = '(?:he|she|Zed|the fox)';
const OBJECT = '(?:him|her|Zed|the fox)';
const PHRASE_END = ',?';

function flat(table: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.values(table).flat();
}

const SLOTS: Readonly<Record<string, string>> = {
  intro: INTRODUCTION,
  iplain: INTRODUCTION,
  fintro: INTRODUCTION,
  fplain: INTRODUCTION,
  gintro: INTRODUCTION,
  akind: 'a fox',
  gn: SUBJECT,
  m: SUBJECT,
  mn: SUBJECT,
  mh: SUBJECT,
  f: SUBJECT,
  fn: SUBJECT,
  mo: OBJECT,
  fo: OBJECT,
  ms: '(?:his|her)',
  fs: '(?:his|her)',
  w: `(?:${SUBJECT} and ${SUBJECT}|${SUBJECT}|they|the two friends|the three friends)`,
  w2: `(?:them|${OBJECT})`,
  p: 'the kite',
  q: 'the kite',
  pw: 'kite',
  qw: 'kite',
  ap: 'a kite',
  aq: 'a kite',
  in: oneOf(flat(IN)),
  to: oneOf(flat(TO)),
  go: oneOf(flat(GO)),
  when: oneOf(flat(WHEN).map((phrase) => phrase.replace(/,$/, ''))) + PHRASE_END,
  then: oneOf(THEN_PHRASES.map((phrase) => phrase.replace(/,$/, ''))) + PHRASE_END,
  placed: oneOf(PLACES.flatMap(({ support, shelter }) => [`on ${support}`, `under ${shelter}`])),
};

const DETAILS: ReadonlySet<string> = new Set([...flat(PLACE_DETAILS), ...flat(TIME_DETAILS)]);

/** A pattern for a piece of a line; choices in brackets first, since they may hold slots. */
function pattern(piece: string): RegExp {
  const source = piece
    .replace(/[.?*+^$()]/g, '\\$&')
    .replace(/\[([^\]]*)\]/g, '(?:$1)')
    .replace(/,?(\{(?:when|then)\}),?/g, ',?$1')
    .replace(/\{(\w+)\}/g, (slot, name: string) => {
      const words = SLOTS[name];
      if (words === undefined) throw new RangeError(`No words are known for the slot ${slot}: ${piece}`);
      return words;
    });
  return new RegExp(`^${source}$`, 'i');
}

/** Sentences of a text: they end with a mark, and the next begins with a capital, a quotation mark or a slot. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?]"?) (?="?[A-Z{[])/).filter((sentence) => sentence !== '');
}

interface Piece {
  readonly pattern: RegExp;
  /** Words that every sentence of this piece has: looked up before the pattern, which is slow to fail. */
  readonly words: readonly string[];
}

function literalWords(piece: string): string[] {
  return (
    piece
      .replace(/\[[^\]]*\]|\{\w+\}/g, ' ')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

/** All runs of sentences of all lines, by their rarest word. */
function piecesByKey(): ReadonlyMap<string | undefined, readonly Piece[]> {
  const runs = new Set<string>();
  for (const line of new Set(Object.values(LINES).flatMap((beats) => Object.values(beats).flat()))) {
    // A detail is a sentence of its own.
    const capital = line
      .replace(/^2:/, '')
      .replace(/ ?\{detail\} ?/g, ' ')
      .trim()
      .replace(/(^"?|[.!?]"? "?)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
    const sentences = sentencesOf(capital);
    for (let from = 0; from < sentences.length; from++)
      for (let to = from + 1; to <= sentences.length; to++) runs.add(sentences.slice(from, to).join(' '));
  }
  const counts = new Map<string, number>();
  for (const run of runs) for (const word of new Set(literalWords(run))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byKey = new Map<string | undefined, Piece[]>();
  for (const run of runs) {
    const words = literalWords(run).sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    byKey.set(words[0], [...(byKey.get(words[0]) ?? []), { pattern: pattern(run), words }]);
  }
  return byKey;
}

let pieces: ReadonlyMap<string | undefined, readonly Piece[]> | undefined;

function isTold(text: string): boolean {
  if (DETAILS.has(text.toLowerCase())) return true;
  const level = levelled(text);
  const lower = level.toLowerCase();
  pieces ??= piecesByKey();
  const said = new Set(lower.match(/[a-z]+/g));
  for (const key of [undefined, ...said]) {
    const found = pieces
      .get(key)
      ?.some((piece) => piece.words.every((word) => said.has(word)) && piece.pattern.test(level));
    if (found === true) return true;
  }
  return false;
}

const LONGEST_RUN = 6;

/** Which sentences of a text the grammar knows, each alone or as part of a run of sentences that one line tells. */
export function parsedSentences(sentences: readonly string[]): boolean[] {
  const parsed = sentences.map(() => false);
  let at = 0;
  while (at < sentences.length) {
    let length = Math.min(LONGEST_RUN, sentences.length - at);
    while (length > 0 && !isTold(sentences.slice(at, at + length).join(' '))) length -= 1;
    for (let i = 0; i < length; i++) parsed[at + i] = true;
    at += Math.max(1, length);
  }
  return parsed;
}
