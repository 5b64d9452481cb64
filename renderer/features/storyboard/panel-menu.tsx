// Everything that can be done with one panel, each with its key: the quiet menu at the end of its controls.
import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  BookmarkPlus,
  CopyPlus,
  Ellipsis,
  ListPlus,
  Merge,
  PenLine,
  ScanEye,
  SquareCheck,
  SquareSplitVertical,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { insertPanel } from '../../editor/commands/panel-commands';
import { keepTextAsVariant } from '../../editor/commands/text-commands';
import { toggleSelected } from '../../editor/selection';
import { panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { keyHint } from '../../ui/key-hint';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { movePanelBy } from './panel-actions';
import {
  continueAtCursor,
  deleteSelected,
  duplicateSelected,
  mergeWithNext,
  moveSelectionTo,
  splitAtCursor,
} from './panels-actions';

interface PanelMenuProps {
  readonly panelId: string;
  readonly hasText: boolean;
  readonly busy: boolean;
}

export function PanelMenu({ panelId: id, hasText, busy }: PanelMenuProps): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const { editor } = session;
  /** A blank panel before or behind this one, ready to write in. */
  const insert = (where: 'before' | 'after'): void => {
    const { panels } = editor.getState().story;
    const before = panels[panelIndexOf(editor.getState().story, id) - 1]?.id ?? null;
    const panelId = workspace.newId();
    editor.run(insertPanel({ place: { after: where === 'after' ? id : before }, panelId }));
    workspace.ui.actions.revealPanel(panelId, { focus: 'text' });
  };
  const trigger = (
    <IconButton size="small" label={t('More for this panel')} tooltipAlign="end" data-testid="panel-menu">
      <Ellipsis size={15} />
    </IconButton>
  );
  return (
    <Menu trigger={trigger} align="end">
      <MenuItem
        icon={<PenLine size={16} />}
        label={t('Continue at the cursor')}
        hint={keyHint('alt', 'enter')}
        disabled={busy}
        testId="menu-continue-at-cursor"
        onSelect={() => continueAtCursor(workspace, session, id)}
      />
      <MenuItem
        icon={<BookmarkPlus size={16} />}
        label={t('Keep my text as a version')}
        disabled={!hasText}
        testId="menu-keep-text"
        onSelect={() => {
          const kept = editor.run(keepTextAsVariant(id));
          workspace.ui.actions.announce(kept ? t('Kept as a version.') : t('This text is among the versions already.'));
        }}
      />
      <MenuItem
        icon={<ScanEye size={16} />}
        label={t('What the model sees…')}
        testId="menu-context"
        onSelect={() => workspace.ui.actions.openDialog({ kind: 'context', panelId: id })}
      />
      <MenuSeparator />
      <MenuItem
        icon={<SquareSplitVertical size={16} />}
        label={t('Split at the cursor')}
        hint={keyHint('command', 'shift', 'enter')}
        disabled={!hasText}
        testId="menu-split"
        onSelect={() => splitAtCursor(workspace, session, id)}
      />
      <MenuItem
        icon={<Merge size={16} />}
        label={t('Merge with the next panel')}
        hint={keyHint('command', 'J')}
        testId="menu-merge"
        onSelect={() => mergeWithNext(workspace, session, id)}
      />
      <MenuItem
        icon={<CopyPlus size={16} />}
        label={t('Duplicate')}
        hint={keyHint('command', 'D')}
        testId="menu-duplicate"
        onSelect={() => duplicateSelected(workspace, session, [id])}
      />
      <MenuItem
        icon={<ListPlus size={16} />}
        label={t('New panel before')}
        testId="menu-insert-before"
        onSelect={() => insert('before')}
      />
      <MenuItem
        icon={<ListPlus size={16} />}
        label={t('New panel after')}
        testId="menu-insert-after"
        onSelect={() => insert('after')}
      />
      <MenuSeparator />
      <MenuItem
        icon={<ArrowUp size={16} />}
        label={t('Move up')}
        hint={keyHint('alt', 'up')}
        testId="menu-move-up"
        onSelect={() => movePanelBy(workspace, session, id, -1)}
      />
      <MenuItem
        icon={<ArrowDown size={16} />}
        label={t('Move down')}
        hint={keyHint('alt', 'down')}
        testId="menu-move-down"
        onSelect={() => movePanelBy(workspace, session, id, 1)}
      />
      <MenuItem
        icon={<ArrowUpToLine size={16} />}
        label={t('To the beginning')}
        hint={keyHint('alt', 'shift', 'home')}
        testId="menu-to-start"
        onSelect={() => moveSelectionTo(workspace, session, id, 'start')}
      />
      <MenuItem
        icon={<ArrowDownToLine size={16} />}
        label={t('To the end')}
        hint={keyHint('alt', 'shift', 'end')}
        testId="menu-to-end"
        onSelect={() => moveSelectionTo(workspace, session, id, 'end')}
      />
      <MenuItem
        icon={<SquareCheck size={16} />}
        label={t('Select')}
        testId="menu-select"
        onSelect={() => editor.select((selection) => toggleSelected(selection, id))}
      />
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 size={16} />}
        label={t('Delete')}
        tone="danger"
        testId="menu-delete"
        onSelect={() => deleteSelected(workspace, session, [id])}
      />
    </Menu>
  );
}
