// Where the result of a job goes, in a writer's words: "Panel 3", "after panel 2", the story's title.
import type { Job } from '../../../common/domain/job';
import type { Story } from '../../../common/domain/story';
import { panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { jobTitle } from '../workspace/job-words';
import type { Workspace } from '../workspace/workspace';

/** The panel, when the story is open here; nothing when it is not, or when the work is for the story as a whole. */
export function panelWords(job: Job, story: Story | null): string {
  if (story === null || job.panelId === null) return '';
  const index = panelIndexOf(story, job.panelId);
  if (index >= 0) return t('Panel {number}', { number: index + 1 });
  if (job.place === null) return '';
  const after = job.place.after === null ? -1 : panelIndexOf(story, job.place.after);
  return after < 0 ? t('A place in the story') : t('After panel {number}', { number: after + 1 });
}

/** What a job makes and where; `what` is both as one name, so that no two buttons of the queue are called the same. */
export function jobNames(
  workspace: Workspace,
  shownStoryId: string,
  job: Job,
): { readonly title: string; readonly place: string; readonly what: string } {
  const story = workspace.sessionOf(job.storyId)?.editor.getState().story ?? null;
  const storyTitle = (story?.title ?? job.storyTitle) || t('Untitled story');
  const words = [panelWords(job, story), job.storyId === shownStoryId ? '' : t('in “{title}”', { title: storyTitle })];
  const place = words.filter((part) => part !== '').join(' · ');
  const title = jobTitle(job);
  return { title, place, what: place === '' ? title : `${title} · ${place}` };
}

/** The panel to show for a job: its own, or the one it comes after. */
export function panelToShow(job: Job, story: Story | null): string | null {
  if (story === null || job.panelId === null) return job.panelId;
  return panelIndexOf(story, job.panelId) >= 0 ? job.panelId : (job.place?.after ?? null);
}
