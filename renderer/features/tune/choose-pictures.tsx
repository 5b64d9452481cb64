// Step 1: what is learned from. Stories of this computer or single panels of them, drawings that are dropped or chosen, or a folder of
// drawings with their words. What is wrong with the chosen pictures is the next page's to say.
import { FolderOpen, ImagePlus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { MAX_TUNING_ITEMS, type TuningDataSet } from '../../../common/domain/tuning-data-set';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { carriesFiles, filesOf } from '../storyboard/picture-import';
import { useWorkspace } from '../workspace/use-workspace';
import { countTaken, countTooMany, sourcesFrom, type ChosenStories } from './chosen-panels';
import { StoryChoices, type ListedStory } from './story-choices';
import { TunePage } from './tune-page';
import { useOfferedPanels } from './use-offered-panels';

/** Kept by the dialog, so that who comes back from the next page finds it as it was. */
export interface TuneSources {
  readonly chosen: ChosenStories;
  readonly drawings: readonly File[];
}
interface ChoosePicturesProps {
  readonly sources: TuneSources;
  /** Stable. */
  readonly onChange: (change: (before: TuneSources) => TuneSources) => void;
  readonly onBack: (() => void) | null;
  readonly onChosen: (dataSet: TuningDataSet) => void;
}

const MAX_DRAWINGS = 60; // the contract's limit for one drop

export function ChoosePictures({ sources, onChange, onBack, onChosen }: ChoosePicturesProps): ReactNode {
  const { api, report, store, ui } = useWorkspace();
  const { chosen, drawings } = sources;
  const [stories, setStories] = useState<readonly ListedStory[]>([]);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const wanted = useMemo(() => [...chosen.keys(), ...(openedId === null ? [] : [openedId])], [chosen, openedId]);
  const offered = useOfferedPanels(wanted);
  const changeStories = useCallback(
    (change: (before: ChosenStories) => ChosenStories) =>
      onChange((before) => ({ ...before, chosen: change(before.chosen) })),
    [onChange],
  );
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
    return api.client.tuning.propose({ stories: sourcesFrom(chosen, offered), drawings: await Promise.all(read) });
  };
  const add = (files: readonly File[]): void => {
    const all = [...drawings, ...files].slice(0, MAX_DRAWINGS);
    onChange(() => ({ drawings: all, chosen: new Map() })); // who brings drawings means those
    ui.actions.announce(
      t('{count, plural, one {# drawing chosen.} other {# drawings chosen.}}', { count: all.length }),
    );
  };
  const isEmpty = drawings.length === 0 && chosen.size === 0;
  const panels = countTaken(chosen, offered);
  const pictures = panels === null ? null : panels + drawings.length;
  const tooMany = countTooMany(pictures ?? 0);
  const foot = (
    <>
      {onBack !== null && (
        <Button tone="quiet" onClick={onBack}>
          {t('Back')}
        </Button>
      )}
      <span className="tune-foot-words" role="status">
        {isReading
          ? t('Looking at the pictures…')
          : tooMany > 0
            ? t('At most {max} pictures can be learned from at once: leave out {tooMany} more.', {
                max: MAX_TUNING_ITEMS,
                tooMany,
              })
            : pictures === 0 && !isEmpty
              ? t('No panel here has a picture yet: draw some first, choose another story, or drop drawings.')
              : pictures === null || pictures === 0
                ? ''
                : t('{count, plural, one {# picture chosen} other {# pictures chosen}}', { count: pictures })}
      </span>
      <Button
        tone="primary"
        disabled={isReading || isEmpty || tooMany > 0 || pictures === 0}
        data-testid="tune-look"
        onClick={() => void look(propose)}
      >
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
      <div className="tune-choose" data-opened={openedId === null ? undefined : ''}>
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
        <StoryChoices
          stories={stories}
          offered={offered}
          chosen={chosen}
          openedId={openedId}
          onOpen={setOpenedId}
          onChange={changeStories}
        />
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
