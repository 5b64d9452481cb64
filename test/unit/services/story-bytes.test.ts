// The pieces give exactly the text of JSON.stringify, and an edit gives exactly the state that it leads to: random stories and changes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storySchema, type Panel, type Story } from '../../../common/domain/story';
import { changedStory, storyChangeBetween, storyEditSchema } from '../../../common/domain/story-edit';
import { storyBytesFrom, storyLineFrom } from '../../../main/services/stories/story-bytes';
import { panelWith, storyWith } from '../../support/sample-stories';

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('"panels": []', '\n  "panels": []', 'مرحبا', '🦊\u0000'),
);
const panel = fc
  .tuple(fc.integer({ min: 0, max: 12 }), words, fc.boolean())
  .map(([n, text, picture]): Panel => panelWith(`p${n}`, text, picture));
const story = fc
  .tuple(
    words,
    fc.uniqueArray(panel, { selector: ({ id }) => id, maxLength: 8 }),
    fc.option(fc.constantFrom('ink', 'flat'), { nil: undefined }),
  )
  .map(([title, panels, style]): Story => ({
    ...storyWith([]),
    title,
    panels,
    ...(style === undefined ? {} : { style }),
  }));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the bytes of a story', () => {
  it('are those of JSON.stringify in the schema’s order, pretty and on one line', () => {
    fc.assert(
      fc.property(story, (one) => {
        const shuffled = Object.fromEntries(Object.entries(one).reverse()) as unknown as Story;
        expect(text(storyBytesFrom(shuffled))).toBe(`${JSON.stringify(storySchema.parse(one), null, 2)}\n`);
        expect(text(storyLineFrom(one))).toBe(JSON.stringify(storySchema.parse(one)));
      }),
    );
  });
});

describe('an edit', () => {
  it('leads from any state to any other, through the contract', () => {
    fc.assert(
      fc.property(story, story, (before, after) => {
        const edit = storyEditSchema.parse({
          storyId: before.id,
          from: 0,
          to: 1,
          ...(structuredClone(storyChangeBetween(before, after)) as object),
        });
        expect(changedStory(before, edit)).toEqual(after);
      }),
    );
  });

  it('sends one panel for one changed panel, and keeps the others the same objects', () => {
    const before = storyWith(Array.from({ length: 50 }, (_, n) => `Panel ${n}.`));
    const after = { ...before, panels: before.panels.with(7, panelWith('panel-8', 'Changed.')) };
    const change = storyChangeBetween(before, after);
    expect(change).toEqual({ fields: {}, unset: [], panels: [after.panels[7]] });
    expect(changedStory(before, change)?.panels[6]).toBe(before.panels[6]);
  });

  it('is refused where it does not belong', () => {
    const before = storyWith(['One.', 'Two.']);
    const change = { fields: {}, unset: [], panels: [] };
    expect(changedStory(before, { ...change, order: ['panel-1', 'unknown'] })).toBeNull();
    expect(changedStory(before, { ...change, order: ['panel-1', 'panel-1'] })).toBeNull();
    expect(changedStory(before, { ...change, panels: [panelWith('panel-9', 'x')] })).toBeNull();
  });
});
