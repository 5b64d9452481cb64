// Tells one panel: picks a line for its beat, makes its choices, fills its slots, and sees that the sentence is of a good
// length. What may be said follows from the moment; the picture shows the rest.
import type { Rng } from '../../../../common/base/rng';
import { withArticle } from '../captions';
import { character } from '../characters';
import { place } from '../places';
import type { Beat, Moment, StoryProps } from '../plot';
import { prop } from '../props';
import type { PropId } from '../scene-graph';
import { ENDINGS } from './ending-lines';
import { JOURNEYS } from './journey-lines';
import { MEETINGS } from './meeting-lines';
import { OPENINGS } from './opening-lines';
import { IN, PLACE_DETAILS, THEN, TIME_DETAILS, TO, WHEN } from './phrases';
import { Speaker, type CastMember } from './references';
import { TROUBLES } from './trouble-lines';

const LINES: Readonly<Record<Beat, readonly string[]>> = {
  ...OPENINGS,
  ...JOURNEYS,
  ...MEETINGS,
  ...TROUBLES,
  ...ENDINGS,
};

export const MIN_WORDS = 7;
export const MAX_WORDS = 28;

/** What has been used in this story, so that nothing is said twice. */
export interface Told {
  readonly lines: Set<string>;
  readonly details: Set<string>;
}

/** Lines that do not suit a room: nobody walks a long way in it, and nobody discovers home. */
const NOT_AT_HOME = /walk|lived|came by|went out|set out|long way|more of the world|was new|began|the whole world/;
const NOT_GOING_HOME = /more of the world|everything was|called, "where|to rest/;

function suits(line: string, beat: Beat, moment: Moment): boolean {
  if (line.startsWith('2:') && moment.crowd === 1) return false;
  if (beat in OPENINGS) {
    if (moment.place === 'room' && NOT_AT_HOME.test(line)) return false;
    return line.includes('{when}') || moment.time === 'day';
  }
  return !(moment.place === 'room' && beat in JOURNEYS && NOT_GOING_HOME.test(line));
}

function described(rng: Rng, id: PropId): string {
  const kind = prop(id);
  return withArticle(rng.chance(0.4) ? `${rng.pick(kind.adjectives)} ${kind.word}` : kind.word);
}

function fresh(rng: Rng, from: readonly string[], used: Set<string>): string {
  const left = from.filter((item) => !used.has(item));
  const chosen = rng.pick(left.length > 0 ? left : from);
  used.add(chosen);
  return chosen;
}

/** Capitals at the start, after a full stop, and inside an opening quotation mark. */
export function withCapitals(text: string): string {
  return text.replace(
    /(^"?|[.!?] "?|\s")([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

export interface Telling {
  readonly beat: Beat;
  readonly moment: Moment;
  readonly props: StoryProps;
  readonly cast: readonly [CastMember, CastMember, CastMember];
}

function tell(rng: Rng, telling: Telling, line: string, told: Told): string {
  const { moment, props, cast } = telling;
  const speaker = new Speaker(rng, cast, moment.crowd);
  const [main, friend, third] = cast;
  const detail = (): string =>
    fresh(
      rng,
      [...PLACE_DETAILS[moment.place], ...PLACE_DETAILS[moment.place], ...TIME_DETAILS[moment.time]],
      told.details,
    );
  const placed = (): string => {
    const relation = moment.lying?.relation ?? 'on';
    return `${relation} ${relation === 'under' ? place(moment.place).shelter : place(moment.place).support}`;
  };
  const slots: Readonly<Record<string, () => string>> = {
    intro: () => speaker.introduction(main),
    akind: () => withArticle(character(main.id).word),
    iplain: () => speaker.introduction(main, true),
    fintro: () => speaker.introduction(friend),
    fplain: () => speaker.introduction(friend, true),
    gintro: () => speaker.introduction(third),
    gn: () => third.given.name,
    m: () => speaker.main(),
    mn: () => speaker.mainName(),
    mh: () => speaker.main(),
    mo: () => speaker.mainObject(),
    ms: () => speaker.mainPossessive(),
    f: () => (introduces(telling.beat) ? friend.given.name : speaker.friend()),
    fn: () => friend.given.name,
    fo: () => speaker.friendObject(),
    fs: () => speaker.friendPossessive(),
    w: () => speaker.walkers(),
    w2: () => speaker.walkersObject(),
    p: () => `the ${prop(props.first).word}`,
    pw: () => prop(props.first).word,
    ap: () => described(rng, props.first),
    q: () => `the ${prop(props.second).word}`,
    qw: () => prop(props.second).word,
    aq: () => described(rng, props.second),
    in: () => rng.pick(IN[moment.place]),
    to: () => rng.pick(TO[moment.place]),
    when: () => rng.pick(WHEN[moment.time]),
    // "When morning came, he came" is one "came" too many.
    then: () => rng.pick(THEN[moment.time].filter((phrase) => !(/ came\b/.test(line) && phrase.includes(' came')))),
    placed,
    detail,
  };
  const filled = line
    .replace(/^2:/, '')
    .replace(/\[([^\]]*)\]/g, (_, choices: string) => rng.pick(choices.split('|')))
    .replace(/\{(\w+)\}/g, (slot, name: string) => {
      const fill = slots[name];
      if (fill === undefined) throw new Error(`A line uses the unknown slot ${slot}: ${line}`);
      return fill();
    });
  const words = filled.split(' ').length;
  const sentence = withCapitals(filled.replace(/,,/g, ','));
  const more = !line.includes('{detail}') && (words < MIN_WORDS + 1 || (words < 14 && rng.chance(0.4)));
  return more ? `${sentence} ${withCapitals(detail())}` : sentence;
}

function introduces(beat: Beat): boolean {
  return beat === 'meet' || beat === 'meetHolding' || beat === 'meetFinder' || beat === 'helped' || beat === 'pair';
}

/** The narration of one panel: 7 to 28 words of plain English. */
export function narrate(rng: Rng, telling: Telling, told: Told): string {
  const lines = LINES[telling.beat].filter((line) => suits(line, telling.beat, telling.moment));
  let text = '';
  for (let attempt = 0; attempt < 20; attempt++) {
    const line = fresh(rng, lines, told.lines);
    text = tell(rng, telling, line, told);
    const words = text.split(' ').length;
    if (words >= MIN_WORDS && words <= MAX_WORDS) return text;
  }
  throw new Error(
    `No line of the beat ${telling.beat} has ${String(MIN_WORDS)} to ${String(MAX_WORDS)} words; the last was: ${text}`,
  );
}
