// One open story: its editor, its autosave and how it was opened. Sessions stay while the writer looks at another story, so that
// a result still finds the panel that asked for it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Story } from '../../../common/domain/story';
import type { OpenedStory, OutsideState } from '../../../common/ipc/contract';
import { createAutosave, type Autosave } from '../../api/autosave';
import type { StudioClient } from '../../api/studio-client';
import { createStoryWriter } from '../../api/story-writer';
import { restorePanel, restoreStory } from '../../editor/commands/restore-commands';
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
  readonly missingPictures: number;
  readonly editor: Editor;
  readonly autosave: Autosave;
  /** Newer text found after a crash, until the writer has decided about it. */
  readonly recovery: StoreApi<OpenedStory['recovered']>;
  readonly restoreRecovered: () => Promise<void>;
  readonly discardRecovered: () => Promise<void>;
  /** Whether another program or studio has worked in the folder, as main tells. */
  readonly outside: StoreApi<OutsideState>;
  /** The next save replaces what another program has written; that becomes a snapshot. */
  readonly keepMine: () => Promise<void>;
  /** Takes over what another program has written, as one step; what was here becomes a snapshot. */
  readonly loadTheirs: (theirs: Story) => Promise<void>;
  /** Puts the story as it is now by: under a name, or (null) as the automatic snapshot before a restore. */
  readonly putBy: (name: string | null) => Promise<void>;
  /** Brings a snapshot back, the whole or one panel, as one step. */
  readonly restoreSnapshot: (snapshot: Story) => Promise<void>;
  readonly restorePanelOf: (snapshot: Story, panelId: string) => Promise<boolean>;
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
  const writer = createStoryWriter(client.story, opened.story);
  const autosave = createAutosave({
    nowMs: ports.nowMs,
    schedule: ports.schedule,
    journal: (story) => writer.journal(stamped(story)),
    save: (story) => writer.save(stamped(story)),
  });
  let savedRevision = editor.getState().revision;
  editor.subscribe(() => {
    const { revision, story } = editor.getState();
    if (revision === savedRevision) return;
    savedRevision = revision;
    autosave.changed(story);
  });
  const storyId = opened.story.id;
  const outside = createStore<OutsideState>(() => 'none');
  const putBy = async (name: string | null): Promise<void> => {
    await autosave.journalNow();
    await client.snapshot.create({ storyId, name });
  };
  const keepMine = async (): Promise<void> => {
    await client.story.settleOutside({ storyId });
    outside.setState('none', true);
    autosave.changed(editor.getState().story);
    await autosave.flush();
  };
  const recovery = createStore<OpenedStory['recovered']>(() => opened.recovered);
  return {
    storyId,
    folderName: opened.folderName,
    readOnly: opened.readOnly,
    missingPictures: opened.missingPictures,
    editor: opened.readOnly === null ? editor : lockedEditor(editor),
    autosave,
    recovery,
    restoreRecovered: async () => {
      const recovered = recovery.getState();
      if (recovered === null) return;
      await putBy(null);
      editor.run(restoreStory(recovered.story));
      recovery.setState(null, true);
      // Until the restored text is saved, the recovered one stays where it is.
      if (await autosave.flush()) await client.story.recoveryRestored({ storyId });
    },
    discardRecovered: async () => {
      await client.story.discardRecovery({ storyId });
      recovery.setState(null, true);
    },
    outside,
    keepMine,
    loadTheirs: async (theirs) => {
      await putBy(null);
      editor.run(restoreStory({ ...theirs, id: storyId }, 'load the changed file'));
      await keepMine();
    },
    putBy,
    restoreSnapshot: async (snapshot) => {
      await putBy(null);
      editor.run(restoreStory(snapshot, 'restore snapshot'));
    },
    restorePanelOf: async (snapshot, panelId) => {
      await putBy(null);
      return editor.run(restorePanel({ panelId, from: snapshot }));
    },
    storyNow: () => stamped(editor.getState().story),
  };
}
