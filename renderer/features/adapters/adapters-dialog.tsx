// The library of the writer's own styles: names, where each comes from, import and export, and deleting with a look at the stories that use
// it. Choosing one for a story is adapter-picker.tsx.
import { Download, FileArchive, FolderOpen, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { MAX_ADAPTER_NAME, type AdapterSummary, type AdapterUse } from '../../../common/domain/adapter';
import { useAdapters } from '../../api/use-studio';
import { formatList, formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useWorkspace } from '../workspace/use-workspace';
import { adapterWords, originWords } from './adapter-words';
import { ExampleOffer } from './example-offer';
import './adapters.css';

const MEGABYTE = 1_048_576;

export function AdaptersDialog(): ReactNode {
  const { ui, api, report } = useWorkspace();
  const library = useAdapters();
  const [isBusy, setBusy] = useState(false);
  const bring = (from: 'importFolder' | 'importFile') => (): void => {
    setBusy(true);
    api.client.adapters[from]()
      .then((taken) => {
        if (taken !== null) ui.actions.announce(t('{name} can be chosen for your stories now.', { name: taken.name }));
      }, report)
      .finally(() => setBusy(false));
  };
  const foot = (
    <>
      <Button disabled={isBusy} data-testid="import-adapter-folder" onClick={bring('importFolder')}>
        <FolderOpen size={16} aria-hidden />
        {t('Import a folder…')}
      </Button>
      <Button disabled={isBusy} data-testid="import-adapter-file" onClick={bring('importFile')}>
        <FileArchive size={16} aria-hidden />
        {t('Import a ZIP…')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('Your own styles')}
      description={t('Heroes and voices that the model was taught. Each is proved before it is taken in.')}
      onClose={() => ui.actions.openDialog(null)}
      foot={foot}
      testId="adapters-dialog"
    >
      {library.length === 0 ? (
        <div className="adapter-choices">
          <p className="adapter-quiet">{t('There is none yet.')}</p>
          <ExampleOffer />
        </div>
      ) : (
        <ul className="adapter-list">
          {library.map((adapter) => (
            <KeptAdapter key={adapter.id} adapter={adapter} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function KeptAdapter({ adapter }: { readonly adapter: AdapterSummary }): ReactNode {
  const { api, ui, report } = useWorkspace();
  const { id, name, bytes } = adapter;
  const [draft, setDraft] = useState<string | null>(null);
  const [uses, setUses] = useState<readonly AdapterUse[] | null>(null);
  const rename = (): void => {
    const wanted = draft?.trim() ?? '';
    setDraft(null);
    if (wanted !== '' && wanted !== name) api.client.adapters.rename({ id, name: wanted }).catch(report);
  };
  const exportIt = (): void => {
    api.client.adapters.exportFile({ id }).then((written) => {
      if (written !== null) ui.actions.announce(t('{file} is written.', { file: written.fileName }));
    }, report);
  };
  const remove = (): void => {
    api.client.adapters.remove({ id }).then(() => {
      ui.actions.announce(t('{name} is deleted.', { name }));
    }, report);
  };
  return (
    <li className="adapter-kept" data-testid="kept-adapter">
      <div className="adapter-row">
        <span className="adapter-words">
          <input
            className="text-input"
            aria-label={t('Name of {name}', { name })}
            maxLength={MAX_ADAPTER_NAME}
            dir="auto"
            data-testid="adapter-name"
            value={draft ?? name}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={rename}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
            }}
          />
          <span className="adapter-quiet">
            {[
              adapterWords(adapter),
              originWords(adapter),
              t('{size} MB', { size: formatNumber(bytes / MEGABYTE, { maximumFractionDigits: 1 }) }),
            ].join(' · ')}
          </span>
        </span>
        <IconButton label={t('Export {name}', { name })} data-testid="export-adapter" onClick={exportIt}>
          <Download size={17} />
        </IconButton>
        <IconButton
          label={t('Delete {name}', { name })}
          tooltipAlign="end"
          aria-expanded={uses !== null}
          data-testid="delete-adapter"
          onClick={() => {
            if (uses !== null) setUses(null);
            else api.client.adapters.usedIn({ id }).then(setUses, report);
          }}
        >
          <Trash2 size={17} />
        </IconButton>
      </div>
      {uses !== null && (
        <div className="adapter-uses" role="group" aria-label={t('Delete {name}', { name })}>
          <p>{usesWords(uses)}</p>
          <div className="adapter-actions">
            <Button autoFocus onClick={() => setUses(null)}>
              {t('Keep it')}
            </Button>
            <Button tone="danger" data-testid="confirm-delete-adapter" onClick={remove}>
              {t('Delete')}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

/** Which stories would miss it. */
function usesWords(uses: readonly AdapterUse[]): string {
  if (uses.length === 0) return t('No story uses it.');
  const titles = formatList(uses.map(({ title }) => `“${title}”`));
  return t('Used in {titles}. What is drawn there stays; it cannot be drawn again in this style.', { titles });
}
