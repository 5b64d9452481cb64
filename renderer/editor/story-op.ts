// The smallest changes of a story, as data. `applyOps` returns the changed story and the ops that take it back, computed from
// the story as it really stood: a step can therefore be undone and redone although a picture arrived in between.
// Not commands (those know what a writer means) and not the history (that knows the order).
import type { Placement } from '../../common/domain/book-design';
import type { CastCard, Panel, PictureVariant, Story, TextVariant } from '../../common/domain/story';

export type PanelFields = Partial<Pick<Panel, 'text' | 'origin' | 'generation' | 'chosenPictureId'>> & {
  /** Undefined: as the book's design says. */
  readonly placement?: Placement | undefined;
};
export type StoryFields = Partial<Pick<Story, 'title' | 'author' | 'language' | 'style' | 'book' | 'adapters'>>;
export type TextFields = Partial<Pick<TextVariant, 'favourite'>>;
export type PictureFields = Partial<Pick<PictureVariant, 'favourite' | 'alt' | 'altOrigin'>>;
/** `pictures` as a whole: a card has a handful, and their order is part of what they say. */
export type CardFields = Partial<Omit<CastCard, 'id'>>;

export type StoryOp =
  | { readonly type: 'set-story'; readonly fields: StoryFields }
  | { readonly type: 'set-panel'; readonly panelId: string; readonly fields: PanelFields }
  | {
      readonly type: 'set-picture';
      readonly panelId: string;
      readonly pictureId: string;
      readonly fields: PictureFields;
    }
  | { readonly type: 'insert-panel'; readonly index: number; readonly item: Panel }
  | { readonly type: 'remove-panel'; readonly id: string }
  | { readonly type: 'move-panel'; readonly id: string; readonly index: number } // its place in the story without it
  | { readonly type: 'insert-reference'; readonly index: number; readonly item: PictureVariant }
  | { readonly type: 'remove-reference'; readonly id: string }
  | { readonly type: 'set-reference'; readonly id: string; readonly fields: PictureFields }
  | { readonly type: 'insert-card'; readonly index: number; readonly item: CastCard }
  | { readonly type: 'remove-card'; readonly id: string }
  | { readonly type: 'set-card'; readonly cardId: string; readonly fields: CardFields }
  | { readonly type: 'insert-picture'; readonly panelId: string; readonly index: number; readonly item: PictureVariant }
  | { readonly type: 'remove-picture'; readonly panelId: string; readonly id: string }
  | { readonly type: 'set-text'; readonly panelId: string; readonly textId: string; readonly fields: TextFields }
  | { readonly type: 'insert-text'; readonly panelId: string; readonly index: number; readonly item: TextVariant }
  | { readonly type: 'remove-text'; readonly panelId: string; readonly id: string }
  | { readonly type: 'replace-story'; readonly story: Story };

/** What `applyOps` answers: `inverse` applied to `story` gives the story before. */
export interface Applied {
  readonly story: Story;
  readonly inverse: readonly StoryOp[];
}

interface Step {
  readonly story: Story;
  readonly inverse: StoryOp | null; // null: the op found nothing to change
}

/** Applies ops in order. An op whose panel or item is gone (or is there already) changes nothing and has no inverse. */
export function applyOps(story: Story, ops: readonly StoryOp[]): Applied {
  const inverse: StoryOp[] = [];
  let current = story;
  for (const op of ops) {
    const step = applyOp(current, op);
    current = step.story;
    if (step.inverse !== null) inverse.unshift(step.inverse);
  }
  return { story: current, inverse };
}

/**
 * The ops that undo two changes made one after the other, shortest form: a field that both changed needs only its oldest
 * value. This is what keeps a burst of typing at one small op.
 */
export function joinInverses(later: readonly StoryOp[], earlier: readonly StoryOp[]): readonly StoryOp[] {
  const needed = later.filter((op) => !earlier.some((old) => covers(old, op)));
  return [...needed, ...earlier];
}

