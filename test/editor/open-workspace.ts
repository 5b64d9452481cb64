// A workspace of the page over the in-memory studio, opened on its story, with numbers for ids and seeds: what most tests of the page's
// logic start from. Time is real unless a test brings its own.
import { vi } from 'vitest';
import type { Story } from '../../common/domain/story';
import { createStudioApi } from '../../renderer/api/studio-api';
import type { StorySession } from '../../renderer/features/workspace/story-session';
import { createWorkspace, type Workspace, type WorkspacePorts } from '../../renderer/features/workspace/workspace';
import { createFakeStudio, type FakeStudio, type FakeStudioOptions } from '../support/fake-studio';

export interface OpenWorkspace {
  readonly workspace: Workspace;
  readonly session: StorySession;
  readonly fake: FakeStudio;
  readonly story: () => Story;
}

export async function openWorkspace(
  story: Story,
  options: Partial<FakeStudioOptions> = {},
  ports: Partial<WorkspacePorts> = {},
): Promise<OpenWorkspace> {
  let count = 0;
  const fake = createFakeStudio({
    story,
    stepMs: 0,
    paint: (text, seed, clarity) => Promise.resolve(new TextEncoder().encode(`${text} ${seed} ${clarity}`)),
    ...options,
  });
  const api = createStudioApi(fake.client, (thrown) => {
    throw thrown;
  });
  const workspace = createWorkspace(api, {
    newId: () => `id-${++count}`,
    newSeed: () => ++count,
    nowMs: () => 0,
    schedule: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    ...ports,
  });
  await workspace.openLast();
  const session = workspace.store.getState().session!;
  return { workspace, session, fake, story: () => session.editor.getState().story };
}

/** Waits for a state, however slow the machine is. */
export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 5 });
