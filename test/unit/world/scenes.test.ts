// Single scenes: seeded, within the world's rules, held-out combinations excluded; captions name everything in the graph.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { canonicalCaption, paraphrases } from '../../../native-models/miniature/world/captions';
import {
  character,
  isUnseen,
  knownCharacters,
  unseenCharacters,
} from '../../../native-models/miniature/world/characters';
import {
  HELD_OUT_COMBINATIONS,
  holdsHeldOutCombination,
  isHeldOut,
  isHeldOutName,
} from '../../../native-models/miniature/world/held-out';
import { place, PLACES, time, TIMES, timesOf } from '../../../native-models/miniature/world/places';
import { prop, PROPS } from '../../../native-models/miniature/world/props';
import type { SceneGraph } from '../../../native-models/miniature/world/scene-graph';
import { makeScene } from '../../../native-models/miniature/world/scenes';

const SCENES = Array.from({ length: 3000 }, (_, i) => makeScene(new Rng(21).fork(i)));

function says(text: string, choices: readonly string[]): boolean {
  return choices.some((choice) => new RegExp(`\\b${choice}\\b`, 'i').test(text));
}

describe('makeScene', () => {
  it('gives the same scene for the same seed', () => {
    expect(makeScene(new Rng(3))).toEqual(makeScene(new Rng(3)));
    expect(makeScene(new Rng(3))).not.toEqual(makeScene(new Rng(4)));
  });

  it('has one to three different characters, one of them the main one, and at most two different props', () => {
    for (const { characters, props } of SCENES) {
      expect(new Set(characters.map((who) => who.id)).size).toBe(characters.length);
      expect(characters.filter((who) => who.role === 'main')).toHaveLength(1);
      expect(characters.length).toBeLessThanOrEqual(3);
      expect(new Set(props.map((item) => item.id)).size).toBe(props.length);
      expect(props.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives each hand one prop, and everything held or beside an owner that is there', () => {
    for (const { characters, props } of SCENES) {
      const holders = props.filter((item) => item.relation === 'held').map((item) => item.by);
      expect(new Set(holders).size).toBe(holders.length);
      for (const item of props) {
        if (item.relation === 'held' || item.relation === 'beside')
          expect(characters.map((who) => who.id)).toContain(item.by);
        else expect(item.by).toBeUndefined();
      }
    }
  });

  it('uses every known character, place, time, style and prop often enough to be learnt, and no unseen character', () => {
    const share = (rule: (graph: SceneGraph) => boolean): number => SCENES.filter(rule).length / SCENES.length;
    for (const kind of knownCharacters)
      expect(share(({ characters }) => characters[0]?.id === kind.id)).toBeGreaterThan(0.025);
    for (const kind of PLACES) expect(share((graph) => graph.place === kind.id)).toBeGreaterThan(0.06);
    for (const kind of TIMES) expect(share((graph) => graph.time === kind.id)).toBeGreaterThan(0.12);
    for (const style of ['flat', 'ink', 'pastel']) expect(share((graph) => graph.style === style)).toBeGreaterThan(0.2);
    for (const kind of PROPS)
      expect(share(({ props }) => props.some((item) => item.id === kind.id))).toBeGreaterThan(0.02);
    expect(share(({ characters }) => characters.some((who) => isUnseen(who.id)))).toBe(0);
  });

  it('keeps to the times that a place allows', () => {
    expect(SCENES.filter((graph) => !timesOf(graph.place).includes(graph.time))).toEqual([]);
  });

  it('takes a wished main character, an unseen one with a name of its own list', () => {
    for (const { id } of [...knownCharacters, ...unseenCharacters]) {
      const graph = makeScene(new Rng(7), false, { character: id });
      expect(graph.characters[0]?.id).toBe(id);
      expect(graph.characters.slice(1).every((who) => !isUnseen(who.id))).toBe(true);
      expect(isHeldOut(graph)).toBe(isUnseen(id));
    }
  });
});

describe('held out', () => {
  it('lists three combinations of each character, four of each place, two of each prop', () => {
    const times = (position: 0 | 1 | 2, id: string): number =>
      HELD_OUT_COMBINATIONS.filter((entry) => entry[position] === id).length;
    for (const { id } of knownCharacters) expect(times(0, id), id).toBe(5);
    for (const kind of PLACES) expect(times(1, kind.id), kind.id).toBe(10);
    for (const kind of PROPS) expect(times(2, kind.id), kind.id).toBe(4);
  });

  it('never occurs in training scenes', () => {
    expect(SCENES.filter(isHeldOut)).toEqual([]);
  });

  it('always occurs, with held-out names, where it is asked for', () => {
    for (let i = 0; i < 200; i++) {
      const graph = makeScene(new Rng(22).fork(i), true);
      expect(holdsHeldOutCombination(graph)).toBe(true);
      expect(graph.characters.every((who) => isHeldOutName(who.name))).toBe(true);
    }
  });
});

describe('captions', () => {
  it('have a fixed word order', () => {
    const graph: SceneGraph = {
      place: 'beach',
      time: 'night',
      style: 'flat',
      characters: [
        { id: 'fox', name: 'Pip', role: 'main' },
        { id: 'owl', name: 'Olive', role: 'other' },
      ],
      props: [
        { id: 'lantern', relation: 'held', by: 'owl' },
        { id: 'apple', relation: 'on' },
      ],
      seed: 1,
    };
    expect(canonicalCaption(graph)).toBe(
      'a fox and an owl with a lantern, and an apple on a rock on the beach at night',
    );
    expect(canonicalCaption({ ...graph, props: [{ id: 'umbrella', relation: 'beside', by: 'fox' }] })).toBe(
      'a fox next to an umbrella and an owl on the beach at night',
    );
    expect(canonicalCaption({ ...graph, style: 'ink', props: [] })).toBe(
      'a fox and an owl on the beach at night, in ink',
    );
    expect(canonicalCaption({ ...graph, style: 'pastel', props: [] })).toBe(
      'a fox and an owl on the beach at night, in pastel',
    );
  });

  it('have at most 24 words', () => {
    expect(SCENES.map(canonicalCaption).filter((text) => text.split(' ').length > 24)).toEqual([]);
  });

  it('name everything in the graph, in the canonical and in every other wording', () => {
    for (const graph of SCENES.slice(0, 600)) {
      for (const text of [canonicalCaption(graph), ...paraphrases(graph, new Rng(graph.seed))]) {
        for (const who of graph.characters)
          expect(says(text, [character(who.id).word, ...character(who.id).synonyms]), text).toBe(true);
        for (const item of graph.props)
          expect(says(text, [prop(item.id).word, ...prop(item.id).synonyms]), text).toBe(true);
        expect(says(text, [place(graph.place).where, ...place(graph.place).otherWheres]), text).toBe(true);
        expect(says(text, [time(graph.time).when, ...time(graph.time).otherWhens]), text).toBe(true);
        for (const style of ['ink', 'pastel'] as const)
          expect(says(text, [style, `${style}ed`]), text).toBe(graph.style === style);
      }
    }
  });

  it('come as three different paraphrases', () => {
    for (const graph of SCENES.slice(0, 200)) expect(new Set(paraphrases(graph, new Rng(1))).size).toBe(3);
  });
});
