// One open story: its editor, its autosave and how it was opened. Sessions stay while the writer looks at another story, so that
// a result still finds the panel that asked for it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Story } from '../../../common/domain/story';
import type { OpenedStory } from '../../../common/ipc/contract';
import { createAutosave, type Autosave } from '../../api/autosave';
import type { StudioClient } from '../../api/studio-client';
import { restoreStory } from '../../editor/commands/panel-commands';
import { createEditor, type Editor } from '../../editor/editor';
import type { EditorPorts } from '../../editor/command';
import { storyForSaving } from '../../editor/selectors';

export interface SessionPorts extends EditorPorts {
  readonly schedule: (ms: number, callback: () => void) => () => void;
}

export interface StorySession {
  readonly storyId: string;
  readonly folderName: string;
  readonly readOnly: OpenedStory['readOnly'];
  readonly editor: Editor;
  readonly autosave: Autosave;
  /** Newer text found after a crash, until the writer has decided about it. */
  readonly recovery: StoreApi<OpenedStory['recovered']>;
  readonly restoreRecovered: () => void;
  readonly discardRecovered: () => Promise<void>;
  /** The story as it would be written now. */
  readonly storyNow: () => Story;
}

/** An editor that shows and changes nothing: for a story that can only be read. */
const lockedEditor = (editor: Editor): Editor => ({
  ...editor,
  run: () => false,
  undo: () => null,
  redo: () => null,
  travelTo: () => 0,
});

/** Opens a session; a story that is read-only is neither changed nor written. */
export function createStorySession(client: StudioClient, opened: OpenedStory, ports: SessionPorts): StorySession {
  const editor = createEditor(opened.story, ports);
  const stamped = (story: Story): Story => storyForSaving(story, new Date(ports.nowMs()).toISOString());
  const autosave = createAutosave({
    nowMs: ports.nowMs,
    schedule: ports.schedule,
    journal: (story) => client.story.journal({ story: stamped(story) }),
    save: (story) => client.story.save({ story: stamped(story) }),
  });
  let savedRevision = editor.getState().revision;
  editor.subscribe(() => {
    const { revision, story } = editor.getState();
    if (revision === savedRevision) return;
    savedRevision = revision;
    autosave.changed(story);
  });
  const recovery = createStore<OpenedStory['recovered']>(() => opened.recovered);
  return {
    storyId: opened.story.id,
    folderName: opened.folderName,
    readOnly: opened.readOnly,
    editor: opened.readOnly === null ? editor : lockedEditor(editor),
    autosave,
    recovery,
    restoreRecovered: () => {
      const recovered = recovery.getState();
      if (recovered === null) return;
      editor.run(restoreStory(recovered.story));
      recovery.setState(null, true);
    },
    discardRecovered: async () => {
      await client.story.discardRecovery({ storyId: opened.story.id });
      recovery.setState(null, true);
    },
    storyNow: () => stamped(editor.getState().story),
  };
}
