// The composition of the page: open stories, the running work and the interface state, over one api. Features get it through
// use-workspace; it holds no view.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../common/domain/job';
import type { OpenedStory } from '../../../common/ipc/contract';
import type { StudioApi } from '../../api/studio-api';
import { failureFrom, oneLineFrom, writerWordsFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { createExports, type Exports } from './exports';
import { createSeeing, type Seeing } from '../see/seeing';
import { createFollowEdits, type FollowEdits } from './follow-edits';
import { createInterface, type Interface } from './interface-store';
import { refusalWords } from './refusal-words';
import { createRuns, type Runs } from './runs';
import { createStorySession, type SessionPorts, type StorySession } from './story-session';

export interface WorkspaceState {
  readonly session: StorySession | null;
  readonly opening: boolean;
  readonly failure: Failure | null; // why no story could be opened
}

export interface Workspace {
  readonly api: StudioApi;
  readonly ui: Interface;
  readonly runs: Runs;
  readonly exports: Exports;
  /** Pictures that are drawn again while their words are edited. */
  readonly follow: FollowEdits;
  /** What the model sees in pictures from outside. */
  readonly seeing: Seeing;
  readonly store: StoreApi<WorkspaceState>;
  readonly newId: () => string;
  /** An open story, on screen or not. */
  readonly sessionOf: (storyId: string) => StorySession | null;
  /** Goes to a panel, in whichever story it is. */
  readonly showPanel: (storyId: string, panelId: string | null) => Promise<void>;
  readonly openLast: () => Promise<void>;
  readonly openStory: (storyId: string) => Promise<void>;
  readonly createStory: (title: string) => Promise<void>;
  readonly openFolder: () => Promise<void>;
  readonly openLastGoodCopy: (storyId: string) => Promise<void>;
  /** Opens for writing what another studio has open. */
  readonly openAnyway: (storyId: string) => Promise<void>;
  /** Saves every open story; true when all of them are on disk and checked. */
  readonly flushAll: () => Promise<boolean>;
  readonly saveCopy: (session: StorySession) => Promise<void>;
  /** Copies the files of a story that cannot be opened; null: of the last one. */
  readonly copyFolder: (storyId: string | null) => Promise<void>;
  /** Shows what went wrong in a writer's words. */
  readonly report: (thrown: unknown) => void;
  /** Several at once as one message: its first line, then a line for each. A single one is told as `report` does. */
  readonly reportAll: (thrown: readonly unknown[], headline: string) => void;
}

export interface WorkspacePorts extends SessionPorts {
  readonly newSeed: () => number;
}

/** Lines of one message; a folder of a hundred wrong files must not fill the window. */
const MOST_LINES = 8;

export function createWorkspace(api: StudioApi, ports: WorkspacePorts): Workspace {
  const sessions = new Map<string, StorySession>();
  const store = createStore<WorkspaceState>(() => ({ session: null, opening: true, failure: null }));
  const ui = createInterface(ports.schedule);
  const runs = createRuns({
    api,
    ui: ui.actions,
    sessionOf: (storyId) => sessions.get(storyId) ?? null,
    newSeed: ports.newSeed,
    newId: ports.newId,
  });
  const follow = createFollowEdits({
    ...ports,
    runs,
    isOn: () => api.settings.get()?.followEdits ?? false,
    isReady: () => api.engine.get().state === 'ready',
  });
  /** The technical message goes to the console, which main's log keeps; the writer gets words. */
  const failureOf = (thrown: unknown): Failure => {
    const failure = failureFrom(thrown);
    if (failure.code !== 'cancelled') console.error(`${failure.code}: ${failure.message}`);
    return failure;
  };
  const report = (thrown: unknown): void => {
    const failure = failureOf(thrown);
    if (failure.code !== 'cancelled') ui.actions.notify({ tone: 'problem', text: oneLineFrom(failure) });
  };
  const reportAll = (thrown: readonly unknown[], headline: string): void => {
    if (thrown.length === 1) return report(thrown[0]);
    const failures = thrown.map(failureOf).filter(({ code }) => code !== 'cancelled');
    if (failures.length === 0) return;
    const lines = failures.slice(0, MOST_LINES).map((failure) => writerWordsFrom(failure).title);
    const more = failures.length - lines.length;
    if (more > 0) lines.push(t('… and {count} more.', { count: more }));
    ui.actions.notify({ tone: 'problem', text: [headline, ...lines].join('\n') });
  };

  api.client.story.outside(({ storyId, state }) => sessions.get(storyId)?.outside.setState(state, true));

  const show = (session: StorySession): void => store.setState({ session, opening: false, failure: null });

  /** Opens through main and shows the result; a story that is open already keeps its editor and its history. */
  const openWith = async (request: () => Promise<OpenedStory | null>, fresh: boolean): Promise<void> => {
    store.setState({ opening: true });
    try {
      await store.getState().session?.autosave.flush();
      const opened = await request();
      if (opened === null) {
        store.setState({ opening: false });
        return;
      }
      const known = sessions.get(opened.story.id);
      if (known !== undefined && !fresh) {
        show(known);
        return;
      }
      const session = createStorySession(api.client, opened, ports);
      session.editor.onRefused(({ reason }) => ui.actions.notify({ tone: 'problem', text: refusalWords(reason) }));
      sessions.set(session.storyId, session);
      show(session);
      runs.adopt(session, await api.client.job.list());
    } catch (thrown) {
      if (store.getState().session === null) store.setState({ opening: false, failure: failureOf(thrown) });
      else {
        store.setState({ opening: false });
        report(thrown);
      }
    }
  };

  return {
    api,
    ui,
    runs,
    exports: createExports(api, ui.actions, report),
    follow,
    seeing: createSeeing({ api, schedule: ports.schedule }),
    store,
    newId: ports.newId,
    report,
    reportAll,
    sessionOf: (storyId) => sessions.get(storyId) ?? null,
    showPanel: async (storyId, panelId) => {
      if (store.getState().session?.storyId !== storyId)
        await openWith(() => api.client.story.open({ storyId }), false);
      if (panelId !== null && store.getState().session?.storyId === storyId)
        ui.actions.revealPanel(panelId, { align: 'center' });
    },
    openLast: () => openWith(() => api.client.story.openLast(), false),
    openStory: async (storyId) => {
      const known = sessions.get(storyId);
      // What is open stays as it is, with its history; only a story that could not be written is read again.
      if (known?.readOnly !== null) return openWith(() => api.client.story.open({ storyId }), known !== undefined);
      void store.getState().session?.autosave.flush();
      show(known);
      await api.client.story.show({ storyId }).catch(report);
    },
    createStory: (title) => openWith(() => api.client.story.create({ title }), false),
    openFolder: () => openWith(() => api.client.story.openFolder(), false),
    openLastGoodCopy: (storyId) => openWith(() => api.client.story.openLastGoodCopy({ storyId }), true),
    openAnyway: (storyId) => openWith(() => api.client.story.openAnyway({ storyId }), true),
    flushAll: async () => {
      const saved = await Promise.all([...sessions.values()].map((session) => session.autosave.flush()));
      return saved.every(Boolean);
    },
    saveCopy: async (session) => {
      try {
        const copy = await api.client.story.saveCopy({ story: session.storyNow() });
        if (copy === null) return;
        const { folderName, missingPictures } = copy;
        if (missingPictures === 0) {
          ui.actions.notify({ tone: 'success', text: t('Saved a copy: {folder}', { folder: folderName }) });
          return;
        }
        const text = t(
          'Saved a copy: {folder}. {count, plural, one {One picture} other {# pictures}} could not be read and is missing there.',
          { folder: folderName, count: missingPictures },
        );
        ui.actions.notify({ tone: 'problem', text });
      } catch (thrown) {
        report(thrown);
      }
    },
    copyFolder: async (storyId) => {
      try {
        const copy = await api.client.story.copyFolder({ storyId });
        if (copy === null) return;
        const { folderName, filesLeftOut } = copy;
        const text =
          filesLeftOut === 0
            ? t('Saved a copy: {folder}', { folder: folderName })
            : t('Saved a copy: {folder}. {count, plural, one {One file} other {# files}} could not be read.', {
                folder: folderName,
                count: filesLeftOut,
              });
        ui.actions.notify({ tone: filesLeftOut === 0 ? 'success' : 'problem', text });
      } catch (thrown) {
        report(thrown);
      }
    },
  };
}
