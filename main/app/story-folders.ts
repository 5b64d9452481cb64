// The clock behind open story folders: every few seconds the library looks whether somebody else works there, and at the end it lets
// the folders go. What a look is, main/services/stories knows.
import { app } from 'electron';
import { studioErrorFrom, type StudioError } from '../../common/base/studio-error';
import type { StoryLibrary } from '../services/stories/story-library';

const LOOK_EVERY_MS = 2000;

/** Whether a process of this computer runs: signal 0 asks and does nothing. One of another user answers that it may not be asked. */
export const isProcessAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

export function lookAfterStories(library: StoryLibrary, onError: (error: StudioError) => void): void {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return; // a slow disk: the next turn looks
    looking = true;
    library
      .look()
      .catch((thrown: unknown) => {
        onError(studioErrorFrom(thrown));
      })
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS);
  let released = false;
  app.on('will-quit', (event) => {
    if (released) return;
    event.preventDefault();
    clearInterval(timer);
    library
      .close()
      .catch(() => undefined) // a lock that stays is stale at the next start
      .finally(() => {
        released = true;
        app.quit();
      });
  });
}
