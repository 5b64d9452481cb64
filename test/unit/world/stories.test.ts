// Narration never contradicts the graph: place and time words agree, changes are announced, what is held stays held, everybody is
// introduced once by name and kind. Checked on many stories, because every line of the grammar must hold.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { character, unseenCharacters } from '../../../native-models/miniature/world/characters';
import { holdsHeldOutCombination, isHeldOut, isHeldOutName } from '../../../native-models/miniature/world/held-out';
import { PLACE_WORDS } from '../../../native-models/miniature/world/narration/place-phrases';
import { contradictingWords } from '../../../native-models/miniature/world/narration/time-phrases';
import { timesOf } from '../../../native-models/miniature/world/places';
import { PROPS } from '../../../native-models/miniature/world/props';
import type { StoryPanel } from '../../../native-models/miniature/world/scene-graph';
import { makeStory } from '../../../native-models/miniature/world/stories';

const STORIES = Array.from({ length: 1500 }, (_, i) => makeStory(new Rng(41).fork(i)));

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

function pairs(story: readonly StoryPanel[]): [StoryPanel, StoryPanel][] {
  return story.slice(1).map((panel, at) => [story[at] as StoryPanel, panel]);
}

/** Panels of all stories for which the rule fails, as readable text. */
function failures(rule: (panel: StoryPanel) => boolean): string[] {
  return STORIES.flat()
    .filter((panel) => !rule(panel))
    .map((panel) => `${panel.text} [${panel.caption}]`);
}

const TIME_CUES = {
  day: /morning|\bday\b|sun came (up|out)|rain (stopped|was over)|after the rain|stopped snowing|last snowflake/i,
  sunset: /evening|sunset|sun went down/i,
  night: /night|dark|moon/i,
  rain: /\brain|raindrops/i,
  snowfall: /snowflakes|snowing|began to snow|snow (was falling|began to fall)/i,
} as const;

