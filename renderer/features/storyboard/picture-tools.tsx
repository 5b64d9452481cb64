// What can be done with the picture of a panel, in its corner: change a part of it, make a card of it.
import { MoreHorizontal, SquareDashedMousePointer, UserRoundPlus, ScanEye } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { Menu, MenuItem } from '../../ui/menu';
import { makeCardFromPanel } from '../cast/card-from-panel';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export function PictureTools({ panel }: { readonly panel: Panel }): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const { openDialog } = workspace.ui.actions;
  const change = (): void => openDialog({ kind: 'redraw', panelId: panel.id });
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
        <MenuItem
          icon={<UserRoundPlus size={16} />}
          label={t('Make a card from this panel…')}
          onSelect={() => void makeCardFromPanel(workspace, session, panel).catch(workspace.report)}
        />
        <MenuItem
          icon={<ScanEye size={16} />}
          label={t('What the model sees…')}
          onSelect={() => openDialog({ kind: 'context', panelId: panel.id })}
        />
      </Menu>
    </div>
  );
}
