// The four views of the story as one segmented control, and their keys: Ctrl or Cmd with 1 to 4.
import { BookOpen, File, LayoutGrid, ListOrdered, type LucideIcon } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { storyViews, type StoryViewName } from '../workspace/interface-store';
import { useInterface, useWorkspace } from '../workspace/use-workspace';

const icons: Record<StoryViewName, LucideIcon> = {
  board: LayoutGrid,
  outline: ListOrdered,
  page: File,
  reader: BookOpen,
};
const words: Record<StoryViewName, () => string> = {
  board: () => t('Board'),
  outline: () => t('Outline'),
  page: () => t('Page'),
  reader: () => t('Reader'),
};

export function ViewSwitcher(): ReactNode {
  const { ui } = useWorkspace();
  const view = useInterface((state) => state.view);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return;
      const chosen = storyViews[Number(event.key) - 1];
      if (chosen === undefined || ui.getState().dialog !== null) return;
      event.preventDefault();
      ui.actions.setView(chosen);
      ui.actions.announce(words[chosen]());
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [ui]);
  return (
    <div className="view-switcher" role="group" aria-label={t('View')}>
      {storyViews.map((name, index) => {
        const Icon = icons[name];
        return (
          <button
            key={name}
            type="button"
            className="view-button"
            aria-pressed={view === name}
            aria-label={words[name]()}
            aria-keyshortcuts={`Control+${index + 1} Meta+${index + 1}`}
            data-tooltip={t('{name} (Ctrl+{key})', { name: words[name](), key: index + 1 })}
            data-tooltip-side="below"
            data-testid={`view-${name}`}
            onClick={() => ui.actions.setView(name)}
          >
            <Icon size={16} aria-hidden />
            <span className="view-button-words" aria-hidden>
              {words[name]()}
            </span>
          </button>
        );
      })}
    </div>
  );
}