function covers(old: StoryOp, op: StoryOp): boolean {
  if (op.type === 'set-story' && old.type === 'set-story') return includesKeys(old.fields, op.fields);
  if (op.type === 'set-panel' && old.type === 'set-panel') {
    return old.panelId === op.panelId && includesKeys(old.fields, op.fields);
  }
  if (op.type === 'set-picture' && old.type === 'set-picture') {
    return old.panelId === op.panelId && old.pictureId === op.pictureId && includesKeys(old.fields, op.fields);
  }
  if (op.type === 'set-reference' && old.type === 'set-reference') {
    return old.id === op.id && includesKeys(old.fields, op.fields);
  }
  if (op.type === 'set-card' && old.type === 'set-card') {
    return old.cardId === op.cardId && includesKeys(old.fields, op.fields);
  }
  return false;
}

const includesKeys = (whole: object, part: object): boolean => Object.keys(part).every((key) => key in whole);

function applyOp(story: Story, op: StoryOp): Step {
  switch (op.type) {
    case 'set-story':
      return { story: { ...story, ...op.fields }, inverse: { type: 'set-story', fields: valuesOf(story, op.fields) } };
    case 'replace-story':
      return { story: op.story, inverse: { type: 'replace-story', story } };
    case 'insert-panel':
      return listStep(story, insertInto(story.panels, op.index, op.item), (panels) => ({ ...story, panels }), {
        type: 'remove-panel',
        id: op.item.id,
      });
    case 'remove-panel': {
      const found = takeFrom(story.panels, op.id);
      return listStep(
        story,
        found?.rest,
        (panels) => ({ ...story, panels }),
        found && { type: 'insert-panel', ...found.back },
      );
    }
    case 'move-panel': {
      const from = story.panels.findIndex((panel) => panel.id === op.id);
      const panel = story.panels[from];
      const to = Math.max(0, Math.min(op.index, story.panels.length - 1));
      if (panel === undefined || from === to) return { story, inverse: null };
      const panels = story.panels.toSpliced(from, 1).toSpliced(to, 0, panel);
      return { story: { ...story, panels }, inverse: { type: 'move-panel', id: op.id, index: from } };
    }
    case 'insert-reference':
      return listStep(
        story,
        insertInto(story.references, op.index, op.item),
        (references) => ({ ...story, references }),
        {
          type: 'remove-reference',
          id: op.item.id,
        },
      );
    case 'remove-reference': {
      const found = takeFrom(story.references, op.id);
      return listStep(
        story,
        found?.rest,
        (references) => ({ ...story, references }),
        found && { type: 'insert-reference', ...found.back },
      );
    }
    case 'set-reference': {
      const index = story.references.findIndex((reference) => reference.id === op.id);
      const reference = story.references[index];
      if (reference === undefined) return { story, inverse: null };
      return {
        story: { ...story, references: story.references.with(index, { ...reference, ...op.fields }) },
        inverse: { type: 'set-reference', id: op.id, fields: valuesOf(reference, op.fields) },
      };
    }
    case 'insert-card':
      return listStep(story, insertInto(story.cast, op.index, op.item), (cast) => ({ ...story, cast }), {
        type: 'remove-card',
        id: op.item.id,
      });
    case 'remove-card': {
      const found = takeFrom(story.cast, op.id);
      return listStep(
        story,
        found?.rest,
        (cast) => ({ ...story, cast }),
        found && { type: 'insert-card', ...found.back },
      );
    }
    case 'set-card': {
      const index = story.cast.findIndex((card) => card.id === op.cardId);
      const card = story.cast[index];
      if (card === undefined) return { story, inverse: null };
      return {
        story: { ...story, cast: story.cast.with(index, { ...card, ...op.fields }) },
        inverse: { type: 'set-card', cardId: op.cardId, fields: valuesOf(card, op.fields) },
      };
    }
    case 'set-panel':
    case 'set-picture':
    case 'insert-picture':
    case 'remove-picture':
    case 'set-text':
    case 'insert-text':
    case 'remove-text':
      return applyInPanel(story, op);
  }
}

