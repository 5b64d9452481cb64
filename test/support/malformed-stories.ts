// Story folders that are broken, foreign or hostile, each written by a small function, with what a writer must read about it. Generated,
// so that the large ones cost nothing in the repository.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAX_TEXT_LENGTH, type Story } from '../../common/domain/story';
import { onePixelAsset, panelWith, putOnePixelAsset, storyWith } from './sample-stories';

export interface MalformedStory {
  readonly name: string;
  /** Puts it over a whole story that has one good copy. `outside` is a folder beside it that must not be touched. */
  readonly put: (folder: string, outside: string) => void;
  /** The reason as the writer reads it; null: it opens for writing all the same. */
  readonly reason: RegExp | null;
}

const base = storyWith(['Once.', 'Twice.']);
const text = (value: unknown): string => JSON.stringify(value, null, 2);
const file =
  (content: string | Uint8Array) =>
  (folder: string): void => {
    writeFileSync(join(folder, 'story.json'), content);
  };
const document = (change: object): ((folder: string) => void) => file(text({ ...base, ...change }));
const asset = (change: object): ((folder: string) => void) => {
  const [picture] = panelWith('p', 'Words', true).pictures;
  return document({ references: [{ ...picture, asset: { ...onePixelAsset, ...change } }] });
};
const link = (name: string) => (folder: string, outside: string) => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(outside, path);
};
const withPanels = (panels: Story['panels']): ((folder: string) => void) => document({ panels });

export const malformedStories: readonly MalformedStory[] = [
  { name: 'empty', put: file(''), reason: /not readable JSON/ },
  { name: 'cut off in the middle', put: file(text(base).slice(0, 300)), reason: /not readable JSON/ },
  { name: 'cut off before its last bracket', put: file(text(base).slice(0, -1)), reason: /not readable JSON/ },
  { name: 'a list', put: file('[1, 2, 3]'), reason: /object was expected/ },
  { name: 'null', put: file('null'), reason: /object was expected/ },
  { name: 'other JSON', put: file('{"name": "package", "version": "1.0.0"}'), reason: /no schemaVersion/ },
  { name: 'nested a hundred thousand times', put: file('['.repeat(100_000)), reason: /not readable JSON/ },
  { name: 'a picture', put: file(Buffer.from('89504e470d0a1a0a00ff', 'hex')), reason: /not UTF-8/ },
  { name: 'NUL bytes only', put: file(new Uint8Array(4096)), reason: /not readable JSON/ },
  {
    name: 'NUL bytes at its end, as after a power cut',
    put: file(`${text(base)}${'\0'.repeat(512)}`),
    reason: /not readable JSON/,
  },
  { name: 'of a newer version', put: document({ schemaVersion: 99 }), reason: /newer Voken Studio.*version 99/ },
  { name: 'of version "3"', put: document({ schemaVersion: '3' }), reason: /no schemaVersion/ },
  { name: 'of version -1', put: document({ schemaVersion: -1 }), reason: /broken at schemaVersion/ },
  { name: 'with a number for a title', put: document({ title: 7 }), reason: /broken at title/ },
  { name: 'with panels that are none', put: document({ panels: { 0: 'x' } }), reason: /broken at panels/ },
  { name: 'with a field of somebody else', put: document({ script: 'alert(1)' }), reason: /script/ },
  {
    name: 'with __proto__',
    put: file(text(base).replace('{', '{"__proto__": {"polluted": true},')),
    reason: /__proto__/,
  },
  {
    name: 'with constructor',
    put: document({ constructor: { prototype: { polluted: true } } }),
    reason: /constructor/,
  },
  { name: 'with an id that is a path', put: document({ id: '../../other' }), reason: /broken at id/ },
  {
    name: 'with ../ for a picture',
    put: asset({ sha256: '../../../etc/passwd' }),
    reason: /references\.0\.asset\.sha256/,
  },
  {
    name: 'with an absolute path for a picture',
    put: asset({ sha256: '/etc/passwd' }),
    reason: /references\.0\.asset\.sha256/,
  },
  { name: 'with a path behind the hash', put: asset({ sha256: `${'a'.repeat(64)}/../x` }), reason: /asset\.sha256/ },
  { name: 'with ../ for an extension', put: asset({ ext: 'png/../../x' }), reason: /asset\.ext/ },
  { name: 'with a picture of a million pixels a side', put: asset({ widthPx: 1_000_000 }), reason: /asset\.widthPx/ },
  {
    name: 'with two panels of one id',
    put: withPanels([panelWith('a', '1'), panelWith('a', '2')]),
    reason: /two panels have the id a/,
  },
  {
    name: 'with 5,001 panels',
    put: withPanels(Array.from({ length: 5001 }, (_, n) => panelWith(`p${n}`, ''))),
    reason: /broken at panels/,
  },
  {
    name: 'with a text beyond every limit',
    put: withPanels([panelWith('a', 'x'.repeat(MAX_TEXT_LENGTH + 1))]),
    reason: /panels\.0\.text/,
  },
  {
    name: 'with a title of a million letters',
    put: document({ title: 'x'.repeat(1_000_000) }),
    reason: /broken at title/,
  },
  {
    name: 'a link to another file',
    put: (folder, outside) => {
      writeFileSync(join(outside, 'other.json'), text(base));
      symlinkSync(join(outside, 'other.json'), join(folder, 'story.json'));
    },
    reason: /not a plain file/,
  },
  { name: 'a folder', put: (folder) => mkdirSync(join(folder, 'story.json')), reason: /not a plain file/ },
  { name: 'missing', put: () => undefined, reason: /missing/ },
  {
    name: 'beside an assets folder that leads out',
    put: (folder, outside) => {
      file(text(base))(folder);
      link('assets')(folder, outside);
    },
    reason: /“assets” is a link/,
  },
  {
    name: 'beside a journal that leads out',
    put: (folder, outside) => {
      file(text(base))(folder);
      writeFileSync(join(outside, 'journal'), 'theirs');
      symlinkSync(join(outside, 'journal'), join(folder, 'journal.ndjson'));
    },
    reason: null,
  },
  {
    name: 'beside a lock that leads out',
    put: (folder, outside) => {
      file(text(base))(folder);
      writeFileSync(join(outside, 'lock'), 'theirs');
      symlinkSync(join(outside, 'lock'), join(folder, '.lock'));
    },
    reason: null,
  },
  {
    name: 'with pictures that are not there',
    put: withPanels([panelWith('a', 'Words', true)]),
    reason: null,
  },
  {
    name: 'whose picture is a link to outside',
    put: (folder, outside) => {
      putOnePixelAsset(outside);
      mkdirSync(join(folder, 'assets'), { recursive: true });
      const name = `${onePixelAsset.sha256}.png`;
      symlinkSync(join(outside, 'assets', name), join(folder, 'assets', name));
      withPanels([panelWith('a', 'Words', true)])(folder);
    },
    reason: null,
  },
  {
    name: 'that shows a picture it does not have',
    put: withPanels([{ ...panelWith('a', 'Words'), chosenPictureId: 'none' }]),
    reason: null,
  },
  {
    name: 'of 5,000 panels',
    put: withPanels(Array.from({ length: 5000 }, (_, n) => panelWith(`p${n}`, `Panel ${n}`))),
    reason: null,
  },
  {
    name: 'of emoji, right-to-left text, NUL and lone surrogates',
    put: withPanels([panelWith('a', '🦊🏳️‍🌈 مرحبا بالعالم ‮evil‬ \u0000 \ud800 ｆｕｌｌ \u2028')]),
    reason: null,
  },
  { name: 'without any panel', put: withPanels([]), reason: null },
];
