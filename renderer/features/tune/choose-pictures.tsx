// Step 1: what is learned from. Stories of this computer, drawings that are dropped or chosen, or a folder of drawings with their words.
import { FolderOpen, ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { TuningDataSet } from '../../../common/domain/tuning-data-set';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { carriesFiles, filesOf } from '../storyboard/picture-import';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { TunePage } from './tune-page';

interface ListedStory {
  readonly id: string;
  readonly title: string;
  readonly folderName: string;
}
interface ChoosePicturesProps {
  readonly onBack: (() => void) | null;
  readonly onChosen: (dataSet: TuningDataSet) => void;
}

const MAX_DRAWINGS = 60; // the contract's limit for one drop

export function ChoosePictures({ onBack, onChosen }: ChoosePicturesProps): ReactNode {
  const { api, report, store, ui } = useWorkspace();
  const { storyId } = useSession();
  const [stories, setStories] = useState<readonly ListedStory[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([storyId]));
  const [drawings, setDrawings] = useState<readonly File[]>([]);
  const [isReading, setReading] = useState(false);
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => {
    api.client.story.list().then(setStories, report);
  }, [api, report]);

  const look = async (ask: () => Promise<TuningDataSet | null>): Promise<void> => {
    setReading(true);
    try {
      await store.getState().session?.autosave.flush(); // what was typed last is learned too
      const set = await ask();
      if (set !== null) onChosen(set);
    } catch (thrown) {
      report(thrown);
    } finally {
      setReading(false);
    }
  };
  const propose = async (): Promise<TuningDataSet> => {
    const read = drawings.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
    const asked = stories.filter(({ id }) => chosen.has(id)).map(({ id }) => ({ storyId: id, panelIds: null }));
    return api.client.tuning.propose({ stories: asked, drawings: await Promise.all(read) });
  };
  const add = (files: readonly File[]): void => {
    const all = [...drawings, ...files].slice(0, MAX_DRAWINGS);
    setDrawings(all);
    setChosen(new Set()); // who brings drawings means those
    ui.actions.announce(
      t('{count, plural, one {# drawing chosen.} other {# drawings chosen.}}', { count: all.length }),
    );
  };
  const isEmpty = drawings.length === 0 && !stories.some(({ id }) => chosen.has(id));
  const foot = (
    <>
      {onBack !== null && (
        <Button tone="quiet" onClick={onBack}>
          {t('Back')}
        </Button>
      )}
      <span className="tune-foot-words" role="status">
        {isReading ? t('Looking at the pictures…') : ''}
      </span>
      <Button tone="primary" disabled={isEmpty || isReading} data-testid="tune-look" onClick={() => void look(propose)}>
        {t('Look at them')}
      </Button>
    </>
  );
  return (
    <TunePage
      step={1}
      title={t('What shall it learn from?')}
      note={t('Four drawings of one hero are enough to begin with; a few stories are better.')}
      foot={foot}
      testId="tune-choose"
    >
      <div className="tune-choose">
        <button
          type="button"
          className="tune-drop"
          data-over={isOver ? '' : undefined}
          data-testid="tune-drop"
          onClick={() => chooser.current?.click()}
          onDragOver={(event) => {
            if (!carriesFiles(event.dataTransfer)) return;
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            setOver(false);
            const files = filesOf(event.dataTransfer);
            if (files.length === 0) return;
            event.preventDefault();
            add(files);
          }}
        >
          <ImagePlus size={28} aria-hidden />
          <strong>{t('Drop drawings of your hero')}</strong>
          <span>
            {drawings.length === 0
              ? t('or choose picture files')
              : t('{count, plural, one {# drawing chosen} other {# drawings chosen}}', { count: drawings.length })}
          </span>
        </button>
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          multiple
          hidden
          data-testid="tune-chooser"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            add(files);
          }}
        />
        <fieldset className="tune-stories">
          <legend>{t('Or stories that you have written')}</legend>
          {stories.map(({ id, title, folderName }) => (
            <label key={id} data-testid="tune-story">
              <input
                type="checkbox"
                checked={chosen.has(id)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.target.checked) next.add(id);
                  else next.delete(id);
                  setChosen(next);
                }}
              />
              <span>{excerptOf(title, 60) || folderName}</span>
              {id === storyId && <span className="tune-tag">{t('open')}</span>}
            </label>
          ))}
        </fieldset>
        <Button
          className="tune-folder"
          disabled={isReading}
          data-testid="tune-folder"
          onClick={() => void look(() => api.client.tuning.openFolder())}
        >
          <FolderOpen size={16} aria-hidden />
          {t('A folder of drawings, each with its words in a text file…')}
        </Button>
      </div>
    </TunePage>
  );
}
