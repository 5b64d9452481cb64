// What the window shows besides the story: the open dialog, toasts, the sentence for screen readers, notices of the last
// generations. Session only, never saved, never undone.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GenerationNotice } from '../../../common/domain/job';

export type OpenDialog =
  | { readonly kind: 'settings' }
  | { readonly kind: 'export' }
  | { readonly kind: 'descriptions' }
  | { readonly kind: 'inspector'; readonly panelId: string }
  | { readonly kind: 'compare-recovery' }
  | { readonly kind: 'compare-outside' }
  | { readonly kind: 'history' }
  | { readonly kind: 'redraw'; readonly panelId: string }
  | { readonly kind: 'cast'; readonly cardId: string | null }
  /** What the model would be told for a panel; null: for going on at the end. */
  | { readonly kind: 'context'; readonly panelId: string | null }
  | { readonly kind: 'place-picture'; readonly files: readonly File[] }
  | { readonly kind: 'adapters' }
  /** Begins with a run, where one is named that is there. */
  | { readonly kind: 'tune'; readonly runId?: string }
  | { readonly kind: 'unsaved' };

/** The four ways to see the story on screen. */
export const storyViews = ['board', 'outline', 'page', 'reader'] as const;
export type StoryViewName = (typeof storyViews)[number];

/** A wish to see a panel, and perhaps to have the focus in it. The view on screen fulfils it, also where that panel is not drawn yet. */
export interface Reveal {
  readonly panelId: string;
  readonly focus: 'text' | 'handle' | null;
  readonly align: 'nearest' | 'center';
  readonly serial: number; // the same panel may be wished for twice
}

export interface ToastItem {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'problem';
  readonly text: string;
  readonly action: { readonly label: string; readonly perform: () => void } | null;
}

export interface InterfaceState {
  readonly view: StoryViewName;
  /** The panel at which the writer looks; views note it, and the next view begins there. */
  readonly placePanelId: string | null;
  readonly reveal: Reveal | null;
  /** The panel that is being dragged: it must stay in the document however far the board scrolls. */
  readonly draggedPanelId: string | null;
  /** The unsent line of each story's composer: it outlives a look at another view or story. */
  readonly drafts: ReadonlyMap<string, string>;
  readonly dialog: OpenDialog | null;
  readonly toasts: readonly ToastItem[];
  readonly announcement: string;
  readonly notices: ReadonlyMap<string, readonly GenerationNotice[]>; // by panel id
}

export interface InterfaceActions {
  readonly setView: (view: StoryViewName) => void;
  readonly notePlace: (panelId: string | null) => void;
  readonly revealPanel: (panelId: string, wish?: Partial<Pick<Reveal, 'focus' | 'align'>>) => void;
  /** A wish is fulfilled once. */
  readonly forgetReveal: () => void;
  readonly setDragged: (panelId: string | null) => void;
  readonly setDraft: (storyId: string, line: string) => void;
  readonly openDialog: (dialog: OpenDialog | null) => void;
  readonly notify: (toast: { tone: ToastItem['tone']; text: string; action?: ToastItem['action'] }) => void;
  readonly dismissToast: (id: number) => void;
  /** Says a sentence to screen readers. */
  readonly announce: (sentence: string) => void;
  readonly setNotices: (panelId: string, notices: readonly GenerationNotice[]) => void;
}

export type Interface = StoreApi<InterfaceState> & { readonly actions: InterfaceActions };

const MAX_TOASTS = 4;
const TOAST_MS = 7000;

/** `schedule` calls back after a while; problems stay until the writer closes them. */
export function createInterface(schedule: (ms: number, callback: () => void) => void): Interface {
  let nextToastId = 1;
  let nextReveal = 1;
  const store = createStore<InterfaceState>(() => ({
    view: 'board',
    placePanelId: null,
    reveal: null,
    draggedPanelId: null,
    drafts: new Map(),
    dialog: null,
    toasts: [],
    announcement: '',
    notices: new Map(),
  }));
  const dismissToast = (id: number): void => {
    store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  };
  return Object.assign(store, {
    actions: {
      setView: (view) => store.setState({ view }),
      notePlace: (placePanelId) => {
        if (placePanelId !== store.getState().placePanelId) store.setState({ placePanelId });
      },
      revealPanel: (panelId, { focus = null, align = 'nearest' } = {}) =>
        store.setState({ reveal: { panelId, focus, align, serial: nextReveal++ }, placePanelId: panelId }),
      forgetReveal: () => store.setState({ reveal: null }),
      setDragged: (draggedPanelId) => store.setState({ draggedPanelId }),
      setDraft: (storyId, line) => store.setState(({ drafts }) => ({ drafts: new Map([...drafts, [storyId, line]]) })),
      openDialog: (dialog) => store.setState({ dialog }),
      notify: ({ tone, text, action = null }) => {
        const id = nextToastId++;
        store.setState(({ toasts }) => ({ toasts: [...toasts, { id, tone, text, action }].slice(-MAX_TOASTS) }));
        if (tone !== 'problem') schedule(TOAST_MS, () => dismissToast(id));
      },
      dismissToast,
      // A sentence said twice must still be heard: a trailing no-break space makes it a new one.
      announce: (sentence) =>
        store.setState(({ announcement }) => ({
          announcement: announcement === sentence ? `${sentence}\u00a0` : sentence,
        })),
      setNotices: (panelId, notices) =>
        store.setState((state) => {
          const next = new Map(state.notices);
          if (notices.length === 0) next.delete(panelId);
          else next.set(panelId, notices);
          return { notices: next };
        }),
    } satisfies InterfaceActions,
  });
}
