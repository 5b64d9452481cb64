// What can be done with the picture of a panel, in its corner: change a part of it, make a card of it. It knows the panel by its id
// alone, so that a key typed in the panel leaves it alone.
import { MoreHorizontal, SquareDashedMousePointer, UserRoundPlus, ScanEye } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { panelOf } from '../../editor/selectors';
import { useLanguage } from '../../i18n/language';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { Menu, MenuItem } from '../../ui/menu';
import { makeCardFromPanel } from '../cast/card-from-panel';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export const PictureTools = memo(function PictureTools({ panelId }: { readonly panelId: string }): ReactNode {
  useLanguage();
  const workspace = useWorkspace();
  const session = useSession();
  const { openDialog } = workspace.ui.actions;
  const change = (): void => openDialog({ kind: 'redraw', panelId });
  const makeCard = (): void => {
    const panel = panelOf(session.editor.getState().story, panelId);
    if (panel !== null) void makeCardFromPanel(workspace, session, panel).catch(workspace.report);
  };
  return (
    <div className="picture-tools">
      <IconButton
        size="small"
        label={t('Change only this')}
        tooltipSide="below"
        data-testid="change-part"
        onClick={change}
      >
        <SquareDashedMousePointer size={15} />
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton
            size="small"
            label={t('More about this picture')}
            tooltipSide="below"
            tooltipAlign="end"
            data-testid="picture-menu"
          >
            <MoreHorizontal size={15} />
          </IconButton>
        }
      >
        <MenuItem
          icon={<SquareDashedMousePointer size={16} />}
          label={t('Change only a part of it…')}
          onSelect={change}
        />
        <MenuItem icon={<UserRoundPlus size={16} />} label={t('Make a card from this panel…')} onSelect={makeCard} />
        <MenuItem
          icon={<ScanEye size={16} />}
          label={t('What the model sees…')}
          onSelect={() => openDialog({ kind: 'context', panelId })}
        />
      </Menu>
    </div>
  );
});
