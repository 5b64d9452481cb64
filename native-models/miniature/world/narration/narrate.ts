// Tells one panel: picks a line for its beat, makes its choices, fills its slots, and sees that the sentence is of a good
// length. What may be said follows from the moment; the picture shows the rest.
import type { Rng } from '../../../../common/base/rng';
import { withArticle } from '../captions';
import { place } from '../places';
import { isOpening, type Beat, type Moment, type StoryProps } from '../beats';
import { prop } from '../props';
import type { PropId } from '../scene-graph';
import { LINES, type Register } from './lines';
import { GO, IN, PLACE_DETAILS, TO } from './place-phrases';
import { Speaker, type CastMember } from './references';
import { contradictingWords, thenPhrase, TIME_DETAILS, WHEN } from './time-phrases';

export const MIN_WORDS = 7;
export const MAX_WORDS = 28;

/** What has been used in this story, so that nothing is said twice. */
export interface Told {
  readonly lines: Set<string>;
  readonly details: Set<string>;
}

/** Lines that do not suit a room: nobody walks a long way in it, and nobody discovers home. */
const NOT_AT_HOME =
  /walk|lived|came by|went out|set out|on the way|long way|more of the world|was new|began|the whole world/;
const NOT_GOING_HOME = /more of the world|everything was|called, "where|to rest|over and under/;
/** Lines that need firm ground: at sea there is a raft, in space there is nothing. */
const NOT_AFLOAT = /walk|path|\bran\b|race|step|the ground|hop|left, right|tripped|sat down/;

/** Out there is neither air nor sky. */
const NOT_IN_SPACE = /wind|sky|bird/;

/** Lines that say a name out loud. */
const NAMED = /called \{mn\}|of \{mn\}/;

function isAfloat(moment: Moment): boolean {
  return moment.place === 'sea' || moment.place === 'space';
}

function suits(line: string, telling: Telling): boolean {
  const { beat, moment, before } = telling;
  if (line.startsWith('2:') && moment.crowd === 1) return false;
  if ((isAfloat(moment) || (before !== undefined && isAfloat(before))) && NOT_AFLOAT.test(line)) return false;
  if ((moment.place === 'space' || before?.place === 'space') && NOT_IN_SPACE.test(line)) return false;
  if (telling.nameless && NAMED.test(line)) return false;
  if (isOpening(beat)) {
    if (moment.place === 'room' && NOT_AT_HOME.test(line)) return false;
    return line.includes('{when}');
  }
  return !(moment.place === 'room' && NOT_GOING_HOME.test(line));
}

/** "a key", "an old key"; never "a dark hat" by day, which sounds like another hour. */
function described(rng: Rng, id: PropId, moment: Moment): string {
  const { word, adjectives } = prop(id);
  const fitting = adjectives.filter((adjective) => contradictingWords(adjective, moment).length === 0);
  return withArticle(fitting.length > 0 && rng.chance(0.4) ? `${rng.pick(fitting)} ${word}` : word);
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
  /** The moment of the panel before; absent in the first. */
  readonly before?: Moment;
  readonly register: Register;
  /** True where the main character is only ever called by its kind. */
  readonly nameless: boolean;
  readonly props: StoryProps;
  readonly cast: readonly [CastMember, CastMember, CastMember];
}

function tell(rng: Rng, telling: Telling, line: string, told: Told): string {
  const { moment, before, props, cast } = telling;
  const speaker = new Speaker(rng, cast, moment.crowd, telling.beat === 'goodbye' ? 2 : moment.crowd, telling.nameless);
  const [main, friend, third] = cast;
  const detail = (): string =>
    fresh(
      rng,
      [
        ...PLACE_DETAILS[moment.place],
        // Out in space there is no weather and no sky to look up to.
        ...(moment.place === 'space' ? [] : TIME_DETAILS[moment.time]),
      ],
      told.details,
    );
  const placed = (): string => {
    const relation = moment.lying?.relation ?? 'on';
    return `${relation} ${relation === 'under' ? place(moment.place).shelter : place(moment.place).support}`;
  };
  const slots: Readonly<Record<string, () => string>> = {
    intro: () => speaker.introduction(main),
    akind: () => speaker.kind(main),
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
    ap: () => described(rng, props.first, moment),
    q: () => `the ${prop(props.second).word}`,
    qw: () => prop(props.second).word,
    aq: () => described(rng, props.second, moment),
    in: () => rng.pick(IN[moment.place]),
    to: () => rng.pick(TO[moment.place]),
    when: () => rng.pick(WHEN[moment.time]),
    go: () => going(rng, moment, before),
    // "When morning came, he came" is one "came" too many.
    then: () =>
      thenPhrase(
        rng,
        before?.time ?? 'day',
        moment.time,
        (phrase) =>
          !((/ came/.test(line) && phrase.includes(' came')) || (/\{then\},/.test(line) && /and$/.test(phrase))),
      ),
    placed,
    detail: () => withCapitals(detail()),
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
  const sentence = withCapitals(filled.replace(/,+(?=[,.!?:])/g, ''));
  const more = !line.includes('{detail}') && (words < MIN_WORDS + 1 || (words < 14 && rng.chance(0.4)));
  return more ? `${sentence} ${withCapitals(detail())}` : sentence;
}

/** The verb of going: nobody walks over water, or through space. */
function going(rng: Rng, moment: Moment, before: Moment | undefined): string {
  if (before?.place === 'space') return rng.pick(GO.fromSpace);
  if (before?.place === 'sea' && moment.place !== 'space') return rng.pick(GO.fromSea);
  if (moment.place === 'sea' || moment.place === 'space') return rng.pick(GO[moment.place]);
  return rng.pick(moment.place === 'room' ? GO.home : GO.land);
}

function introduces(beat: Beat): boolean {
  return (
    beat === 'meet' || beat === 'meetHolding' || beat === 'meetFinder' || beat === 'helped' || beat.startsWith('pair')
  );
}

/** The narration of one panel: 7 to 28 words of plain English. */
export function narrate(rng: Rng, telling: Telling, told: Told): string {
  const lines = LINES[telling.register][telling.beat].filter((line) => suits(line, telling));
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
