// The cast: thirty-two characters, of which training shows twenty-four. Tables are in characters/, drawings in figures/.
import type { CharacterKind } from './characters/kind';
import { KNOWN_KINDS } from './characters/known';
import { UNSEEN_KINDS } from './characters/unseen';
import type { CharacterId, UnseenCharacterId } from './scene-graph';

export type { CharacterKind } from './characters/kind';

export const CHARACTERS: readonly CharacterKind[] = [...KNOWN_KINDS, ...UNSEEN_KINDS];

/** The characters of training data, and those that training never shows nor says. */
export const knownCharacters: readonly CharacterKind[] = KNOWN_KINDS;
export const unseenCharacters: readonly CharacterKind[] = UNSEEN_KINDS;

export function isUnseen(id: CharacterId): id is UnseenCharacterId {
  return UNSEEN_KINDS.some((kind) => kind.id === id);
}

export function character(id: CharacterId): CharacterKind {
  const found = CHARACTERS.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no character called ${id}.`);
  return found;
}
