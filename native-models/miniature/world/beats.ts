// The beats of stories and the moment that a panel shows. What a beat does to the moment is plot.ts's concern; words are narration's.
import type { PlaceId, PropId, TimeId } from './scene-graph';

export const OPENINGS = ['find', 'want', 'have', 'alone', 'pair', 'pairHave', 'pairSee', 'deliver', 'see'] as const;
export type Opening = (typeof OPENINGS)[number];
export type Middle =
  | 'journey'
  | 'journeyTime'
  | 'timePass'
  | 'wonder'
  | 'search'
  | 'meet'
  | 'meetHolding'
  | 'meetFinder'
  | 'meetThird'
  | 'meetThirdHolding'
  | 'talk'
  | 'play'
  | 'share'
  | 'lend'
  | 'take'
  | 'findWished'
  | 'findTogether'
  | 'findAgain'
  | 'friendFinds'
  | 'drop'
  | 'putDown'
  | 'hide'
  | 'takeUp'
  | 'vanish'
  | 'helped'
  | 'giveBack'
  | 'give'
  | 'giveToMain'
  | 'swap'
  | 'goodbye';
export type Ending =
  'homeTogether' | 'homeTogetherTime' | 'homeAlone' | 'homeAloneTime' | 'endPair' | 'endThree' | 'endAlone';
export type Beat = Opening | Middle | Ending;

/** The moment that a panel shows. */
export interface Moment {
  readonly place: PlaceId;
  readonly time: TimeId;
  /** How many of the cast are there: 1 the main character, 2 with the friend, 3 with the third. */
  readonly crowd: 1 | 2 | 3;
  readonly mainHolds?: PropId;
  readonly friendHolds?: PropId;
  readonly thirdHolds?: PropId;
  readonly lying?: { readonly id: PropId; readonly relation: 'beside' | 'on' | 'under' };
}

/** The props of a story: the one that it is about, and the friend's. */
export interface StoryProps {
  readonly first: PropId;
  readonly second: PropId;
}

export function isOpening(beat: Beat): beat is Opening {
  return OPENINGS.some((opening) => opening === beat);
}
