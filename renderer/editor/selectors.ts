// Questions that views and services ask of a story or an editor's state. Pure; nothing here changes anything.
import { chosenPictureOf, type CastCard, type Panel, type Story } from '../../common/domain/story';
import type { GenerationResult } from '../../common/domain/job';
import type { EditorState } from './editor';
import type { StepLabel } from './step-label';

export const panelOf = (story: Story, panelId: string): Panel | null =>
  story.panels.find((panel) => panel.id === panelId) ?? null;

export const panelIndexOf = (story: Story, panelId: string): number =>
  story.panels.findIndex((panel) => panel.id === panelId);

/** No words and no picture: a place to write, not yet a part of the story. */
export const isEmptyPanel = (panel: Panel): boolean => panel.text.trim() === '' && panel.pictures.length === 0;

/** A story in which nothing has been written or drawn. */
export const isEmptyStory = (story: Story): boolean => story.panels.every(isEmptyPanel);

/** The label of the step that undo would take back, or null. */
export const undoLabelOf = (state: EditorState): StepLabel | null => state.history.past.at(-1)?.label ?? null;
export const redoLabelOf = (state: EditorState): StepLabel | null => state.history.future.at(-1)?.label ?? null;

/** What the model is shown of the panels before `endIndex`: text and picture, oldest first, empty panels left out. */
export const contextBefore = (story: Story, endIndex: number): { text: string; image: string | null }[] =>
  story.panels
    .slice(0, Math.max(0, endIndex))
    .filter((panel) => !isEmptyPanel(panel))
    .map((panel) => ({ text: panel.text, image: chosenPictureOf(panel)?.asset.sha256 ?? null }));

/** The story's cards as the model is told of them: names, looks, reference pictures. */
export const castOf = (
  story: Story,
): (Pick<CastCard, 'name' | 'kind' | 'look' | 'always'> & { readonly images: string[] })[] =>
  story.cast.map(({ name, kind, look, always, pictures }) => ({
    name,
    kind,
    look,
    always,
    images: pictures.map(({ asset }) => asset.sha256),
  }));

/** Whether a panel already holds what this generation made: a result may come twice, after a crash between saving and saying so. */
export const holdsResult = (
  story: Story,
  panelId: string,
  { generation }: Pick<GenerationResult, 'generation'>,
): boolean => {
  const panel = panelOf(story, panelId);
  const made = panel === null ? [] : [panel, ...panel.textVariants, ...panel.pictures].map((part) => part.generation);
  return made.some((own) => own?.createdAt === generation.createdAt && own.seed === generation.seed);
};

/** The story as it goes to disk: the time of the change is set here, so that editing and undo never touch it. */
export const storyForSaving = (story: Story, nowIso: string): Story => ({ ...story, updatedAt: nowIso });

/** The first words of a panel, for labels and lists. */
export const excerptOf = (text: string, maxLength = 48): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
};
