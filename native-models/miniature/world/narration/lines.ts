// All lines of narration, by register and beat. A story keeps its register from the first panel to the last.
import type { Beat } from '../beats';
import { PLAIN_ENDINGS } from './plain/ending-lines';
import { PLAIN_JOURNEYS } from './plain/journey-lines';
import { PLAIN_MEETINGS } from './plain/meeting-lines';
import { PLAIN_OPENINGS } from './plain/opening-lines';
import { PLAIN_TROUBLES } from './plain/trouble-lines';
import { PLAYFUL_ENDINGS } from './playful/ending-lines';
import { PLAYFUL_JOURNEYS } from './playful/journey-lines';
import { PLAYFUL_MEETINGS } from './playful/meeting-lines';
import { PLAYFUL_OPENINGS } from './playful/opening-lines';
import { PLAYFUL_TROUBLES } from './playful/trouble-lines';

/** Quiet and matter-of-fact, or with song, sound and a word to the reader. */
export type Register = 'plain' | 'playful';

export const LINES: Readonly<Record<Register, Readonly<Record<Beat, readonly string[]>>>> = {
  plain: { ...PLAIN_OPENINGS, ...PLAIN_JOURNEYS, ...PLAIN_MEETINGS, ...PLAIN_TROUBLES, ...PLAIN_ENDINGS },
  playful: {
    ...PLAYFUL_OPENINGS,
    ...PLAYFUL_JOURNEYS,
    ...PLAYFUL_MEETINGS,
    ...PLAYFUL_TROUBLES,
    ...PLAYFUL_ENDINGS,
  },
};
