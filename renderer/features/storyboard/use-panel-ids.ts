// The ids of the panels in order: the same array while only words and pictures change, so that typing leaves the list of rows alone.
import { useMemo } from 'react';
import type { Story } from '../../../common/domain/story';
import { useEditor } from '../workspace/use-workspace';

function createIdsOf(): (story: Story) => readonly string[] {
  let panels: Story['panels'] = [];
  let ids: readonly string[] = [];
  return (story) => {
    if (story.panels === panels) return ids;
    const same = story.panels.length === ids.length && story.panels.every((panel, index) => panel.id === ids[index]);
    if (!same) ids = story.panels.map((panel) => panel.id);
    ({ panels } = story);
    return ids;
  };
}

export function usePanelIds(): readonly string[] {
  const idsOf = useMemo(() => createIdsOf(), []);
  return useEditor((state) => idsOf(state.story));
}
