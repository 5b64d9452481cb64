// Hands the states of one story to main, one after the other: only what changed where main is known to hold the state before, the
// whole story otherwise. When something is handed over, autosave.ts decides; what main does with it, main/services/stories.
import { SerialQueue } from '../../common/base/serial-queue';
import type { Story } from '../../common/domain/story';
import { storyChangeBetween, type StoryEdit } from '../../common/domain/story-edit';
import { failureFrom } from './writer-words';
import type { StudioClient } from './studio-client';

export interface StoryWriter {
  readonly journal: (story: Story) => Promise<void>;
  readonly save: (story: Story) => Promise<{ readonly savedAt: string }>;
}

type Calls = Pick<StudioClient['story'], 'journal' | 'journalEdit' | 'save' | 'saveEdit'>;

/** @param opened the state that main has just read and answered: number 0 */
export function createStoryWriter(calls: Calls, opened: Story): StoryWriter {
  const queue = new SerialQueue();
  let held: Story | null = opened; // what main holds; null while nobody can know
  let sequence = 0;

  const hand = <T>(
    story: Story,
    asEdit: (edit: StoryEdit) => Promise<T>,
    whole: (state: { story: Story; sequence: number }) => Promise<T>,
  ): Promise<T> =>
    queue.add(async () => {
      const before = held;
      const from = sequence;
      sequence += 1;
      held = null;
      const answer = await (before === null
        ? whole({ story, sequence })
        : asEdit({ storyId: story.id, from, to: sequence, ...storyChangeBetween(before, story) }).catch(
            (thrown: unknown) => {
              // Main holds another state, for example because it read the folder again: it gets the whole one.
              if (failureFrom(thrown).code === 'bad-request') return whole({ story, sequence });
              throw thrown;
            },
          ));
      held = story;
      return answer;
    });

  return {
    journal: (story) => hand(story, calls.journalEdit, calls.journal),
    save: (story) => hand(story, calls.saveEdit, calls.save),
  };
}
