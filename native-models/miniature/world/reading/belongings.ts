// Who has what in a story: things are found, given, put down and lost, and nobody gives away what somebody else has.
import { PROPS } from '../props';
import type { Conflict } from './claim';
import { namesOnly, SOMEBODY, type Company, type Person } from './company';
import { oneOf } from './grammar';

const WORDS = PROPS.map(({ word }) => word);
const ADJECTIVES = oneOf(PROPS.flatMap(({ adjectives }) => adjectives));
const WHO = `(${SOMEBODY})`;
const THING = `(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|my) (?:${ADJECTIVES} )?(${oneOf(WORDS)})`;
const MENTION = new RegExp(`\\b([Tt]he|[Aa]n?|[Hh]is|[Hh]er|my) (?:${ADJECTIVES} )?(${oneOf(WORDS)})\\b`, 'g');

/** What becomes of a thing: whose it must have been, and whose it is then. Numbers are groups of the pattern. */
interface Rule {
  readonly pattern: RegExp;
  readonly thing: number;
  readonly from?: number;
  readonly to?: number;
  /** Where nobody has it any more. */
  readonly lies?: boolean;
}

function rule(pattern: string, groups: Omit<Rule, 'pattern'>): Rule {
  return { pattern: new RegExp(`\\b${pattern}`), ...groups };
}

const RULES: readonly Rule[] = [
  rule(`friends of ${WHO} had ${THING}`, { thing: 2 }),
  rule(`never had ${THING}`, { thing: 1 }),
  rule(`I am ${WHO}, and this is ${THING}`, { to: 1, thing: 2 }),
  rule(`${WHO} (?:gave|handed) ${THING} to ${WHO}`, { from: 1, thing: 2, to: 3 }),
  rule(`(?:said|sang|thought) ${WHO}, and gave ${THING} to ${WHO}`, { from: 1, thing: 2, to: 3 }),
  rule(`${WHO} gave ${WHO} ${THING}`, { from: 1, to: 2, thing: 3 }),
  rule(`${WHO} (?:\\w+ ){0,4}gave ${THING} (?:back|away|,)`, { from: 1, thing: 2 }),
  rule(`${WHO} (?:kept|keeps) ${THING} safe and now gave it back to ${WHO}`, { from: 1, thing: 2, to: 3 }),
  rule(`${WHO} held out ${THING}, and ${WHO} took it`, { from: 1, thing: 2, to: 3 }),
  rule(`${WHO} looked at ${THING} once more and gave it to ${WHO}`, { from: 1, thing: 2, to: 3 }),
  rule(`${WHO} liked ${THING} so much that ${WHO} gave it`, { to: 1, thing: 2, from: 3 }),
  rule(`You may have ${THING},"? said ${WHO}`, { thing: 1, from: 2 }),
  rule(`${THING} went from ${WHO} to ${WHO}`, { thing: 1, from: 2, to: 3 }),
  rule(`${WHO} let ${WHO} (?:hold|have) ${THING}`, { from: 1, to: 2, thing: 3 }),
  rule(`nodded, and ${WHO} took ${THING}`, { to: 1, thing: 2 }),
  rule(`${WHO} (?:put|set|laid|hid) ${THING} `, { from: 1, thing: 2, lies: true }),
  rule(`${THING} slipped away from ${WHO}`, { thing: 1, from: 2, lies: true }),
  rule(`${WHO} slipped and let go of ${THING}`, { from: 1, thing: 2, lies: true }),
  rule(`${THING} (?:was|is) (?:gone|lost)`, { thing: 1, lies: true }),
  rule(`took ${THING} (?:far, far )?away`, { thing: 1, lies: true }),
  rule(`wind (?:took|came, and) ${THING}`, { thing: 1, lies: true }),
  rule(`${THING} (?:went flying|landed|slipped and flew)`, { thing: 1, lies: true }),
  rule(
    `${WHO}(?:,? [a-z]+){0,5} (?:found|picked up|took|got|caught|fetched|had|held up|held|carried|carrying|loved|with) ${THING}`,
    {
      to: 1,
      thing: 2,
    },
  ),
  rule(`said ${WHO} to ${THING}, and picked it up`, { to: 1, thing: 2 }),
  rule(`${WHO} went back to ${THING} and picked it up`, { to: 1, thing: 2 }),
  rule(`${WHO} picked ${THING} up`, { to: 1, thing: 2 }),
];

const NOBODY = Symbol('nobody');
const SOMEONE = Symbol('someone');
type Holder = Person | typeof NOBODY | typeof SOMEONE;

export class Belongings {
  readonly #holders = new Map<string, Holder>();

  constructor(readonly company: Company) {}

  /** Takes in a sentence and tells what in it conflicts. */
  read(sentence: string, isFirst: boolean): Conflict[] {
    const conflicts: Conflict[] = [];
    for (const [, article, thing] of sentence.matchAll(MENTION)) {
      if (thing === undefined || this.#holders.has(thing)) continue;
      if (!isFirst && article?.toLowerCase() === 'the')
        conflicts.push({ about: 'possession', claim: `the ${thing}`, against: `no ${thing} so far` });
      this.#holders.set(thing, SOMEONE);
    }
    const plain = namesOnly(sentence);
    for (const { pattern, thing, from, to, lies } of RULES) {
      const match = pattern.exec(plain);
      const what = match?.[thing];
      if (match === null || what === undefined) continue;
      const holder = this.#holders.get(what);
      const giver = from === undefined ? undefined : this.company.resolve(match[from]);
      const conflict = giver !== undefined && typeof holder === 'string' && holder !== giver;
      if (conflict || (giver !== undefined && holder === NOBODY))
        conflicts.push({
          about: 'possession',
          claim: `${giver ?? ''} has the ${what}`,
          against: typeof holder === 'string' ? `${holder} has it` : 'nobody has it',
        });
      const taker = to === undefined ? undefined : this.company.resolve(match[to]);
      this.#holders.set(what, lies === true ? NOBODY : (taker ?? SOMEONE));
      break;
    }
    return conflicts;
  }

  /** Those who leave take along what they have. */
  leave(people: readonly Person[]): void {
    for (const [thing, holder] of this.#holders)
      if (typeof holder === 'string' && people.includes(holder)) this.#holders.set(thing, NOBODY);
  }
}
