// States of one story that tell which they are, so that a test can ask which one it has found.
import type { Story } from '../../common/domain/story';
import { storyWith } from './sample-stories';

/** State n: its first panel says so, and it has n panels more than the first state. */
export const stateNumber = (n: number): Story =>
  storyWith([
    `State ${n}.`,
    ...Array.from({ length: 6 + n }, (_, index) => `Panel ${index} of state ${n}, ${'words '.repeat(40)}`),
  ]);

/** The number of a state; -1 for what is none of them, for example a mixture of two. */
export function numberOfState(story: Story): number {
  const n = Number(/^State (\d+)\.$/.exec(story.panels[0]?.text ?? '')?.[1] ?? -1);
  return n >= 0 && JSON.stringify(stateNumber(n).panels) === JSON.stringify(story.panels) ? n : -1;
}
