// Descriptions of all pictures: which are missing, what the model proposes, and that stopping it really stops it.
import { describe, expect, it } from 'vitest';
import type { PictureDescription } from '../../common/domain/picture-description';
import { describePicture, proposeDescription } from '../../renderer/editor/commands/description-commands';
import { proposeDescriptions } from '../../renderer/features/alt-text/propose';
import { shownPictures } from '../../renderer/features/alt-text/shown-pictures';
import { createEditor } from '../../renderer/editor/editor';
import { panelWith, storyWith } from '../support/sample-stories';

const withAlt = (id: string, text: string, alt: string) => {
  const panel = panelWith(id, text, true);
  return { ...panel, pictures: panel.pictures.map((picture) => ({ ...picture, alt })) };
};
const story = {
  ...storyWith([]),
  panels: [
    withAlt('a', 'A fox.', ''),
    withAlt('b', 'A bear.', 'A bear.'),
    panelWith('c', 'Words.'),
    withAlt('d', 'An owl.', 'An owl on a roof'),
  ],
};
const seen = (caption: string): PictureDescription => ({
  caption,
  words: { characters: [], places: [], times: [], props: [] },
});
const editorOf = () => {
  let ids = 0;
  return createEditor(story, { newId: () => `id-${++ids}`, nowMs: () => 0 });
};

describe('descriptions of pictures', () => {
  it('are missing where nobody wrote one, and where only the panel’s words stand', () => {
    expect(shownPictures(story).map(({ number, isMissing }) => [number, isMissing])).toEqual([
      [1, true],
      [2, true],
      [4, false],
    ]);
  });

  it('proposed in one go are the model’s, one step, and the writer’s edit says so', async () => {
    const editor = editorOf();
    const missing = shownPictures(story).filter((shown) => shown.isMissing);
    const count = await proposeDescriptions(missing, {
      describe: () => Promise.resolve(seen('fox, beach')),
      take: ({ spot }, alt) => void editor.run(proposeDescription({ spot, alt, batch: 'b1' })),
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(count).toBe(2);
    const now = () => shownPictures(editor.getState().story).map(({ picture }) => [picture.alt, picture.altOrigin]);
    expect(now()).toEqual([
      ['fox, beach', 'model'],
      ['fox, beach', 'model'],
      ['An owl on a roof', 'human'],
    ]);
    editor.run(describePicture({ spot: missing[0]!.spot, alt: 'A fox on a beach', atOnce: true }));
    expect(now()[0]).toEqual(['A fox on a beach', 'model-edited']);
    editor.undo();
    editor.undo();
    expect(shownPictures(editor.getState().story).map(({ picture }) => picture.alt)).toEqual([
      '',
      'A bear.',
      'An owl on a roof',
    ]);
  });

  it('stop when the writer stops them: what comes late is not taken', async () => {
    const abort = new AbortController();
    const taken: string[] = [];
    const asked: number[] = [];
    const count = await proposeDescriptions(shownPictures(story), {
      describe: () => {
        if (asked.length === 2) abort.abort();
        return Promise.resolve(seen('words'));
      },
      take: (_shown, caption) => taken.push(caption),
      progress: (done) => asked.push(done),
      signal: abort.signal,
    });
    expect([count, taken.length, asked]).toEqual([1, 1, [0, 1]]);
  });

  it('are left as they were where the model has no words', async () => {
    const count = await proposeDescriptions(shownPictures(story), {
      describe: () => Promise.resolve(seen('  ')),
      take: () => expect.fail('nothing to take'),
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(count).toBe(0);
  });
});
