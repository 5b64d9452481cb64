// The story switcher: the stories of this computer, a new one, or one from a folder.
import { Book, BookOpen, Captions, ChevronDown, FolderOpen, GraduationCap, History, Plus, Save } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';

interface ListedStory {
  readonly id: string;
  readonly title: string;
  readonly folderName: string;
}
const MAX_LISTED = 12;

export function StoryMenu(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const title = useEditor((state) => state.story.title);
  const [stories, setStories] = useState<readonly ListedStory[]>([]);
  const load = (): void => {
    workspace.api.client.story.list().then(setStories, workspace.report);
  };
  const name = title || t('Untitled story');
  const trigger = (
    <Button tone="quiet" className="story-menu" data-testid="story-menu" aria-label={t('Story: {name}', { name })}>
      <BookOpen size={18} aria-hidden />
      <span className="story-menu-title">{name}</span>
      <ChevronDown size={14} aria-hidden />
    </Button>
  );
  return (
    <Menu trigger={trigger} onOpen={load}>
      <MenuItem
        icon={<Plus size={16} />}
        label={t('New story')}
        onSelect={() => void workspace.createStory(t('Untitled story'))}
      />
      <MenuItem
        icon={<FolderOpen size={16} />}
        label={t('Open a story folder…')}
        onSelect={() => void workspace.openFolder()}
      />
      <MenuItem icon={<Save size={16} />} label={t('Save a copy…')} onSelect={() => void workspace.saveCopy(session)} />
      <MenuItem
        icon={<History size={16} />}
        label={t('History and snapshots…')}
        testId="open-history"
        onSelect={() => workspace.ui.actions.openDialog({ kind: 'history' })}
      />
      <MenuItem
        icon={<Captions size={16} />}
        label={t('Descriptions of pictures…')}
        testId="open-descriptions"
        onSelect={() => workspace.ui.actions.openDialog({ kind: 'descriptions' })}
      />
      <MenuItem
        icon={<GraduationCap size={16} />}
        label={t('Teach it my hero…')}
        testId="open-tune"
        onSelect={() => workspace.ui.actions.openDialog({ kind: 'tune' })}
      />
      {stories.length > 0 && (
        <>
          <MenuSeparator />
          <MenuGroup label={t('Stories')}>
            {stories.slice(0, MAX_LISTED).map((story) => (
              <MenuItem
                key={story.id}
                icon={story.id === session.storyId ? <BookOpen size={16} /> : <Book size={16} />}
                label={excerptOf(story.title, 60) || story.folderName}
                onSelect={() => void workspace.openStory(story.id)}
              />
            ))}
          </MenuGroup>
        </>
      )}
    </Menu>
  );
}
