// The story's title at the head of the page.
import type { ReactNode } from 'react';
import { setTitle } from '../../editor/commands/panel-commands';
import { t } from '../../i18n/translate';
import { useEditor, useSession } from '../workspace/use-workspace';

export function TitleField(): ReactNode {
  const { editor, readOnly } = useSession();
  const title = useEditor((state) => state.story.title);
  const author = useEditor((state) => state.story.author);
  return (
    <header className="title-page">
      <h1 className="visually-hidden">{title || t('Untitled story')}</h1>
      <input
        className="title-field"
        data-testid="story-title"
        aria-label={t('Title of the story')}
        placeholder={t('Untitled story')}
        value={title}
        maxLength={300}
        readOnly={readOnly !== null}
        dir="auto"
        onChange={(event) => editor.run(setTitle(event.target.value))}
        onBlur={() => editor.endBurst()}
      />
      {author !== '' && <p className="title-author">{t('by {author}', { author })}</p>}
      <div className="title-ornament" aria-hidden />
    </header>
  );
}
