// The panels of the stories that are chosen or looked at, each story read once for as long as the page stands.
import { useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../workspace/use-workspace';
import type { OfferedPanels } from './chosen-panels';

export function useOfferedPanels(storyIds: readonly string[]): OfferedPanels {
  const { api, report, store } = useWorkspace();
  const [offered, setOffered] = useState<OfferedPanels>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    const read = async (storyId: string): Promise<void> => {
      await store.getState().session?.autosave.flush(); // the open story is read as it is saved
      const panels = await api.client.tuning.panels({ storyId });
      setOffered((before) => new Map(before).set(storyId, panels));
    };
    for (const storyId of storyIds) {
      if (asked.current.has(storyId)) continue;
      asked.current.add(storyId);
      read(storyId).catch(report);
    }
  }, [api, report, store, storyIds]);
  return offered;
}
