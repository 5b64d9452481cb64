// What reading a story finds out of order: a claim, and what it stands against.

/** What a sentence may be wrong about. */
export type Subject = 'place' | 'time' | 'possession' | 'presence' | 'kind';

export interface Conflict {
  readonly about: Subject;
  /** What the sentence says: "forest", "Pip gives the key". */
  readonly claim: string;
  /** What the story has said before: "desert", "Bella has the key". */
  readonly against: string;
}
