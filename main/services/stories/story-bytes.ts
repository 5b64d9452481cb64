// A story as bytes, made of pieces: each panel is checked and turned into text once and then remembered with the panel itself, so
// that saving a long story after one changed word costs one panel. The text is exactly that of `JSON.stringify`; story-json.ts
// reads it.
import { panelSchema, storySchema, type Panel, type Story } from '../../../common/domain/story';

type Form = 'pretty' | 'line';
const pieces: Record<Form, WeakMap<Panel, Uint8Array>> = { pretty: new WeakMap(), line: new WeakMap() };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const text: Record<Form, (value: unknown) => string> = {
  pretty: (value) => JSON.stringify(value, null, 2),
  line: (value) => JSON.stringify(value),
};
/** Where the panels stand in the text of a story that has none. In a string of the story the quotes would be escaped. */
const emptyPanels: Record<Form, string> = { pretty: '\n  "panels": []', line: '"panels":[]' };
const opening: Record<Form, string> = { pretty: '\n  "panels": [\n    ', line: '"panels":[' };
const between: Record<Form, Uint8Array> = { pretty: encode(',\n    '), line: encode(',') };
const closing: Record<Form, string> = { pretty: '\n  ]', line: ']' };

function pieceOf(panel: Panel, form: Form): Uint8Array {
  const known = pieces[form].get(panel);
  if (known !== undefined) return known;
  const whole = text[form](panelSchema.parse(panel));
  const piece = encode(form === 'pretty' ? whole.replaceAll('\n', '\n    ') : whole);
  pieces[form].set(panel, piece);
  return piece;
}

function bytesOf(story: Story, form: Form, around: { readonly before: string; readonly after: string }): Uint8Array {
  const head = text[form](storySchema.parse({ ...story, panels: [] }));
  if (story.panels.length === 0) return encode(around.before + head + around.after);
  const at = head.indexOf(emptyPanels[form]);
  const parts = [encode(around.before + head.slice(0, at) + opening[form])];
  story.panels.forEach((panel, index) => {
    if (index > 0) parts.push(between[form]);
    parts.push(pieceOf(panel, form));
  });
  parts.push(encode(closing[form] + head.slice(at + emptyPanels[form].length) + around.after));
  return Buffer.concat(parts);
}

/** The bytes of story.json: pretty, keys in the schema's order, so that equal stories give equal files. */
export const storyBytesFrom = (story: Story): Uint8Array => bytesOf(story, 'pretty', { before: '', after: '\n' });

/** The same on one line, between two texts: for the journal. */
export const storyLineFrom = (story: Story, before = '', after = ''): Uint8Array =>
  bytesOf(story, 'line', { before, after });

const PANELS_AT_ONCE = 20;
/** Makes the pieces ahead, a few panels at a time, so that the first save after opening is as quick as the next. */
export async function prepareStoryBytes(story: Story, wait: (ms: number) => Promise<void>): Promise<void> {
  for (let start = 0; start < story.panels.length; start += PANELS_AT_ONCE) {
    for (const panel of story.panels.slice(start, start + PANELS_AT_ONCE)) {
      pieceOf(panel, 'pretty');
      pieceOf(panel, 'line');
    }
    await wait(0);
  }
}
