// The picture follows the edit: when the words of a drawn panel change and the writer pauses, its picture is drawn again from the new
// words with the same seed. This decides only when, and which picture the new one replaces; drawing is runs.ts. No React, timers injected.
import { chosenPictureOf, type PictureVariant } from '../../../common/domain/story';
import { followBack } from '../../editor/commands/follow-commands';
import { panelOf } from '../../editor/selectors';
import { sameSubstance, substanceOf } from '../../editor/word-substance';
import { isActive, isAsked } from './run';
import type { Runs } from './runs';
import type { StorySession } from './story-session';

export const FOLLOW_AFTER_MS = 450;
/** A word is whole: there is less to wait for. */
export const FOLLOW_AFTER_WORD_MS = 200;
/** Edits farther apart than this are two bursts: each leaves a version of the picture. */
export const FOLLOW_BURST_MS = 60_000;

export interface FollowPorts {
  readonly runs: Runs;
  readonly isOn: () => boolean;
  readonly isReady: () => boolean;
  readonly newId: () => string;
  readonly newSeed: () => number;
  readonly nowMs: () => number;
  readonly schedule: (ms: number, callback: () => void) => () => void;
}

export interface FollowEdits {
  /** The writer changed the words of a panel; `before` is what they were. `composing`: an input method is not done with a word yet. */
  readonly edited: (session: StorySession, panelId: string, before: string, composing?: boolean) => void;
  /** The writer left the field: what waits is drawn at once, and the next edit begins a new burst. */
  readonly left: (session: StorySession, panelId: string) => void;
}

/** One stretch of editing in one panel. */
interface Burst {
  readonly session: StorySession;
  readonly panelId: string;
  readonly start: { readonly words: string; readonly pictureId: string }; // before the first edit
  readonly seed: number;
  own: string | null; // the picture that this burst has drawn and that is shown
  drawnWords: string; // what the picture shown was drawn from
  wanted: string;
  editedAtMs: number;
  left: boolean;
  cancelTimer: (() => void) | null;
  waits: boolean; // for a generation in this panel that the writer asked for
  run: { readonly key: number; readonly words: string; readonly pictureId: string } | null;
}

/** Imported pictures and those that were drawn over by hand are the writer's own work: they do not change by themselves. */
export const canFollow = (picture: PictureVariant | null): boolean =>
  picture?.origin === 'model' && picture.generation?.source === undefined;

