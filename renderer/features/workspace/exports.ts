// Exports of this window: starts them and says how they ended, also when the dialog is long closed. The queue shows their progress.
import type { ExportedFile, ExportRequest } from '../../../common/domain/export';
import type { Job } from '../../../common/domain/job';
import type { StudioApi } from '../../api/studio-api';
import { oneLineFrom } from '../../api/writer-words';
import { hasEnded } from '../../api/studio-api';
import { t } from '../../i18n/translate';
import type { InterfaceActions } from './interface-store';
import type { StorySession } from './story-session';

export interface Exports {
  /** Exports the story as it stands now. @returns the job's id, or null when the writer did not say where */
  readonly start: (session: StorySession, request: ExportRequest) => Promise<string | null>;
}

const doneWords = ({ fileName, pages }: ExportedFile): string =>
  pages === undefined
    ? t('Exported {fileName}.', { fileName })
    : t('Exported {fileName} ({pages, plural, one {# page} other {# pages}}).', { fileName, pages });

export function createExports(api: StudioApi, ui: InterfaceActions, report: (thrown: unknown) => void): Exports {
  const told = new Set<string>();
  const tell = (job: Job): void => {
    if (job.kind !== 'export') return;
    if (!hasEnded(job)) told.delete(job.id); // tried again
    if (!hasEnded(job) || told.has(job.id)) return;
    told.add(job.id);
    if (job.state === 'cancelled')
      ui.notify({ tone: 'info', text: t('The export was cancelled. Nothing was written.') });
    else if (job.failure !== null) ui.notify({ tone: 'problem', text: oneLineFrom(job.failure) });
    else if (job.exported !== undefined) {
      const showInFolder = (): void => void api.client.exports.showInFolder({ jobId: job.id }).catch(report);
      ui.notify({
        tone: 'success',
        text: doneWords(job.exported),
        action: { label: t('Show in folder'), perform: showInFolder },
      });
    }
  };
  api.client.job.changed(tell);
  return {
    start: async (session, request) => {
      const started = await api.client.exports.start({ story: session.storyNow(), request });
      return started?.jobId ?? null;
    },
  };
}