describe('stories', () => {
  it('have four to six panels of 7 to 28 words', () => {
    for (const story of STORIES) expect([4, 5, 6]).toContain(story.length);
    expect(failures(({ text }) => text.split(' ').length >= 7 && text.split(' ').length <= 28)).toEqual([]);
  });

  it('leave no slot, choice or doubled mark in the text, and start every sentence with a capital', () => {
    expect(failures(({ text }) => !/[{}[\]|]|undefined| {2}|,,|\.\.|(?:friends|they) was/.test(text))).toEqual([]);
    expect(failures(({ text }) => /^["A-Z]/.test(text) && !/[.!?] [a-z]/.test(text) && /[.!?]"?$/.test(text))).toEqual(
      [],
    );
  });

  it('use no word of another place or time than the picture shows', () => {
    expect(failures(({ text, graph }) => contradictingWords(text, graph).length === 0)).toEqual([]);
  });

  it('keep one style, and only times and weathers that a place allows', () => {
    for (const story of STORIES) expect(new Set(story.map(({ graph }) => graph.style)).size).toBe(1);
    expect(failures(({ graph }) => timesOf(graph.place).includes(graph.time))).toEqual([]);
  });

  it('say where and when a story begins, and every change of it', () => {
    for (const story of STORIES) {
      const first = story[0] as StoryPanel;
      const said = words(first.text);
      expect(
        PLACE_WORDS[first.graph.place].some((word) => said.includes(word)),
        first.text,
      ).toBe(true);
      expect(TIME_CUES[first.graph.time].test(first.text), first.text).toBe(true);
      for (const [before, after] of pairs(story)) {
        if (before.graph.place !== after.graph.place) {
          expect(
            PLACE_WORDS[after.graph.place].some((word) => words(after.text).includes(word)),
            after.text,
          ).toBe(true);
        }
        if (before.graph.time !== after.graph.time)
          expect(TIME_CUES[after.graph.time].test(after.text), after.text).toBe(true);
      }
    }
  });

  it('introduce everybody by name and kind in the panel in which they first appear, or one by kind alone and never by name', () => {
    let nameless = 0;
    for (const story of STORIES) {
      const known = new Set<string>();
      const whole = words(story.map(({ text }) => text).join(' '));
      for (const { text, graph } of story) {
        for (const who of graph.characters) {
          if (known.has(who.name)) continue;
          known.add(who.name);
          expect(words(text)).toContain(character(who.id).word);
          if (who.role === 'main' && !text.includes(who.name)) {
            nameless += 1;
            expect(whole).not.toContain(who.name.toLowerCase());
          } else expect(text).toContain(who.name);
        }
      }
    }
    expect(nameless).toBeGreaterThan(100);
    expect(nameless).toBeLessThan(300);
  });

  it('never lose a character who does not say goodbye, nor a prop without saying so', () => {
    for (const story of STORIES) {
      for (const [before, after] of pairs(story)) {
        const still = after.graph.characters.map((who) => who.id);
        const left = before.graph.characters.filter((who) => !still.includes(who.id));
        if (left.length > 0) expect(after.text).toMatch(/goodbye|bye bye|went away|toodle|had to (leave|go)/i);
        const seen = after.graph.props.map((item) => item.id);
        for (const item of before.graph.props) {
          if (seen.includes(item.id) || left.some((who) => who.id === item.by)) continue;
          expect(after.text).toMatch(/gone|lost|took the \w+ (far, far )?away/);
        }
      }
    }
  });

  it('show no prop before the text has named it', () => {
    for (const story of STORIES) {
      const said = new Set<string>();
      for (const { text, graph } of story) {
        for (const word of words(text)) said.add(word);
        for (const item of graph.props) expect(said, text).toContain(item.id);
      }
    }
  });

  it('draw a wished-for character in every panel, and unseen ones only then', () => {
    const story = makeStory(new Rng(3), false, { character: 'panda', style: 'ink' });
    for (const { graph } of story) {
      expect(graph.characters[0]?.id).toBe('panda');
      expect(graph.style).toBe('ink');
    }
    const unseen = unseenCharacters.map(({ id }) => id as string);
    expect(STORIES.flat().some(({ graph }) => graph.characters.some((who) => unseen.includes(who.id)))).toBe(false);
  });

  it('change hands only in words, and talk only of props that the story knows', () => {
    for (const story of STORIES) {
      for (const [before, after] of pairs(story)) {
        for (const item of after.graph.props) {
          const was = before.graph.props.find((other) => other.id === item.id);
          if (was?.by !== item.by || was?.relation !== item.relation)
            expect(words(after.text), after.text).toContain(item.id);
        }
      }
      const ids = new Set(story.flatMap(({ graph }) => graph.props.map((item) => item.id as string)));
      for (const { text } of story)
        for (const kind of PROPS) if (words(text).includes(kind.word)) expect([...ids], text).toContain(kind.id);
    }
  });

  it('are the same for the same seed, and differ between seeds', () => {
    expect(makeStory(new Rng(5))).toEqual(makeStory(new Rng(5)));
    expect(makeStory(new Rng(5))).not.toEqual(makeStory(new Rng(6)));
  });

  it('keep a vocabulary that a small language model can learn', () => {
    const vocabulary = new Set(STORIES.flat().flatMap(({ text }) => words(text)));
    expect(vocabulary.size).toBeGreaterThan(300);
    expect(vocabulary.size).toBeLessThan(1100);
  });

  it('hold nothing that is held out, unless asked for it', () => {
    expect(
      STORIES.flat().some(
        ({ graph, text }) => isHeldOut(graph) || (text.match(/[A-Z][a-z]+/g) ?? []).some((word) => isHeldOutName(word)),
      ),
    ).toBe(false);
    for (let i = 0; i < 60; i++) {
      const story = makeStory(new Rng(43).fork(i), true);
      expect(story.some(({ graph }) => holdsHeldOutCombination(graph))).toBe(true);
      expect(story.every(({ graph }) => graph.characters.every((who) => isHeldOutName(who.name)))).toBe(true);
    }
  });
});