export function createFollowEdits(ports: FollowPorts): FollowEdits {
  const { runs } = ports;
  const bursts = new Map<string, Burst>(); // by panel
  const watched = new WeakSet<StorySession>();
  const keyOf = (session: StorySession, panelId: string): string => `${session.storyId}/${panelId}`;
  const panelFor = ({ session, panelId }: Burst) => panelOf(session.editor.getState().story, panelId);

  const forget = (burst: Burst): void => {
    burst.cancelTimer?.();
    burst.cancelTimer = null;
    const key = keyOf(burst.session, burst.panelId);
    if (bursts.get(key) === burst) bursts.delete(key);
  };
  const stopRun = (burst: Burst): void => {
    if (burst.run === null) return;
    const { key } = burst.run;
    burst.run = null;
    runs.stop(key);
  };
  const settle = (burst: Burst): void => {
    if (burst.left && burst.run === null && burst.cancelTimer === null && !burst.waits) forget(burst);
  };

  const beginBurst = (session: StorySession, panelId: string, before: string): Burst | null => {
    const panel = panelOf(session.editor.getState().story, panelId);
    const picture = panel === null ? null : chosenPictureOf(panel);
    if (picture === null || !canFollow(picture)) return null;
    const burst: Burst = {
      session,
      panelId,
      start: { words: before, pictureId: picture.id },
      seed: picture.generation?.seed ?? ports.newSeed(),
      own: null,
      drawnWords: before,
      wanted: before,
      editedAtMs: ports.nowMs(),
      left: false,
      cancelTimer: null,
      waits: false,
      run: null,
    };
    bursts.set(keyOf(session, panelId), burst);
    watch(session);
    return burst;
  };

  /** Undo takes words back without an edit: what was being drawn from them is of no use any more. */
  const watch = (session: StorySession): void => {
    if (watched.has(session)) return;
    watched.add(session);
    session.editor.subscribe(() => {
      for (const burst of [...bursts.values()]) {
        if (burst.session !== session || burst.run === null) continue;
        if (!sameSubstance(panelFor(burst)?.text ?? '', burst.run.words)) stopRun(burst);
      }
    });
  };

  /** The burst that an edit belongs to: the running one while its picture is the one shown. */
  const burstFor = (session: StorySession, panelId: string, before: string): Burst | null => {
    const known = bursts.get(keyOf(session, panelId));
    if (known !== undefined) {
      const shown = panelFor(known)?.chosenPictureId;
      const fresh = ports.nowMs() - known.editedAtMs <= FOLLOW_BURST_MS;
      if (known.session === session && fresh && shown === (known.own ?? known.start.pictureId)) return known;
      stopRun(known);
      forget(known);
    }
    return beginBurst(session, panelId, before);
  };

  const isBusy = ({ session, panelId }: Burst): boolean =>
    runs.store
      .getState()
      .runs.some((run) => run.storyId === session.storyId && run.panelId === panelId && isAsked(run) && isActive(run));

  const draw = (burst: Burst, words: string): void => {
    const pictureId = ports.newId();
    const key = runs.start({
      storyId: burst.session.storyId,
      panelId: burst.panelId,
      target: { kind: 'existing' },
      mode: 'picture',
      givenText: words,
      baseText: words,
      image: null,
      thenContinue: false,
      seed: burst.seed,
      follow: { pictureId, replaces: burst.own },
    });
    burst.run = key === null ? null : { key, words, pictureId };
  };

  const due = (burst: Burst): void => {
    burst.cancelTimer = null;
    burst.waits = false;
    const words = panelFor(burst)?.text;
    // Words that are other ones than were typed came by undo, or from the model: they bring their own picture.
    if (words === undefined || words !== burst.wanted || substanceOf(words) === '') return settle(burst);
    if (burst.run !== null && sameSubstance(burst.run.words, words)) return;
    stopRun(burst);
    if (sameSubstance(words, burst.drawnWords) || !ports.isOn() || !ports.isReady()) return settle(burst);
    if (isBusy(burst)) {
      burst.waits = true;
      return;
    }
    if (burst.own !== null && sameSubstance(words, burst.start.words)) {
      const { panelId, own, start, session } = burst;
      if (session.editor.run(followBack({ panelId, pictureId: start.pictureId, replaces: own }))) {
        burst.own = null;
        burst.drawnWords = start.words;
        return settle(burst);
      }
    }
    draw(burst, words);
  };

  /** Runs begin and end: a finished one has put its picture into the story, and what waited for the panel may be drawn. */
  runs.store.subscribe(({ runs: all }) => {
    for (const burst of [...bursts.values()]) {
      if (burst.run !== null && !all.some((run) => run.key === burst.run?.key)) {
        const { pictureId, words } = burst.run;
        burst.run = null;
        if (panelFor(burst)?.chosenPictureId === pictureId) {
          burst.own = pictureId;
          burst.drawnWords = words;
        }
        settle(burst);
      }
      if (burst.run !== null && isBusy(burst)) {
        stopRun(burst); // what the writer asks for goes first
        burst.waits = true;
      }
      if (burst.waits && burst.run === null && burst.cancelTimer === null && !isBusy(burst)) afterOthers(burst);
    }
  });
  /** A generation that the writer asked for has ended: what it left is the picture to follow now. */
  const afterOthers = (burst: Burst): void => {
    burst.waits = false;
    const { session, panelId, start, own, wanted } = burst;
    const panel = panelFor(burst);
    const picture = panel === null ? null : chosenPictureOf(panel);
    if (panel === null || picture?.id === (own ?? start.pictureId)) return due(burst);
    forget(burst);
    const drawnFrom = picture?.alt ?? '';
    if (panel.text !== wanted || !canFollow(picture) || sameSubstance(drawnFrom, wanted)) return;
    const next = beginBurst(session, panelId, drawnFrom);
    if (next === null) return;
    next.wanted = wanted;
    next.left = burst.left;
    due(next);
  };

  return {
    edited: (session, panelId, before, composing = false) => {
      if (session.readOnly !== null || !ports.isOn()) return;
      const burst = burstFor(session, panelId, before);
      if (burst === null) return;
      const words = panelFor(burst)?.text ?? '';
      burst.wanted = words;
      burst.left = false;
      burst.editedAtMs = ports.nowMs();
      if (burst.run !== null && !sameSubstance(burst.run.words, words)) stopRun(burst);
      burst.cancelTimer?.();
      burst.cancelTimer = null;
      if (composing) return;
      const wordIsWhole = /[^\p{L}\p{M}\p{N}'’-]$/u.test(words);
      burst.cancelTimer = ports.schedule(wordIsWhole ? FOLLOW_AFTER_WORD_MS : FOLLOW_AFTER_MS, () => due(burst));
    },
    left: (session, panelId) => {
      const burst = bursts.get(keyOf(session, panelId));
      if (burst === undefined) return;
      burst.left = true;
      if (burst.cancelTimer === null) return settle(burst);
      burst.cancelTimer();
      due(burst);
    },
  };
}
