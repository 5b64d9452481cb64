// What the model sees in pictures that came from outside: asked once a picture, taken into the story as its description where nobody has
// written one. It never stops the writer: an engine that is away is asked later, one that fails is not asked again. No React.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PictureDescription } from '../../../common/domain/picture-description';
import type { Story } from '../../../common/domain/story';
import type { StudioApi } from '../../api/studio-api';
import { takeModelDescription, type PictureSpot } from '../../editor/commands/description-commands';
import type { StorySession } from '../workspace/story-session';
import { altFromDescription } from './seen-words';

export interface SeeingState {
  /** By content hash; a picture is the same picture in every story. */
  readonly seen: ReadonlyMap<string, PictureDescription>;
  readonly looking: ReadonlySet<string>;
}

export interface Seeing {
  readonly store: StoreApi<SeeingState>;
  /** Describes a picture of the story wherever it hangs without words. */
  readonly look: (session: StorySession, sha256: string) => void;
  /** The description alone; null where the model cannot tell within the time. */
  readonly describe: (session: StorySession, sha256: string, withinMs: number) => Promise<PictureDescription | null>;
}

export interface SeeingPorts {
  readonly api: Pick<StudioApi, 'client' | 'engine'>;
  readonly schedule: (ms: number, callback: () => void) => () => void;
}

/** Every place of the story where this picture hangs. */
export function spotsOf(story: Story, sha256: string): PictureSpot[] {
  const shows = ({ asset }: { readonly asset: { readonly sha256: string } }): boolean => asset.sha256 === sha256;
  return [
    ...story.panels.flatMap((panel) =>
      panel.pictures.filter(shows).map(({ id }): PictureSpot => ({ kind: 'panel', panelId: panel.id, pictureId: id })),
    ),
    ...story.references.filter(shows).map(({ id }): PictureSpot => ({ kind: 'reference', pictureId: id })),
    ...story.cast.flatMap((card) =>
      card.pictures.filter(shows).map(({ id }): PictureSpot => ({ kind: 'card', cardId: card.id, pictureId: id })),
    ),
  ];
}

export function createSeeing({ api, schedule }: SeeingPorts): Seeing {
  const store = createStore<SeeingState>(() => ({ seen: new Map(), looking: new Set() }));
  const later = new Map<string, StorySession>();
  const asked = new Map<string, Promise<PictureDescription | null>>();
  const isReady = (): boolean => api.engine.get().state === 'ready';

  const ask = (session: StorySession, sha256: string): Promise<PictureDescription | null> => {
    const known = asked.get(sha256);
    if (known !== undefined) return known;
    store.setState(({ looking }) => ({ looking: new Set([...looking, sha256]) }));
    const answer = api.client.generate
      .describe({ storyId: session.storyId, image: sha256 })
      .catch(() => null) // no description is no failure of the writer's
      .then((description) => {
        store.setState(({ seen, looking }) => ({
          seen: description === null ? seen : new Map([...seen, [sha256, description]]),
          looking: new Set([...looking].filter((other) => other !== sha256)),
        }));
        return description;
      });
    asked.set(sha256, answer);
    return answer;
  };

  const look = (session: StorySession, sha256: string): void => {
    if (session.readOnly !== null) return;
    if (!isReady()) {
      later.set(sha256, session);
      return;
    }
    void ask(session, sha256).then((description) => {
      if (description === null) return;
      const alt = altFromDescription(description);
      for (const spot of spotsOf(session.editor.getState().story, sha256)) {
        session.editor.run(takeModelDescription({ spot, alt }));
      }
    });
  };

  api.engine.subscribe(() => {
    if (!isReady()) return;
    const waiting = [...later];
    later.clear();
    for (const [sha256, session] of waiting) look(session, sha256);
  });

  return {
    store,
    look,
    describe: (session, sha256, withinMs) => {
      if (!isReady()) return Promise.resolve(null);
      return new Promise((resolve) => {
        const cancel = schedule(withinMs, () => resolve(null));
        void ask(session, sha256).then((description) => {
          cancel();
          resolve(description);
        });
      });
    },
  };
}
