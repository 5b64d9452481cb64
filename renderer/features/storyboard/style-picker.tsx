// In which style the story is drawn from now on: a button that names the present one and a menu of what the model knows. Not there
// with a model that has nothing to choose from.
import { Palette } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { setStyle } from '../../editor/commands/panel-commands';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Menu, MenuChoices } from '../../ui/menu';
import { useEditor, useSession } from '../workspace/use-workspace';

export function StylePicker(): ReactNode {
  const { editor } = useSession();
  const { bundle } = useEngine();
  const chosen = useEditor((state) => state.story.style);
  const styles = bundle?.styles ?? [];
  const [first] = styles;
  if (first === undefined) return null;
  const current = chosen ?? first.id;
  // A story from another bundle may have a style that this one does not know: it is named as it is, until the writer chooses.
  const name = saidByMain(styles.find(({ id }) => id === current)?.name ?? current);
  const trigger = (
    <Button
      tone="quiet"
      className="style-picker"
      data-testid="style-picker"
      aria-label={t('Drawing style: {name}', { name })}
      data-tooltip={t('Drawing style')}
      data-tooltip-side="above"
    >
      <Palette size={18} aria-hidden />
      <span className="style-picker-name">{name}</span>
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuChoices
        label={t('Drawing style')}
        choices={styles.map(({ id, name }) => ({ id, name: saidByMain(name) }))}
        chosen={current}
        onChoose={(id) => {
          if (id !== current) editor.run(setStyle(id));
        }}
      />
    </Menu>
  );
}
