// The snapshots of the story on screen, and the one that is looked at: loaded from main, with what went wrong in a writer's words.
import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../common/domain/job';
import type { Snapshot } from '../../../common/domain/snapshot';
import type { Story } from '../../../common/domain/story';
import { failureFrom } from '../../api/writer-words';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Snapshots {
  readonly list: Loaded<readonly Snapshot[]>;
  readonly reload: () => Promise<void>;
}

export function useSnapshots(): Snapshots {
  const { api } = useWorkspace();
  const { storyId } = useSession();
  const [list, setList] = useState<Loaded<readonly Snapshot[]>>({ kind: 'loading' });
  const reload = useCallback(
    () =>
      api.client.snapshot.list({ storyId }).then(
        (value) => setList({ kind: 'loaded', value }),
        (thrown: unknown) => setList({ kind: 'failed', failure: failureFrom(thrown) }),
      ),
    [api, storyId],
  );
  useEffect(() => void reload(), [reload]);
  return { list, reload };
}

/** The state that a snapshot holds; null while none is chosen. */
export function useSnapshotStory(snapshotId: string | null): Loaded<Story> | null {
  const { api } = useWorkspace();
  const { storyId } = useSession();
  const [read, setRead] = useState<{ readonly id: string; readonly story: Loaded<Story> } | null>(null);
  useEffect(() => {
    if (snapshotId === null) return;
    let left = false;
    const become = (story: Loaded<Story>): void => {
      if (!left) setRead({ id: snapshotId, story });
    };
    api.client.snapshot.read({ storyId, snapshotId }).then(
      (value) => become({ kind: 'loaded', value }),
      (thrown: unknown) => become({ kind: 'failed', failure: failureFrom(thrown) }),
    );
    return () => {
      left = true;
    };
  }, [api, storyId, snapshotId]);
  if (snapshotId === null) return null;
  return read?.id === snapshotId ? read.story : { kind: 'loading' };
}
