// The writer's stories to learn from: each with a box for the whole of it, how many of its panels are chosen, and its panels when it is
// opened. One is open at a time.
import { ChevronDown } from 'lucide-react';
import { useCallback, useId, type ReactNode } from 'react';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useSession } from '../workspace/use-workspace';
import { takenOf, withPanels, withStory, type ChosenStories, type OfferedPanels } from './chosen-panels';
import { PanelPicker } from './panel-picker';

export interface ListedStory {
  readonly id: string;
  readonly title: string;
  readonly folderName: string;
}
interface StoryChoicesProps {
  readonly stories: readonly ListedStory[];
  readonly offered: OfferedPanels;
  readonly chosen: ChosenStories;
  readonly openedId: string | null;
  readonly onOpen: (storyId: string | null) => void;
  /** Stable. */
  readonly onChange: (change: (before: ChosenStories) => ChosenStories) => void;
}

export function StoryChoices({ stories, ...rest }: StoryChoicesProps): ReactNode {
  return (
    <fieldset className="tune-stories">
      <legend>{t('Or stories that you have written')}</legend>
      {stories.map((story) => (
        <StoryChoice key={story.id} story={story} {...rest} />
      ))}
    </fieldset>
  );
}

type StoryChoiceProps = Omit<StoryChoicesProps, 'stories'> & { readonly story: ListedStory };

function StoryChoice({ story, offered, chosen, openedId, onOpen, onChange }: StoryChoiceProps): ReactNode {
  const { id } = story;
  const ownId = useId();
  const { storyId: shownId } = useSession();
  const panels = offered.get(id);
  const taken = takenOf(chosen, id, panels ?? []);
  const isIn = chosen.has(id);
  const isPart = isIn && (chosen.get(id)?.size ?? 0) > 0;
  const isOpened = id === openedId;
  const title = excerptOf(story.title, 60) || story.folderName;
  const onChoose = useCallback(
    (panelIds: readonly string[], isWanted: boolean) => {
      onChange((before) => withPanels(before, id, offered.get(id) ?? [], panelIds, isWanted));
    },
    [id, offered, onChange],
  );
  return (
    <div className="tune-story" data-opened={isOpened ? '' : undefined}>
      <div className="tune-story-row">
        <label data-testid="tune-story">
          <input
            type="checkbox"
            checked={isIn}
            ref={(box) => {
              if (box !== null) box.indeterminate = isPart;
            }}
            aria-describedby={`${ownId}-count`}
            // A story in part becomes whole: what was left out is seen, and one more press leaves all of it out.
            onChange={() => onChange((before) => withStory(before, id, !isIn || isPart))}
          />
          <span dir="auto">{title}</span>
          {id === shownId && <span className="tune-tag">{t('open')}</span>}
        </label>
        <span id={`${ownId}-count`} className="tune-quiet" data-testid="tune-story-count">
          {panels !== undefined &&
            t('{count} of {all, plural, one {# panel} other {# panels}}', { count: taken.size, all: panels.length })}
        </span>
        <Button
          size="small"
          tone="quiet"
          aria-expanded={isOpened}
          {...(isOpened ? { 'aria-controls': `${ownId}-panels` } : {})}
          aria-label={t('Choose panels: {title}', { title })}
          data-testid="choose-panels"
          onClick={() => onOpen(isOpened ? null : id)}
        >
          {t('Choose panels')}
          <ChevronDown size={14} aria-hidden />
        </Button>
      </div>
      {isOpened && (
        <PanelPicker
          id={`${ownId}-panels`}
          storyId={id}
          title={title}
          panels={panels}
          taken={taken}
          onChoose={onChoose}
        />
      )}
    </div>
  );
}