type PanelOp = Extract<StoryOp, { readonly panelId: string }>;

function applyInPanel(story: Story, op: PanelOp): Step {
  const index = story.panels.findIndex((panel) => panel.id === op.panelId);
  const panel = story.panels[index];
  if (panel === undefined) return { story, inverse: null };
  const changed = changePanel(panel, op);
  if (changed === null) return { story, inverse: null };
  return { story: { ...story, panels: story.panels.with(index, changed.panel) }, inverse: changed.inverse };
}

function changePanel(panel: Panel, op: PanelOp): { panel: Panel; inverse: StoryOp } | null {
  const panelId = panel.id;
  switch (op.type) {
    case 'set-panel':
      return {
        panel: { ...panel, ...op.fields },
        inverse: { type: 'set-panel', panelId, fields: valuesOf(panel, op.fields) },
      };
    case 'set-picture': {
      const picture = panel.pictures.find((candidate) => candidate.id === op.pictureId);
      if (picture === undefined) return null;
      const pictures = panel.pictures.map((old) => (old === picture ? { ...picture, ...op.fields } : old));
      return {
        panel: { ...panel, pictures },
        inverse: { type: 'set-picture', panelId, pictureId: op.pictureId, fields: valuesOf(picture, op.fields) },
      };
    }
    case 'insert-picture': {
      const pictures = insertInto(panel.pictures, op.index, op.item);
      return (
        pictures && { panel: { ...panel, pictures }, inverse: { type: 'remove-picture', panelId, id: op.item.id } }
      );
    }
    case 'remove-picture': {
      const found = takeFrom(panel.pictures, op.id);
      return (
        found && {
          panel: { ...panel, pictures: found.rest },
          inverse: { type: 'insert-picture', panelId, ...found.back },
        }
      );
    }
    case 'set-text': {
      const variant = panel.textVariants.find((candidate) => candidate.id === op.textId);
      if (variant === undefined) return null;
      const textVariants = panel.textVariants.map((old) => (old === variant ? { ...variant, ...op.fields } : old));
      return { panel: { ...panel, textVariants }, inverse: { ...op, fields: valuesOf(variant, op.fields) } };
    }
    case 'insert-text': {
      const textVariants = insertInto(panel.textVariants, op.index, op.item);
      return (
        textVariants && { panel: { ...panel, textVariants }, inverse: { type: 'remove-text', panelId, id: op.item.id } }
      );
    }
    case 'remove-text': {
      const found = takeFrom(panel.textVariants, op.id);
      return (
        found && {
          panel: { ...panel, textVariants: found.rest },
          inverse: { type: 'insert-text', panelId, ...found.back },
        }
      );
    }
  }
}

/** The present values of the fields that are about to be set. */
function valuesOf<T extends object, F extends Partial<T>>(whole: T, fields: F): F {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, whole[key as keyof T]])) as F;
}

function insertInto<T extends { readonly id: string }>(list: readonly T[], index: number, item: T): T[] | null {
  if (list.some((present) => present.id === item.id)) return null;
  return list.toSpliced(Math.max(0, Math.min(index, list.length)), 0, item);
}

function takeFrom<T extends { readonly id: string }>(
  list: readonly T[],
  id: string,
): { rest: T[]; back: { index: number; item: T } } | null {
  const index = list.findIndex((item) => item.id === id);
  const item = list[index];
  return item === undefined ? null : { rest: list.toSpliced(index, 1), back: { index, item } };
}

function listStep<T>(
  story: Story,
  list: T[] | null | undefined,
  rebuild: (list: T[]) => Story,
  inverse: StoryOp | null,
): Step {
  return list === null || list === undefined ? { story, inverse: null } : { story: rebuild(list), inverse };
}
