// Dialogues: whether an answer has a picture follows from the turn that asks for it, answers tell the truth about the picture that was
// shown last, and what is held out stays out.
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { character } from '../../../native-models/miniature/world/characters';
import { writeDataSet, type DialogueRecord } from '../../../native-models/miniature/world/data-set';
import { makeDialogue, type DialogueTurn } from '../../../native-models/miniature/world/dialogues/dialogues';
import { holdsHeldOutCombination, isHeldOut } from '../../../native-models/miniature/world/held-out';
import { timesOf } from '../../../native-models/miniature/world/places';
import type { SceneGraph } from '../../../native-models/miniature/world/scene-graph';

const DIALOGUES = Array.from({ length: 1500 }, (_, i) => makeDialogue(new Rng(61).fork(i)));

interface Exchange {
  readonly ask: DialogueTurn;
  readonly answer: DialogueTurn;
  /** The picture that was shown last when the answer is given. */
  readonly shown: SceneGraph | undefined;
}

function exchanges(dialogue: readonly DialogueTurn[]): Exchange[] {
  let shown: SceneGraph | undefined;
  return dialogue.flatMap((ask, at) => {
    const answer = dialogue[at + 1];
    if (at % 2 === 1 || answer === undefined) return [];
    shown = answer.graph ?? ask.graph ?? shown;
    return [{ ask, answer, shown }];
  });
}

const ALL = DIALOGUES.flatMap(exchanges);

describe('dialogues', () => {
  it('are two to four exchanges in turn, in whole sentences', () => {
    for (const dialogue of DIALOGUES) {
      expect([4, 6, 8]).toContain(dialogue.length);
      for (const [at, { speaker, text }] of dialogue.entries()) {
        expect(speaker).toBe(at % 2 === 0 ? 'writer' : 'studio');
        expect(text).toMatch(/^[A-Z].*[.!?]$/);
        expect(text).not.toMatch(/undefined|[{}[\]|]| {2}|[.!?] [a-z]/);
      }
    }
  });

  it('answer about half of the turns with a picture, and never both for one wording', () => {
    const share = ALL.filter(({ answer }) => answer.graph !== undefined).length / ALL.length;
    expect(share).toBeGreaterThan(0.42);
    expect(share).toBeLessThan(0.58);
    const decided = new Map<string, boolean>();
    for (const { ask, answer } of ALL) {
      const drawn = answer.graph !== undefined;
      expect(decided.get(ask.text) ?? drawn, ask.text).toBe(drawn);
      decided.set(ask.text, drawn);
    }
  });

  it('name in the answer only what the last picture shows', () => {
    for (const { ask, answer, shown } of ALL) {
      if (shown === undefined || !/^(That is|You see|They are|Two|Three|Only one) /.test(answer.text)) continue;
      const missing = shown.characters.filter(({ id }) => !answer.text.includes(character(id).word));
      // Answers to "where" name nobody.
      if (/^(Who|Whom|How many)/.test(ask.text)) expect(missing, answer.text).toEqual([]);
    }
  });

  it('change only what was asked for', () => {
    for (const dialogue of DIALOGUES) {
      let before: SceneGraph | undefined;
      for (const { ask, answer } of exchanges(dialogue)) {
        before = ask.graph ?? before;
        const after = answer.graph;
        if (after !== undefined && before !== undefined) {
          if (/ink|pastel|flat colours/.test(ask.text))
            expect({ ...after, style: '', seed: 0 }).toEqual({ ...before, style: '', seed: 0 });
          if (/^(Give|Take) /.test(ask.text)) {
            expect(after.characters).toEqual(before.characters);
            expect(Math.abs(after.props.length - before.props.length)).toBe(1);
          }
        }
        before = after ?? before;
      }
    }
  });

  it('show only times that a place has, and not more props than fit', () => {
    for (const { graph } of DIALOGUES.flat()) {
      if (graph === undefined) continue;
      expect(timesOf(graph.place)).toContain(graph.time);
      expect(graph.props.length).toBeLessThanOrEqual(graph.characters.length === 3 ? 1 : 2);
    }
  });

  it('hold nothing that is held out, unless asked for it', () => {
    expect(DIALOGUES.flat().some(({ graph }) => graph !== undefined && isHeldOut(graph))).toBe(false);
    for (let i = 0; i < 60; i++) {
      const dialogue = makeDialogue(new Rng(67).fork(i), { heldOut: true });
      expect(dialogue.some(({ graph }) => graph !== undefined && holdsHeldOutCombination(graph))).toBe(true);
    }
  });

  it('are the same for the same seed, and begin with a wished-for character', () => {
    expect(makeDialogue(new Rng(5))).toEqual(makeDialogue(new Rng(5)));
    const first = makeDialogue(new Rng(9), { character: 'koala' }).find(({ graph }) => graph !== undefined);
    expect(first?.graph?.characters[0]?.id).toBe('koala');
  });

  it('are written with a picture for every turn that has one', async () => {
    const out = await mkdtemp(join(tmpdir(), 'dialogues-'));
    const { count, files } = await writeDataSet({ kind: 'dialogues', seed: 4, count: 3, sizePx: 32, out });
    const records = (await readFile(join(out, 'index.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DialogueRecord);
    const turns = records.flatMap((record) => record.turns);
    for (const turn of turns) expect(turn.image === undefined).toBe(turn.graph === undefined);
    const images = turns.flatMap(({ image }) => image ?? []);
    expect({ count, files }).toEqual({ count: 3, files: images.length + 1 });
    expect(await readdir(out)).toEqual(expect.arrayContaining(images));
  });
});
