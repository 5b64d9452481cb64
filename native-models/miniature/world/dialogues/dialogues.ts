// Conversations between a writer and the studio about pictures of the world, in the role of MMDialog (Feng et al. 2023): a turn has a
// text and perhaps a picture. Whether an answer has one follows from the turn that asks: a picture is asked for, or it is not.
import type { Rng } from '../../../../common/base/rng';
import { canonicalCaption } from '../captions';
import { holdsHeldOutCombination } from '../held-out';
import type { CharacterId, SceneGraph } from '../scene-graph';
import { makeScene } from '../scenes';
import { change, type Exchange, type Scene } from './changes';
import { greeting, question, talkAbout } from './talk';
import { STYLE_NAMES, Wording } from './wording';
import { time } from '../places';

export interface DialogueTurn {
  readonly speaker: 'writer' | 'studio';
  readonly text: string;
  /** Present where the turn has a picture. */
  readonly caption?: string;
  readonly graph?: SceneGraph;
}

/** Capitals at starts, a mark at the end, and the I that is always tall. */
function sentence(text: string): string {
  const marked = /[.!?]$/.test(text) ? text : `${text}.`;
  return marked.replace(/(^|[.!?] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function turn(speaker: DialogueTurn['speaker'], text: string, graph?: SceneGraph): DialogueTurn {
  const said = { speaker, text: sentence(text) };
  return graph === undefined ? said : { ...said, caption: canonicalCaption(graph), graph };
}

/** A picture of the world whose things are with its characters, so that they can go elsewhere with them. */
function startingScene(rng: Rng, heldOut: boolean, character: CharacterId | undefined): SceneGraph {
  for (;;) {
    const graph = makeScene(rng, heldOut, character === undefined ? {} : { character });
    if (graph.props.every(({ by }) => by !== undefined)) return graph;
  }
}

/** The picture in words: some requests leave out what goes without saying. */
function described(graph: SceneGraph, wording: Wording, rng: Rng): string {
  const when = rng.chance(0.7) ? time(graph.time).when : rng.pick(time(graph.time).otherWhens);
  const style = graph.style === 'flat' ? '' : `, ${STYLE_NAMES[graph.style]}`;
  return `${wording.people(graph)} ${wording.where(graph)} ${when}${style}`;
}

function request({ graph, wording, rng }: Scene): Exchange {
  const all = described(graph, wording, rng);
  return {
    ask: rng.pick([
      `draw ${all}`,
      `please draw ${all}`,
      `can you draw ${all}?`,
      `show me ${all}`,
      `I want to see ${all}`,
      `make a picture of ${all}`,
    ]),
    answer: rng.pick([
      `here ${graph.characters.length > 1 ? 'are' : 'is'} ${wording.people(graph)}.`,
      'here you are. do you like it?',
      `look, ${wording.people(graph)} ${wording.where(graph)}.`,
      'this is what I made for you.',
      `of course. here is your picture.`,
    ]),
    graph,
  };
}

/** The writer shows a picture and asks about it; the answer is a text. */
function shown(scene: Scene): DialogueTurn[] {
  const { graph, rng } = scene;
  const { ask, answer } = question(scene);
  const opening = rng.pick(['look at my picture', 'I made this', 'here is a picture', 'see what I have']);
  return [turn('writer', `${opening}. ${sentence(ask)}`, graph), turn('studio', answer)];
}

/** Most exchanges after a picture are talk, so that about half of all answers have a picture. */
const CHANGE_SHARE = 0.42;

export interface DialogueWishes {
  readonly heldOut?: boolean;
  /** The main character of the first picture. */
  readonly character?: CharacterId;
}

function attempt(rng: Rng, heldOut: boolean, character: CharacterId | undefined): DialogueTurn[] {
  // Names have to be said before they can be known: a picture alone does not tell them.
  const isShown = rng.chance(0.2);
  const wording = new Wording(rng, !isShown && rng.chance(0.45));
  let graph = startingScene(rng, heldOut, character);
  const count = 2 + rng.int(3);
  const turns: DialogueTurn[] = [];
  const add = ({ ask, answer, graph: drawn }: Exchange): void => {
    turns.push(turn('writer', ask), turn('studio', answer, drawn));
    graph = drawn ?? graph;
  };
  const scene = (): Scene => ({ graph, wording, rng, heldOut });
  const said = new Set<string>();
  if (isShown) turns.push(...shown(scene()));
  else {
    if (rng.chance(0.25)) add(greeting({ rng }));
    add(request(scene()));
  }
  while (turns.length < 2 * count) {
    const next = rng.chance(CHANGE_SHARE) ? change(scene()) : talkAbout(scene());
    // A new picture is a new occasion to ask.
    if (said.has(next.topic ?? next.ask)) continue;
    if (next.graph !== undefined) said.clear();
    said.add(next.topic ?? next.ask);
    add(next);
  }
  return turns;
}

/**
 * A conversation of two to four exchanges.
 * @param wishes `heldOut`: held-out names and at least one picture with a held-out combination; otherwise neither of them anywhere
 */
export function makeDialogue(rng: Rng, { heldOut = false, character }: DialogueWishes = {}): DialogueTurn[] {
  for (;;) {
    const turns = attempt(rng, heldOut, character);
    const isKeptBack = turns.some(({ graph }) => graph !== undefined && holdsHeldOutCombination(graph));
    if (heldOut || !isKeptBack) return turns;
  }
}
