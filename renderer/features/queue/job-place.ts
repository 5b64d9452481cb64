// Where the result of a job goes, in a writer's words: "Panel 3", "after panel 2", the story's title. Pure.
import type { Job } from '../../../common/domain/job';
import type { Story } from '../../../common/domain/story';
import { panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';

/** The panel, when the story is open here; nothing when it is not, or when the work is for the story as a whole. */
export function panelWords(job: Job, story: Story | null): string {
  if (story === null || job.panelId === null) return '';
  const index = panelIndexOf(story, job.panelId);
  if (index >= 0) return t('Panel {number}', { number: index + 1 });
  if (job.place === null) return '';
  const after = job.place.after === null ? -1 : panelIndexOf(story, job.place.after);
  return after < 0 ? t('A place in the story') : t('After panel {number}', { number: after + 1 });
}

/** The panel to show for a job: its own, or the one it comes after. */
export function panelToShow(job: Job, story: Story | null): string | null {
  if (story === null || job.panelId === null) return job.panelId;
  return panelIndexOf(story, job.panelId) >= 0 ? job.panelId : (job.place?.after ?? null);
}
