// How many pictures of the book say nothing to readers who cannot see them, and the way to mend it.
import { Captions } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { shownPictures } from '../alt-text/shown-pictures';
import { useEditor, useWorkspace } from '../workspace/use-workspace';

export function MissingDescriptions(): ReactNode {
  const { ui } = useWorkspace();
  const missing = useEditor((state) => shownPictures(state.story).filter((shown) => shown.isMissing).length);
  return (
    <div className="export-descriptions">
      <p>
        {missing === 0
          ? t('Every picture has a description.')
          : t('{missing, plural, one {# picture has no description.} other {# pictures have no description.}}', {
              missing,
            })}
      </p>
      <Button
        size="small"
        data-testid="open-descriptions"
        onClick={() => ui.actions.openDialog({ kind: 'descriptions' })}
      >
        <Captions size={15} aria-hidden />
        {t('Descriptions…')}
      </Button>
    </div>
  );
}
