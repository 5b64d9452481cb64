import type { Rng } from '../../../common/base/rng';
import type { StoryPanel } from './scene-graph';
export function makeStory(rng: Rng, heldOut = false): StoryPanel[] {
  throw new Error(`stories are not written yet ${String(heldOut)} ${String(rng.state().drawn)}`);
}
