// What a writer and the studio say without a new picture: questions about the picture that was shown, thanks, and small talk.
import { knownCharacters } from '../characters';
import { place, timesOf } from '../places';
import { PROPS } from '../props';
import type { Exchange, Scene } from './changes';
import { aKind, aProp, IT_IS } from './wording';

type Talk = (scene: Scene) => Exchange | undefined;

const who: Talk = ({ graph, wording, rng }) => ({
  ask: rng.pick(
    graph.characters.length > 1
      ? ['who are they?', 'who is in the picture?', 'whom do I see there?']
      : ['who is that?', 'who is in the picture?', 'whom do I see there?'],
  ),
  answer: rng.pick([
    `${graph.characters.length > 1 ? 'they are' : 'that is'} ${wording.people(graph)} ${wording.where(graph)}.`,
    `you see ${wording.people(graph)}.`,
  ]),
});

const where: Talk = ({ graph, wording, rng }) => {
  const subject =
    graph.characters.length > 1 ? 'they' : wording.the(graph.characters[0] ?? { id: 'fox', name: '', role: 'main' });
  const verb = graph.characters.length > 1 ? 'are' : 'is';
  return {
    ask: rng.pick([`where ${verb} ${subject}?`, 'what place is this?', 'where is that?']),
    answer: rng.pick([`${subject} ${verb} ${place(graph.place).where}.`, `that is ${place(graph.place).where}.`]),
  };
};

const WHEN_QUESTIONS = {
  day: ['is it day or night?', 'what time of day is it?'],
  sunset: ['what time of day is it?'],
  night: ['is it day or night?', 'what time of day is it?'],
  rain: ['what is the weather like?', 'how is the weather?'],
  snowfall: ['what is the weather like?', 'how is the weather?'],
} as const;

const when: Talk = ({ graph, rng }) => ({
  ask: rng.pick(WHEN_QUESTIONS[graph.time]),
  answer: `${IT_IS[graph.time]}.`,
});

const holds: Talk = ({ graph, wording, rng }) => {
  const someone = rng.pick(graph.characters);
  const item = graph.props.find(({ by, relation }) => by === someone.id && relation === 'held');
  const name = wording.the(someone);
  return {
    ask: rng.pick([`what does ${name} have?`, `what is ${name} holding?`]),
    answer:
      item === undefined
        ? rng.pick([`${name} has nothing at all.`, `${name} holds nothing.`])
        : rng.pick([`${name} has ${aProp(item.id)}.`, `${name} holds ${aProp(item.id)}.`]),
  };
};

const isThere: Talk = ({ graph, rng }) => {
  const shown = rng.chance(0.5);
  const ids = rng.chance(0.5)
    ? PROPS.filter(({ id }) => graph.props.some((item) => item.id === id) === shown).map(({ id }) => aProp(id))
    : knownCharacters
        .filter(({ id }) => graph.characters.some((other) => other.id === id) === shown)
        .map(({ id }) => aKind(id));
  if (ids.length === 0) return undefined;
  const thing = rng.pick(ids);
  return {
    ask: rng.pick([`is there ${thing} in the picture?`, `do you see ${thing}?`]),
    answer: shown
      ? rng.pick([`yes, there is ${thing}.`, `yes, I see ${thing}.`])
      : rng.pick([`no, there is no ${thing.replace(/^an? /, '')}.`, `no, I do not see ${thing}.`]),
  };
};

const NUMBERS = ['', 'one', 'two', 'three'] as const;

const howMany: Talk = ({ graph, wording, rng }) => ({
  ask: rng.pick(['how many are they?', 'how many friends do you see?']),
  answer:
    graph.characters.length === 1
      ? `only one: ${wording.people(graph)}.`
      : `${NUMBERS[graph.characters.length] ?? 'many'}: ${wording.people(graph)}.`,
});

/** Said of the picture, or of nothing; the answer never needs one. */
const SMALL_TALK: readonly (readonly [string, string])[] = [
  ['thank you', 'you are welcome.'],
  ['thank you so much', 'it was fun to draw.'],
  ['how pretty', 'I am glad that you like it.'],
  ['I like it very much', 'thank you. I like it too.'],
  ['that is funny', 'yes, it made me laugh too.'],
  ['you are good at this', 'thank you. that is kind of you.'],
  ['well done', 'thank you very much.'],
  ['I love that picture', 'then it is yours.'],
  ['do you like to draw?', 'yes, I like it more than anything.'],
  ['are you tired?', 'no, I could go on all day.'],
  ['are you my friend?', 'yes, of course I am.'],
  ['goodbye', 'goodbye, and come back soon.'],
  ['I must go now', 'goodbye. it was nice to see you.'],
  ['let me think', 'take your time. I will wait.'],
  ['tell me something nice', 'you have very good ideas.'],
  ['can you sing?', 'no, but I can draw a little.'],
];

const smallTalk = ({ rng }: Scene): Exchange => {
  const [ask, answer] = rng.pick(SMALL_TALK);
  return { ask, answer };
};

const likes = ({ rng }: Scene): Exchange => {
  const kind = aKind(rng.pick(knownCharacters).id);
  return {
    ask: rng.pick(['whom do you like best?', 'who is your best friend?']),
    answer: rng.pick([`I know ${kind} that I like best.`, `I think it is ${kind}.`]),
  };
};

const canBe: Talk = ({ graph, wording, rng }) => {
  const rains = timesOf(graph.place).includes('rain');
  return {
    ask: `does it ever rain ${wording.where(graph)}?`,
    answer: rains ? 'yes, now and then it does.' : rng.pick(['no, it never rains there.', 'no, never.']),
  };
};

const ABOUT_PICTURE = { who, where, when, holds, isThere, howMany, canBe } as const satisfies Record<string, Talk>;
const TOPICS = [
  'who',
  'who',
  'where',
  'where',
  'when',
  'holds',
  'holds',
  'isThere',
  'isThere',
  'howMany',
  'canBe',
] as const;

/** A question about the picture that was shown last. */
export function question(scene: Scene): Exchange {
  for (;;) {
    const topic = scene.rng.pick(TOPICS);
    const exchange = ABOUT_PICTURE[topic](scene);
    if (exchange !== undefined) return { ...exchange, topic };
  }
}

/** A question about the picture that was shown last, a remark, or small talk. */
export function talkAbout(scene: Scene): Exchange {
  if (scene.rng.chance(0.7)) return question(scene);
  return scene.rng.chance(0.85) ? smallTalk(scene) : likes(scene);
}

const GREETINGS: readonly (readonly [string, string])[] = [
  ['hello', 'hello! what shall I draw for you?'],
  ['hello, who are you?', 'I am a little studio. I draw pictures.'],
  ['good morning', 'good morning! shall we make a picture?'],
  ['what can you draw?', 'I can draw animals in many places, with many things.'],
  ['do you know any animals?', 'yes, I know a fox, an owl, a bear and many more.'],
  ['I am bored', 'then let us draw something together.'],
  ['can you help me?', 'yes, I can draw for you. what shall it be?'],
  ['what shall we do?', 'tell me what you want to see.'],
];

/** A greeting, before there is any picture. */
export function greeting({ rng }: Pick<Scene, 'rng'>): Exchange {
  const [ask, answer] = rng.pick(GREETINGS);
  return { ask, answer };
}
