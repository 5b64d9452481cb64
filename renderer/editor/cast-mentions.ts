// Where the story names a card: whole words, any case, also with a possessive. Pure; what the model is told of a card follows from
// the same words, but is decided in the engine.
import type { CastCard, Story } from '../../common/domain/story';

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** Whether a text names somebody; a blank name is nobody's. */
export function namesCard(text: string, name: string): boolean {
  const wanted = name.trim();
  if (wanted === '') return false;
  // Scripts without spaces have no word edges to look for.
  if (unspaced.test(wanted)) return text.toLowerCase().includes(wanted.toLowerCase());
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(wanted)}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}

export interface Mention {
  readonly panelId: string;
  readonly number: number; // as the board counts
}

/** The panels whose words name the card, in order. */
export const mentionsOf = (story: Story, card: Pick<CastCard, 'name'>): Mention[] =>
  story.panels.flatMap((panel, index) =>
    namesCard(panel.text, card.name) ? [{ panelId: panel.id, number: index + 1 }] : [],
  );
