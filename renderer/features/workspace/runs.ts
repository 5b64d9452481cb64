// The running work of all open stories: starts generations, follows their jobs, and takes results into the story that asked,
// as one step each. Not the queue (main has that) and not the view.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BundleSummary } from '../../../common/domain/bundle';
import type { Job } from '../../../common/domain/job';
import type { Story } from '../../../common/domain/story';
import { releaseUrl, urlOfPng } from '../../api/asset-url';
import { hasEnded, type StudioApi } from '../../api/studio-api';
import { failureFrom } from '../../api/writer-words';
import { acceptGeneration, keepLateText, keepStoppedText } from '../../editor/commands/generation-commands';
import { indexOfPlace } from '../../editor/commands/panel-commands';
import { castOf, contextBefore, holdsResult, panelIndexOf, panelOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { InterfaceActions } from './interface-store';
import { hasWordsToKeep, isActive, isReplacedBy, newRun, type Run, type RunSpec } from './run';
import type { StorySession } from './story-session';

export interface RunsPorts {
  readonly api: StudioApi;
  readonly ui: InterfaceActions;
  readonly sessionOf: (storyId: string) => StorySession | null;
  readonly newSeed: () => number;
  readonly newId: () => string;
}

export interface Runs {
  readonly store: StoreApi<{ readonly runs: readonly Run[] }>;
  readonly start: (spec: RunSpec) => void;
  /** The model writes and draws the panel after this one (null: at the start). */
  readonly continueAfter: (session: StorySession, panelId: string | null) => void;
  readonly stop: (key: number) => void;
  readonly stopStory: (storyId: string) => void;
  readonly tryAgain: (key: number) => void;
  readonly keepWords: (key: number) => void;
  readonly dismiss: (key: number) => void;
  /** Follows jobs of a story that were started before this page was loaded. */
  readonly adopt: (session: StorySession, jobs: readonly Job[]) => void;
}

/** The story's style, unless this model has none to choose from: then there is no picker to change it with either. */
const styleOf = (story: Story, bundle: BundleSummary | null): { readonly style?: string } =>
  story.style === undefined || bundle?.styles.length === 0 ? {} : { style: story.style };

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
    const { story } = session.editor.getState();
    const end = run.target.kind === 'new' ? indexOfPlace(story, run.target.place) : panelIndexOf(story, run.panelId);
    const { jobId } = await api.client.generate.start({
      storyId: run.storyId,
      panelId: run.panelId,
      ...(run.target.kind === 'new' ? { place: run.target.place } : {}),
      mode: run.mode,
      context: contextBefore(story, end),
      references: story.references.map((reference) => reference.asset.sha256),
      cast: castOf(story),
      text: run.givenText,
      image: run.image,
      redraw: null,
      options: { seed: ports.newSeed(), ...styleOf(story, api.engine.get().bundle) },
    });
    return jobId;
  };

  const start = (spec: RunSpec): void => {
    const session = ports.sessionOf(spec.storyId);
    if (session === null || session.readOnly !== null) return;
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
  };

  const continueAfter = (session: StorySession, panelId: string | null): void =>
    start({
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

  const accept = (run: Run, job: Job): void => {
    const session = ports.sessionOf(run.storyId);
    const { result } = job;
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
        accept(run, job);
        return;
      case 'cancelled':
        if (hasWordsToKeep(run)) update(run.key, { job, phase: 'stopped' });
        else remove(run.key);
        ui.announce(t('Stopped.'));
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
    keepWords: (key) => {
      const run = runBy((candidate) => candidate.key === key);
      if (run?.text === null || run === undefined) return;
      ports.sessionOf(run.storyId)?.editor.run(keepStoppedText({ ...run, text: run.text.trim() }));
      remove(key);
    },
    dismiss: remove,
    adopt,
  };
}
