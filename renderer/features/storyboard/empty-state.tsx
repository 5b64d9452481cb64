// The blank page of a new story: an invitation, not an obstacle. First lines to begin with are offered where the model knows their words.
import { Feather } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BundleSummary } from '../../../common/domain/bundle';
import { useEngine } from '../../api/use-studio';
import { Trans } from '../../i18n/trans';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { DropZone } from './drop-zone';

export function EmptyState(): ReactNode {
  const { state, bundle } = useEngine();
  return (
    <div className="empty-state" data-testid="empty-state">
      <Feather size={34} strokeWidth={1.4} aria-hidden />
      <h2>{t('A blank page')}</h2>
      <p>
        <Trans
          id="Write the first line below and press Enter to see it drawn, drop a picture here, or press <0>Continue</0> and let the model begin."
          components={{ 0: <em /> }}
        />
      </p>
      {state === 'starting' && <p className="empty-note">{t('The model is waking up; you can write already.')}</p>}
      {bundle !== null && <FirstLines bundle={bundle} />}
      <DropZone
        destination={{ kind: 'new', place: { after: null } }}
        label={t('First panel of the story')}
        testId="drop-new"
      />
    </div>
  );
}

/** Lines of a story, in the language that the model tells in; never words of the interface. */
const firstLines: readonly { readonly line: string; readonly needs: readonly string[] }[] = [
  { line: 'One night Pip the fox found a lantern by the sea.', needs: ['fox', 'night', 'lantern', 'beach'] },
  { line: 'A little bear flew a kite over the meadow.', needs: ['bear', 'kite', 'meadow'] },
  { line: 'An owl was reading a book in a cosy room.', needs: ['owl', 'book', 'room'] },
];

function FirstLines({ bundle }: { readonly bundle: BundleSummary }): ReactNode {
  const { ui } = useWorkspace();
  const { storyId } = useSession();
  const known = new Set(Object.values(bundle.knows).flat());
  const lines =
    bundle.language === 'en' ? firstLines.filter(({ needs }) => needs.every((word) => known.has(word))) : [];
  if (lines.length === 0) return null;
  return (
    <div className="first-lines" role="group" aria-label={t('Or begin with one of these')}>
      <span aria-hidden>{t('Or begin with one of these')}</span>
      {lines.map(({ line }) => (
        <button
          key={line}
          type="button"
          lang="en"
          data-testid="first-line"
          onClick={() => {
            ui.actions.setDraft(storyId, line);
            document.querySelector<HTMLElement>('[data-testid="composer-input"]')?.focus();
          }}
        >
          {line}
        </button>
      ))}
    </div>
  );
}
