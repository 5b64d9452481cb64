// One run of proposals at a time, for a view: what is being described, how far it is, and how to stop it. Closing the view stops it.
import { useEffect, useRef, useState } from 'react';
import { proposeDescription } from '../../editor/commands/description-commands';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { proposeDescriptions } from './propose';
import type { ShownPicture } from './shown-pictures';

export interface Proposals {
  readonly running: { readonly done: number; readonly all: number; readonly ids: ReadonlySet<string> } | null;
  readonly start: (pictures: readonly ShownPicture[]) => void;
  readonly stop: () => void;
}

export function useProposals(): Proposals {
  const { api, ui, report, newId } = useWorkspace();
  const { editor, storyId } = useSession();
  const [running, setRunning] = useState<Proposals['running']>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const run = async (pictures: readonly ShownPicture[]): Promise<void> => {
    const controller = new AbortController();
    const batch = newId();
    const ids = new Set(pictures.map(({ picture }) => picture.id));
    abort.current = controller;
    setRunning({ done: 0, all: pictures.length, ids });
    try {
      const count = await proposeDescriptions(pictures, {
        describe: (image) => api.client.generate.describe({ storyId, image }),
        take: ({ spot }, caption) => void editor.run(proposeDescription({ spot, alt: caption, batch })),
        progress: (done) => setRunning({ done, all: pictures.length, ids }),
        signal: controller.signal,
      });
      ui.actions.announce(
        t(
          '{count, plural, =0 {The model has no words for it.} one {# picture described.} other {# pictures described.}}',
          {
            count,
          },
        ),
      );
    } catch (thrown) {
      if (!controller.signal.aborted) report(thrown);
    } finally {
      if (abort.current === controller) {
        abort.current = null;
        setRunning(null);
      }
    }
  };
  return {
    running,
    start: (pictures) => {
      if (abort.current === null && pictures.length > 0) void run(pictures);
    },
    stop: () => {
      abort.current?.abort();
      abort.current = null;
      setRunning(null);
    },
  };
}
