// Where a story names an adapter: among those that it is told with from now on, and in what its panels were made with.
import type { AdapterUse } from '../../../common/domain/adapter';
import type { Generation, Panel, Story } from '../../../common/domain/story';

/** Null where the story does not name it. */
export function usesOf(story: Story, adapterId: string): AdapterUse | null {
  const isChosen = story.adapters?.some(({ id }) => id === adapterId) === true;
  const panels = story.panels.filter((panel) =>
    generationsOf(panel).some(({ adapters = [] }) => adapters.some(({ id }) => id === adapterId)),
  ).length;
  return isChosen || panels > 0 ? { storyId: story.id, title: story.title, isChosen, panels } : null;
}

/** How everything that a panel has was made, former versions included: any of them can be taken back. */
function generationsOf({ generation, textVariants, pictures }: Panel): Generation[] {
  return [
    generation,
    ...textVariants.map((variant) => variant.generation),
    ...pictures.map((picture) => picture.generation),
  ].filter((made) => made !== null);
}
