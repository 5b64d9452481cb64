// Reads a story's text back into facts and tells where it contradicts itself: place, time and weather, who is there, who has what.
// It knows the world's grammar and no other: sentences that are not of it count as not parsed, and are still read for their words.
import { Belongings } from './belongings';
import type { Conflict } from './claim';
import { Company, type CastEntry } from './company';
import { parsedSentences, sentencesOf } from './grammar';
import { withStandIns } from './introductions';
import { Setting } from './setting';

export type { Subject } from './claim';

export interface Contradiction extends Conflict {
  /** Number of the panel, from 0. */
  readonly panel: number;
  readonly sentence: string;
  /** Whether the world's grammar could have told the sentence; others are read for their words too. */
  readonly isParsed: boolean;
}

export interface StoryCheck {
  readonly sentences: number;
  /** How many of them the world's grammar could have told. */
  readonly parsed: number;
  readonly contradictions: readonly Contradiction[];
}

/** What stands before a story in a style that is said: "Drawn in ink." */
const STYLE_LINE = /^Drawn in (ink|pastel)\. ?/;

/**
 * Reads the texts of a story's panels in order.
 * @param cast characters who are known before the story begins
 * @returns counts over all panels; at most one contradiction of a kind for each sentence
 */
export function checkStory(texts: readonly string[], cast: readonly CastEntry[] = []): StoryCheck {
  const setting = new Setting();
  const company = new Company(cast);
  const belongings = new Belongings(company);
  const contradictions: Contradiction[] = [];
  let sentences = 0;
  let parsed = 0;
  const plain = texts.map((whole) => whole.trim().replace(STYLE_LINE, ''));
  for (const [panel, text] of withStandIns(plain).entries()) {
    const isFirst = panel === 0;
    const pieces = sentencesOf(text);
    const asWritten = sentencesOf(plain[panel] ?? '');
    sentences += pieces.length;
    const told = parsedSentences(pieces);
    parsed += told.filter(Boolean).length;
    const note = (at: number, conflicts: readonly Conflict[]): void => {
      const sentence = asWritten[at] ?? '';
      for (const conflict of conflicts) {
        const isNew = !contradictions.some(
          (other) => other.panel === panel && other.sentence === sentence && other.about === conflict.about,
        );
        if (isNew) contradictions.push({ panel, sentence, isParsed: told[at] === true, ...conflict });
      }
    };
    note(0, company.introduce(text, isFirst));
    for (const [at, sentence] of pieces.entries()) {
      note(at, setting.read(sentence));
      note(at, company.read(sentence, isFirst));
      note(at, belongings.read(sentence, isFirst));
    }
    belongings.leave(company.part(text));
  }
  return { sentences, parsed, contradictions };
}
