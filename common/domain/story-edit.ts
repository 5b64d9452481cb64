// The difference between two states of one story, small enough to be sent and journaled on every pause: changed fields, the
// order of the panels where it changed, and the panels that are new or say something else. Not the editor's ops: those know how to
// go back, this only knows the way forward. Pure.
import { z } from 'zod';
import { panelSchema, storyIdSchema, storySchema, type Panel, type Story } from './story';

const panelIdSchema = panelSchema.shape.id;
const fieldsSchema = storySchema.omit({ schemaVersion: true, id: true, panels: true }).partial();
const unsettable = ['style', 'book', 'adapters'] as const; // the fields that may be absent

export const storyEditSchema = z.strictObject({
  storyId: storyIdSchema,
  /** The state that this continues from and the one that it leads to, counted by the page from 0, the state as it was opened. */
  from: z.int().nonnegative(),
  to: z.int().positive(),
  fields: fieldsSchema,
  unset: z.array(z.enum(unsettable)).max(unsettable.length),
  order: z.array(panelIdSchema).max(5000).optional(),
  panels: z.array(panelSchema).max(5000),
});
export type StoryEdit = z.infer<typeof storyEditSchema>;
export type StoryChange = Omit<StoryEdit, 'storyId' | 'from' | 'to'>;

const sameOrder = (a: readonly Panel[], b: readonly Panel[]): boolean =>
  a.length === b.length && a.every((panel, index) => panel.id === b[index]?.id);

/** What makes `after` of `before`. Compares by identity, since stories are immutable: unchanged panels cost nothing. */
export function storyChangeBetween(before: Story, after: Story): StoryChange {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(fieldsSchema.shape) as (keyof typeof fieldsSchema.shape)[])
    if (after[key] !== undefined && after[key] !== before[key]) fields[key] = after[key];
  const unset = unsettable.filter((key) => after[key] === undefined && before[key] !== undefined);
  const known = new Map(before.panels.map((panel) => [panel.id, panel]));
  return {
    fields: fields,
    unset,
    ...(sameOrder(before.panels, after.panels) ? {} : { order: after.panels.map((panel) => panel.id) }),
    panels: before.panels === after.panels ? [] : after.panels.filter((panel) => known.get(panel.id) !== panel),
  };
}

interface Changeable {
  readonly panels: readonly { readonly id: string }[];
}

/**
 * The state after a change; panels that it does not name stay the same objects. Works on parsed stories and on documents of older
 * versions alike, which is why a journal can be replayed before it is migrated.
 * @returns null when the change does not belong to this state
 */
export function changedStory<T extends Changeable>(
  story: T,
  change: {
    readonly fields: object;
    readonly unset: readonly string[];
    readonly order?: readonly string[] | undefined;
    readonly panels: readonly { readonly id: string }[];
  },
): T | null {
  const byId = new Map(story.panels.map((panel) => [panel.id, panel]));
  const order = change.order ?? story.panels.map((panel) => panel.id);
  for (const panel of change.panels) byId.set(panel.id, panel);
  const panels = order.map((id) => byId.get(id));
  if (panels.includes(undefined) || new Set(order).size !== order.length) return null;
  if (change.panels.some((panel) => !order.includes(panel.id))) return null;
  const next = { ...story, ...change.fields } as unknown as Record<string, unknown>;
  for (const key of change.unset) delete next[key];
  const samePanels = change.order === undefined && change.panels.length === 0;
  return { ...next, panels: samePanels ? story.panels : panels } as unknown as T;
}
