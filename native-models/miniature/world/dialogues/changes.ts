// What a writer may ask to change in a picture, and what becomes of it: every change is answered with a new picture. Each gives
// undefined where it cannot be had.
import type { Rng } from '../../../../common/base/rng';
import { knownCharacters } from '../characters';
import { pickName } from '../names';
import { PLACES, timesOf } from '../places';
import { PROPS } from '../props';
import type { PropId, SceneCharacter, SceneGraph, StyleId } from '../scene-graph';
import { aKind, aProp, IT_IS, MAKE_IT, STYLE_NAMES, type Wording } from './wording';

/** A question and its answer; the answer has a picture where there is a graph. */
export interface Exchange {
  readonly ask: string;
  readonly answer: string;
  readonly graph?: SceneGraph;
  /** What a talk is about: nobody asks the same twice. */
  readonly topic?: string;
}

export interface Scene {
  readonly graph: SceneGraph;
  readonly wording: Wording;
  readonly rng: Rng;
  readonly heldOut: boolean;
}

type Change = (scene: Scene) => Exchange | undefined;

const HERE = ['here you are', 'of course', 'with pleasure', 'there', 'yes', 'done'] as const;

function mainOf(graph: SceneGraph): SceneCharacter {
  const [main] = graph.characters;
  if (main === undefined) throw new RangeError('A picture of the world shows at least one character.');
  return main;
}

function withSeed(rng: Rng, graph: SceneGraph): SceneGraph {
  return { ...graph, seed: rng.uint32() };
}

function heldBy(graph: SceneGraph, who: SceneCharacter): PropId | undefined {
  return graph.props.find((item) => item.by === who.id && item.relation === 'held')?.id;
}

function newName(scene: Scene, id: SceneCharacter['id']): string {
  return pickName(
    scene.rng,
    id,
    scene.heldOut,
    scene.graph.characters.map(({ name }) => name),
  ).name;
}

const changeTime: Change = ({ graph, rng }) => {
  const times = timesOf(graph.place).filter((time) => time !== graph.time);
  if (times.length === 0) return undefined;
  const time = rng.pick(times);
  return {
    ask: rng.pick(MAKE_IT[time]),
    answer: rng.pick([`${rng.pick(HERE)}. now ${IT_IS[time]}.`, `now ${IT_IS[time]}.`]),
    graph: withSeed(rng, { ...graph, time }),
  };
};

const changePlace: Change = ({ graph, wording, rng }) => {
  const places = PLACES.filter(({ id, times }) => id !== graph.place && times.includes(graph.time));
  if (places.length === 0) return undefined;
  const next = { ...graph, place: rng.pick(places).id };
  const where = wording.where(next);
  const them = wording.them(graph);
  return {
    ask: rng.pick([
      `put ${them} ${where}`,
      `can you show ${them} ${where}?`,
      `draw the same, but ${where}`,
      `I want to see ${them} ${where}`,
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}, ${where}.`,
      `now you see ${them} ${where}.`,
      `this is what it looks like ${where}.`,
    ]),
    graph: withSeed(rng, next),
  };
};

const giveProp: Change = ({ graph, wording, rng }) => {
  const limit = graph.characters.length === 3 ? 1 : 2;
  const who = rng.pick(graph.characters);
  if (graph.props.length >= limit || heldBy(graph, who) !== undefined) return undefined;
  const id = rng.pick(PROPS.map((kind) => kind.id).filter((kind) => graph.props.every((item) => item.id !== kind)));
  const thing = aProp(id);
  return {
    ask: rng.pick([
      `give ${wording.object(who, graph)} ${thing}`,
      `can ${wording.the(who)} have ${thing}?`,
      `now draw ${wording.object(who, graph)} with ${thing}`,
      `${wording.the(who)} needs ${thing}`,
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}. now ${wording.the(who)} has ${thing}.`,
      `now ${wording.the(who)} has ${thing}.`,
      `look, ${wording.the(who)} holds ${thing} now.`,
    ]),
    graph: withSeed(rng, { ...graph, props: [...graph.props, { id, relation: 'held', by: who.id }] }),
  };
};

