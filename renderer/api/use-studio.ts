// React's access to the api: a context filled at the entry, and one hook per value that main keeps changing.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { StudioError } from '../../common/base/studio-error';
import type { AdapterSummary } from '../../common/domain/adapter';
import type { Job } from '../../common/domain/job';
import type { Settings } from '../../common/domain/settings';
import type { TuningRun } from '../../common/domain/tuning';
import type { EngineStatus } from '../../common/ipc/contract';
import type { Feed } from './feed';
import type { StudioApi } from './studio-api';

export const StudioApiContext = createContext<StudioApi | null>(null);

/** The api of this window; throws outside of its provider. */
export function useStudio(): StudioApi {
  const api = useContext(StudioApiContext);
  if (api === null) throw new StudioError('internal', 'useStudio was called outside of StudioApiContext.');
  return api;
}

const useFeed = <T>(feed: Feed<T>): T => useSyncExternalStore(feed.subscribe, feed.get);

export const useJobs = (): readonly Job[] => useFeed(useStudio().jobs);
export const useEngine = (): EngineStatus => useFeed(useStudio().engine);
export const useSettings = (): Settings | null => useFeed(useStudio().settings);
export const useAdapters = (): readonly AdapterSummary[] => useFeed(useStudio().adapters);
export const useTunings = (): readonly TuningRun[] => useFeed(useStudio().tunings);
