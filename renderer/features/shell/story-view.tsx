// The story in the view that the writer chose. Which one that is, is session state; what each shows, its own feature knows. The panel
// that the writer looked at carries over: views note it with `notePlace` and begin at `placePanelId`.
import type { ReactNode } from 'react';
import { OutlineView } from '../outline/outline-view';
import { PageView } from '../pages/page-view';
import { ReaderView } from '../pages/reader-view';
import { Storyboard } from '../storyboard/storyboard';
import { useInterface } from '../workspace/use-workspace';

export function StoryView(): ReactNode {
  const view = useInterface((state) => state.view);
  switch (view) {
    case 'board':
      return <Storyboard />;
    case 'outline':
      return <OutlineView />;
    case 'page':
      return <PageView />;
    case 'reader':
      return <ReaderView />;
  }
}
