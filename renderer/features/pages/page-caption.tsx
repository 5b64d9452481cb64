// The line below a page: its number, and for a panel that begins on it, where its words stand.
import type { ReactNode } from 'react';
import type { BookPage } from '../../../common/book/book';
import { placementSchema, type BookDesign } from '../../../common/domain/book-design';
import { chosenPictureOf } from '../../../common/domain/story';
import { setPlacement } from '../../editor/commands/book-commands';
import { t } from '../../i18n/translate';
import { placementWords } from '../book/design-words';
import { useEditor, useSession } from '../workspace/use-workspace';
import { beginsOn, panelOn } from './places';

interface PageCaptionProps {
  readonly page: BookPage;
  readonly design: BookDesign;
}

export function PageCaption({ page, design }: PageCaptionProps): ReactNode {
  const { editor, readOnly } = useSession();
  const panelId = panelOn(page);
  const panel = useEditor((state) => state.story.panels.find(({ id }) => id === panelId) ?? null);
  const canPlace =
    panel !== null &&
    design.format === 'picture-book' &&
    chosenPictureOf(panel) !== null &&
    beginsOn(page, panel.id) &&
    readOnly === null;
  return (
    <div className="page-caption">
      <span>{t('Page {page}', { page: page.index + 1 })}</span>
      {canPlace && (
        <select
          className="caption-placement"
          aria-label={t('Words of this panel')}
          data-testid="panel-placement"
          value={panel.placement ?? ''}
          onChange={(event) => {
            const placement = placementSchema.safeParse(event.target.value);
            editor.run(setPlacement({ panelId: panel.id, placement: placement.success ? placement.data : null }));
          }}
        >
          <option value="">{t('Words as in the whole book')}</option>
          {placementSchema.options.map((id) => (
            <option key={id} value={id}>
              {placementWords(id, design)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
