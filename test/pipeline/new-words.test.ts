// The built-in bundle asked which words of stories are characters that it does not know: each of the eight that nothing was trained on, and
// nothing else; of a wording that is not the world's too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldOutStory, toldTexts } from '../../main/evaluation/held-out-panels';
import { readFrozenBundle, type FrozenBundle } from '../../main/runtime/frozen-bundle';
import { openFrozenStage } from '../../main/runtime/frozen-networks';
import { openFrozenWriter, type FrozenWriter } from '../../main/runtime/frozen-writer';
import { SequenceText } from '../../main/training/data/sequence-text';
import { newCharacterWords } from '../../main/training/tuning/new-words';
import { UNSEEN_CHARACTERS } from '../../native-models/miniature/world/world';

const bundleDir = new URL('../../native-models/miniature/bundle', import.meta.url).pathname;
let dir: string;
let bundle: FrozenBundle;
let writer: FrozenWriter;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'new-words-'));
  bundle = await readFrozenBundle(bundleDir);
  const options = { device: 'cpu', cacheDir: join(dir, 'cache') } as const;
  writer = await openFrozenWriter(await openFrozenStage(bundle, { unet: false }, options), options);
}, 60_000);
afterAll(async () => {
  await writer.close();
  await rm(dir, { recursive: true, force: true });
});

const wordsIn = async (...stories: (readonly string[])[]): Promise<string[]> => {
  const { tokenizer, tokens, brackets, knows } = bundle;
  const format = {
    text: new SequenceText(tokenizer, tokens, brackets),
    numSoftTokens: 0,
    contextLength: await bundle.contextLength(),
    styleLine: () => undefined,
  };
  const told = stories.map((texts, s) => ({
    id: String(s),
    panels: texts.map((text, i) => ({ text, picture: { id: `${s}/${i}`, path: '', captions: [], graph: undefined } })),
  }));
  return newCharacterWords(told, { knows, tokenizer, format, writer });
};

describe('the built-in bundle', () => {
  it.each(UNSEEN_CHARACTERS.map(({ id }) => id))(
    'finds the %s in four stories, and nothing else',
    async (character) => {
      const stories = [0, 1, 2, 3].map((index) => toldTexts(heldOutStory({ seed: 71, index, character })));
      expect(await wordsIn(...stories)).toEqual([character]);
    },
  );

  it('finds nothing in stories about characters that it knows', async () => {
    const stories = Array.from({ length: 12 }, (_, index) => toldTexts(heldOutStory({ seed: 72, index })));
    expect(await wordsIn(...stories)).toEqual([]);
  });

  it('finds heroes of a writer in the writer’s own words, and not the other words that it does not know', async () => {
    const words = await wordsIn(
      [
        'Mimi the axolotl tinkered with a clockwork gramophone all afternoon.',
        'A little axolotl called Mimi repaired the gramophone in the meadow.',
      ],
      ['Bo the walrus listened to a gramophone.', 'Along came a clever walrus called Bo. He tinkered too.'],
    );
    expect(words.sort()).toEqual(['axolotl', 'walrus']);
  });
});