const swapProp: Change = ({ graph, wording, rng }) => {
  const item = graph.props.find(({ relation }) => relation === 'held');
  const who = graph.characters.find(({ id }) => id === item?.by);
  if (item === undefined || who === undefined) return undefined;
  const id = rng.pick(PROPS.map((kind) => kind.id).filter((kind) => graph.props.every((other) => other.id !== kind)));
  return {
    ask: rng.pick([
      `not ${aProp(item.id)}, ${aProp(id)} please`,
      `change the ${item.id} to ${aProp(id)}`,
      `can you draw ${aProp(id)} instead of the ${item.id}?`,
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}. the ${item.id} is ${aProp(id)} now.`,
      `now ${wording.the(who)} has ${aProp(id)}.`,
    ]),
    graph: withSeed(rng, { ...graph, props: graph.props.map((other) => (other === item ? { ...other, id } : other)) }),
  };
};

const takeProp: Change = ({ graph, wording, rng }) => {
  if (graph.props.length === 0) return undefined;
  const item = rng.pick(graph.props);
  return {
    ask: rng.pick([`take the ${item.id} away`, `please leave out the ${item.id}`, `I do not want the ${item.id}`]),
    answer: rng.pick([
      `${rng.pick(HERE)}. the ${item.id} is gone.`,
      `now there is no ${item.id} any more.`,
      `here ${graph.characters.length > 1 ? 'they are' : `is ${wording.the(mainOf(graph))}`} without the ${item.id}.`,
    ]),
    graph: withSeed(rng, { ...graph, props: graph.props.filter((other) => other !== item) }),
  };
};

const addFriend: Change = (scene) => {
  const { graph, wording, rng } = scene;
  if (graph.characters.length === 3 || (graph.characters.length === 2 && graph.props.length > 1)) return undefined;
  const id = rng.pick(
    knownCharacters.map((kind) => kind.id).filter((kind) => graph.characters.every((who) => who.id !== kind)),
  );
  const friend: SceneCharacter = { id, name: newName(scene, id), role: 'other' };
  return {
    ask: rng.pick([
      `add ${wording.a(friend)}`,
      `can ${wording.a(friend)} come too?`,
      `now draw ${wording.a(friend)} with ${wording.them(graph)}`,
      `${wording.the(mainOf(graph))} wants a friend: ${wording.a(friend)}`,
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}. ${wording.the(friend)} is there too.`,
      `now ${wording.the(friend)} is with ${wording.them(graph)}.`,
    ]),
    graph: withSeed(rng, { ...graph, characters: [...graph.characters, friend] }),
  };
};

const removeFriend: Change = ({ graph, wording, rng }) => {
  const friend = graph.characters[graph.characters.length - 1];
  if (graph.characters.length < 2 || friend === undefined) return undefined;
  return {
    ask: rng.pick([
      `draw it without ${wording.the(friend)}`,
      `let ${wording.the(friend)} go home`,
      `please leave out ${wording.the(friend)}`,
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}. ${wording.the(friend)} is gone.`,
      `now you see it without ${wording.the(friend)}.`,
    ]),
    graph: withSeed(rng, {
      ...graph,
      characters: graph.characters.slice(0, -1),
      props: graph.props.filter(({ by }) => by !== friend.id),
    }),
  };
};

const changeStyle: Change = ({ graph, rng }) => {
  const style = rng.pick(
    (['flat', 'ink', 'pastel'] as const satisfies readonly StyleId[]).filter((other) => other !== graph.style),
  );
  const name = STYLE_NAMES[style];
  return {
    ask: rng.pick([`draw it ${name}`, `can you draw that ${name}?`, `I want to see it ${name}`]),
    answer: rng.pick([`${rng.pick(HERE)}, ${name}.`, `this is the same picture ${name}.`]),
    graph: withSeed(rng, { ...graph, style }),
  };
};

const changeMain: Change = (scene) => {
  const { graph, wording, rng } = scene;
  const main = mainOf(graph);
  const id = rng.pick(
    knownCharacters.map((kind) => kind.id).filter((kind) => graph.characters.every((who) => who.id !== kind)),
  );
  const next: SceneCharacter = { id, name: newName(scene, id), role: 'main' };
  return {
    ask: rng.pick([
      `draw ${wording.a(next)} instead of ${wording.the(main)}`,
      `now the same with ${wording.a(next)} and not ${wording.the(main)}`,
      ...(wording.named ? [] : [`what if ${wording.the(main)} was ${aKind(id)}? draw it`]),
    ]),
    answer: rng.pick([
      `${rng.pick(HERE)}. now it is ${aKind(id)}.`,
      `this is ${aKind(id)} instead of ${wording.the(main)}.`,
    ]),
    graph: withSeed(rng, {
      ...graph,
      characters: [next, ...graph.characters.slice(1)],
      props: graph.props.map((item) => (item.by === main.id ? { ...item, by: id } : item)),
    }),
  };
};

const drawAgain: Change = ({ graph, wording, rng }) => ({
  ask: rng.pick([
    'draw it once more',
    'can you draw that again?',
    'please try again',
    `show me ${wording.them(graph)} again`,
  ]),
  answer: rng.pick([
    'here it is once more.',
    'this is another one.',
    `${rng.pick(HERE)}, a new picture of ${wording.them(graph)}.`,
  ]),
  graph: withSeed(rng, graph),
});

const CHANGES: readonly Change[] = [
  changeTime,
  changeTime,
  changePlace,
  changePlace,
  giveProp,
  giveProp,
  giveProp,
  swapProp,
  takeProp,
  addFriend,
  addFriend,
  removeFriend,
  changeStyle,
  changeMain,
  drawAgain,
];

/** A change that can be had here. */
export function change(scene: Scene): Exchange {
  for (;;) {
    const exchange = scene.rng.pick(CHANGES)(scene);
    if (exchange !== undefined) return exchange;
  }
}
