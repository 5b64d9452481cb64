// The running work of all open stories: starts generations, follows their jobs, and takes results into the story that asked,
// as one step each. Not the queue (main has that) and not the view.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Job } from '../../../common/domain/job';
import { releaseUrl, urlOfPng } from '../../api/asset-url';
import { hasEnded, type StudioApi } from '../../api/studio-api';
import { failureFrom } from '../../api/writer-words';
import { followEdit } from '../../editor/commands/follow-commands';
import { acceptGeneration, keepLateText } from '../../editor/commands/generation-commands';
import { roomFor } from '../../editor/limits';
import { holdsResult, panelOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { generationInputFrom } from './generation-input';
import type { InterfaceActions } from './interface-store';
import { refusalWords } from './refusal-words';
import { hasWordsToKeep, isActive, isAsked, isReplacedBy, newRun, type Run, type RunSpec } from './run';
import type { StorySession } from './story-session';
import { createSuggestions, type Suggestions } from './suggestions';

export interface RunsPorts {
  readonly api: StudioApi;
  readonly ui: InterfaceActions;
  readonly sessionOf: (storyId: string) => StorySession | null;
  readonly newSeed: () => number;
  readonly newId: () => string;
}

export interface Runs extends Suggestions {
  readonly store: StoreApi<{ readonly runs: readonly Run[] }>;
  /** Answers the run's key; null where nothing may be made, as in a story that is only read. */
  readonly start: (spec: RunSpec) => number | null;
  /** The model writes and draws the panel after this one (null: at the start). */
  readonly continueAfter: (session: StorySession, panelId: string | null) => void;
  readonly stop: (key: number) => void;
  readonly stopStory: (storyId: string) => void;
  readonly tryAgain: (key: number) => void;
  readonly dismiss: (key: number) => void;
  /** Follows jobs of a story that were started before this page was loaded. */
  readonly adopt: (session: StorySession, jobs: readonly Job[]) => void;
}

/** What may come for a job before main has answered with its id. */
interface EarlyNews {
  readonly job?: Job;
  readonly text?: string;
}

export function createRuns(ports: RunsPorts): Runs {
  const { api, ui } = ports;
  const store = createStore<{ readonly runs: readonly Run[] }>(() => ({ runs: [] }));
  const early = new Map<string, EarlyNews>();
  let nextKey = 1;

  const runBy = (test: (run: Run) => boolean): Run | undefined => store.getState().runs.find(test);
  const update = (key: number, change: Partial<Run>): void =>
    store.setState(({ runs }) => ({ runs: runs.map((run) => (run.key === key ? { ...run, ...change } : run)) }));
  const remove = (key: number): void => {
    releaseUrl(runBy((run) => run.key === key)?.previewUrl ?? null);
    store.setState(({ runs }) => ({ runs: runs.filter((run) => run.key !== key) }));
  };

  const ask = async (run: Run, session: StorySession): Promise<string> => {
    const question = { ...run, seed: run.seed ?? ports.newSeed() };
    const input = generationInputFrom(session.editor.getState().story, question, api.engine.get().bundle);
    const { jobId } = await api.client.generate.start(input);
    return jobId;
  };

  const start = (spec: RunSpec): number | null => {
    const session = ports.sessionOf(spec.storyId);
    if (session === null || session.readOnly !== null) return null;
    const panel = panelOf(session.editor.getState().story, spec.panelId);
    const full = panel && roomFor(panel, { text: spec.mode !== 'picture', picture: spec.mode !== 'text' });
    if (full !== null) {
      if (spec.follow === undefined) ui.notify({ tone: 'problem', text: refusalWords(full.reason) });
      return null;
    }
    const run = newRun(nextKey++, spec);
    store.setState(({ runs }) => ({
      runs: [...runs.filter((other) => !isReplacedBy(other, spec)), run],
    }));
    ui.setNotices(spec.panelId, []);
    ask(run, session).then(
      (jobId) => {
        const stopAsked = runBy((other) => other.key === run.key)?.phase === 'stopping';
        update(run.key, { jobId, phase: stopAsked ? 'stopping' : 'queued' });
        const news = early.get(jobId);
        early.delete(jobId);
        if (news?.text !== undefined) update(run.key, { text: news.text });
        if (news?.job !== undefined) follow(news.job);
        if (stopAsked) cancel(run.key, jobId);
      },
      (thrown: unknown) => update(run.key, { phase: 'failed', failure: failureFrom(thrown) }),
    );
    return run.key;
  };

  const continueAfter = (session: StorySession, panelId: string | null): void =>
    void start({
      storyId: session.storyId,
      panelId: ports.newId(),
      target: { kind: 'new', place: { after: panelId } },
      mode: 'both',
      givenText: '',
      baseText: '',
      image: null,
      thenContinue: false,
    });

  /** Main keeps a result until the story that holds it is on disk. */
  const taken = (session: StorySession, jobId: string): void => {
    session.autosave
      .flush()
      .then((saved) => (saved ? api.client.job.taken({ jobId }) : undefined))
      .catch(() => undefined); // it is kept, and offered again when the story is opened the next time
  };

  /** A picture that followed its words: quietly, and not at all where the words are other ones again. */
  const acceptFollowing = (run: Run, session: StorySession | null, { id, result }: Job): void => {
    if (run.follow !== undefined && session !== null && result !== null && result.asset !== null) {
      const { asset, generation } = result;
      const drawn = { ...run.follow, panelId: run.panelId, words: run.givenText, asset, generation };
      if (session.editor.run(followEdit(drawn))) {
        ui.setNotices(run.panelId, result.notices);
        ui.announce(t('The picture follows your words.'));
      }
      taken(session, id);
    }
    remove(run.key);
  };

  const accept = (run: Run, job: Job): void => {
    const session = ports.sessionOf(run.storyId);
    const { result } = job;
    if (run.follow !== undefined) {
      acceptFollowing(run, session, job);
      return;
    }
    if (run.trial === true) {
      update(run.key, { job, phase: 'ready' });
      return;
    }
    remove(run.key);
    if (session === null || result === null || session.readOnly !== null) return; // main keeps it until it can be taken
    if (holdsResult(session.editor.getState().story, run.panelId, result)) {
      taken(session, job.id);
      return;
    }
    const accepted = { ...run, result };
    const cameLate = session.editor.run(keepLateText(accepted));
    const changed = session.editor.run(acceptGeneration(accepted));
    ui.setNotices(run.panelId, result.notices);
    if (cameLate)
      ui.notify({ tone: 'info', text: t('You typed meanwhile, so the new words are kept as a version of the panel.') });
    else if (!changed && panelOf(session.editor.getState().story, run.panelId) === null) {
      ui.notify({
        tone: 'info',
        text: t('The panel was deleted meanwhile, so its new words and picture were not added.'),
      });
    } else ui.announce(run.mode === 'text' ? t('The words are ready.') : t('The picture is ready.'));
    taken(session, job.id);
    if (run.thenContinue) continueAfter(session, run.panelId);
  };

  /** News of a job that no run claims is kept only while some run still waits for its id: it may be that one. */
  const keepEarly = (jobId: string, news: EarlyNews): void => {
    if (runBy((run) => run.jobId === null && isActive(run)) === undefined) early.clear();
    else early.set(jobId, { ...early.get(jobId), ...news });
  };

  const follow = (job: Job): void => {
    const run = runBy((candidate) => candidate.jobId === job.id);
    if (run === undefined) {
      keepEarly(job.id, { job });
      const session = ports.sessionOf(job.storyId);
      // Resumed or tried again from the queue: no run of this page has asked for it.
      if (session !== null && !early.has(job.id)) adopt(session, [job]);
      return;
    }
    switch (job.state) {
      case 'parked':
        return;
      case 'queued':
      case 'running':
        update(run.key, { job, phase: run.phase === 'stopping' ? 'stopping' : job.state });
        return;
      case 'stopping':
        update(run.key, { job, phase: 'stopping' });
        return;
      case 'done':
        if (run.isDiscarded) remove(run.key);
        else if (run.isSuggestion === true && job.result !== null) {
          update(run.key, { job, phase: 'suggested', text: job.result.text });
          ui.announce(t('The words are suggested. Tab takes a sentence.'));
          const session = ports.sessionOf(run.storyId);
          if (session !== null) taken(session, job.id);
        } else accept(run, job);
        return;
      case 'cancelled':
        if (hasWordsToKeep(run)) update(run.key, { job, phase: 'stopped' });
        else remove(run.key);
        if (isAsked(run)) ui.announce(t('Stopped.'));
        return;
      case 'failed':
        update(run.key, { job, phase: 'failed', failure: job.failure });
    }
  };

  const cancel = (key: number, jobId: string): void => {
    api.client.job
      .cancel({ jobId })
      .catch((thrown: unknown) => update(key, { phase: 'failed', failure: failureFrom(thrown) }));
  };
  const stop = (key: number): void => {
    const run = runBy((candidate) => candidate.key === key);
    if (run === undefined || !isActive(run) || run.phase === 'stopping') return;
    update(key, { phase: 'stopping', thenContinue: false });
    if (run.jobId !== null) cancel(key, run.jobId);
  };

  const adopt = (session: StorySession, jobs: readonly Job[]): void => {
    for (const job of jobs) {
      if (job.kind !== 'generate' || job.storyId !== session.storyId || job.panelId === null) continue;
      const waitsForStory = job.state === 'done' && !job.isTaken;
      if (job.state === 'parked' || (hasEnded(job) && !waitsForStory)) continue;
      if (runBy((run) => run.jobId === job.id) !== undefined) continue;
      const text = panelOf(session.editor.getState().story, job.panelId)?.text ?? '';
      const spec: RunSpec = {
        storyId: session.storyId,
        panelId: job.panelId,
        target: job.place === null ? { kind: 'existing' } : { kind: 'new', place: job.place },
        mode: job.mode ?? 'both',
        givenText: text,
        baseText: text,
        image: null,
        thenContinue: false,
      };
      early.delete(job.id);
      const run: Run = { ...newRun(nextKey++, spec), jobId: job.id };
      store.setState(({ runs }) => ({ runs: [...runs, run] }));
      follow(job);
    }
  };

  api.client.job.changed(follow);
  api.client.job.text(({ jobId, text }) => {
    const run = runBy((candidate) => candidate.jobId === jobId);
    if (run === undefined) keepEarly(jobId, { text });
    else update(run.key, { text });
  });
  api.client.job.preview(({ jobId, png }) => {
    const run = runBy((candidate) => candidate.jobId === jobId);
    if (run === undefined) return;
    const previewUrl = urlOfPng(png);
    update(run.key, { previewUrl });
    releaseUrl(run.previewUrl);
  });

  return {
    store,
    start,
    continueAfter,
    stop,
    stopStory: (storyId) => {
      for (const run of store.getState().runs) if (run.storyId === storyId) stop(run.key);
    },
    tryAgain: (key) => {
      const run = runBy((candidate) => candidate.key === key);
      if (run === undefined) return;
      remove(key);
      start(run);
    },
    dismiss: (key) => {
      const run = runBy((candidate) => candidate.key === key);
      const session = run === undefined ? null : ports.sessionOf(run.storyId);
      if (run?.phase === 'ready' && run.jobId !== null && session !== null) taken(session, run.jobId);
      remove(key);
    },
    adopt,
    ...createSuggestions({ ui, sessionOf: ports.sessionOf, runBy, update, remove, stop }),
  };
}
