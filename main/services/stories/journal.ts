// The journal of one story: what the writer did since the last proved save. Its first line holds the whole state, each further
// line only what changed, so that an evening of typing into a long story stays small. Read after a crash; a torn last line is normal
// and is skipped. When something is written here, OpenStory decides.
import { join } from 'node:path';
import { z } from 'zod';
import type { Story } from '../../../common/domain/story';
import { changedStory, type StoryEdit } from '../../../common/domain/story-edit';
import { fileErrorCodeOf } from '../files/file-port';
import { fileFailure, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { storyLineFrom } from './story-bytes';
import { storyFromJson } from './story-json';

/** Beyond this the file starts anew with one whole state: only reached while no save succeeds. */
export const MAX_JOURNAL_BYTES = 16 * 1024 * 1024;

export interface JournalEntry {
  readonly at: string;
  readonly story: Story;
}

const journalPathOf = (folder: string): string => join(folder, 'journal.ndjson');
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The writing side: knows what the file holds, so that a line of changes always continues the line before it. */
export class Journal {
  #sequence: number | null = null; // of the newest line; null: the next line must be a whole state
  #bytes = 0;

  constructor(
    private readonly context: ProvedWriteContext,
    private readonly folder: string,
  ) {}

  /** Starts the file anew with a whole state. */
  async begin(entry: JournalEntry, sequence: number | null): Promise<void> {
    this.#sequence = null;
    const line = storyLineFrom(entry.story, `{"at":${JSON.stringify(entry.at)},"story":`, '}\n');
    await writeProved(this.context, journalPathOf(this.folder), line);
    this.#sequence = sequence;
    this.#bytes = line.byteLength;
  }

  /** Adds a change and flushes it; begins anew where the file does not hold the state that it continues from. */
  async add(at: string, edit: StoryEdit, story: Story): Promise<void> {
    if (this.#sequence !== edit.from || this.#bytes > MAX_JOURNAL_BYTES) {
      await this.begin({ at, story }, edit.to);
      return;
    }
    const { storyId: _, ...change } = edit;
    const line = encode(`${JSON.stringify({ at, edit: change })}\n`);
    const path = journalPathOf(this.folder);
    try {
      await this.context.files.appendFile(path, line);
    } catch (error) {
      this.#sequence = null; // the line may be there in part: nothing can follow it
      throw await fileFailure(this.context.files, path, line.byteLength, error);
    }
    this.#sequence = edit.to;
    this.#bytes += line.byteLength;
  }

  /** Empties the journal: everything in it is in story.json now, or lies elsewhere. */
  async clear(): Promise<void> {
    this.#sequence = null;
    try {
      await this.context.files.unlink(journalPathOf(this.folder));
    } catch (error) {
      if (fileErrorCodeOf(error) !== 'ENOENT') throw error;
    }
  }

  /** Keeps a journal that cannot be read: beside the good copies, where a newer app or a person may still read it. */
  async setAside(): Promise<void> {
    this.#sequence = null;
    await this.context.files.makeFolder(join(this.folder, 'history'));
    const kept = join(this.folder, 'history', `journal.unread-${this.context.uniqueName()}.ndjson`);
    await this.context.files.rename(journalPathOf(this.folder), kept);
  }
}

/** A document before its migration: a change is put into it as it stands, and only the result is migrated and checked. */
interface RawStory {
  readonly panels: readonly { readonly id: string }[];
}
const rawPanels = z.array(z.looseObject({ id: z.string() }));
const stateLine = z.strictObject({ at: z.string(), story: z.looseObject({ panels: rawPanels }) });
const changeLine = z.strictObject({
  at: z.string(),
  edit: z.strictObject({
    from: z.int(),
    to: z.int(),
    fields: z.record(z.string(), z.unknown()),
    unset: z.array(z.string()),
    order: z.array(z.string()).optional(),
    panels: rawPanels,
  }),
});

interface Replay {
  readonly at: string;
  readonly document: RawStory;
  readonly sequence: number | null; // null behind a whole state: any change may follow it
}

/** The state after one more line; null when the line cannot be read or does not continue the state. */
function replayed(before: Replay | null, line: string): Replay | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const state = stateLine.safeParse(value);
  if (state.success) return { at: state.data.at, document: state.data.story, sequence: null };
  const change = changeLine.safeParse(value);
  if (!change.success || before === null) return null;
  const { at, edit } = change.data;
  if (before.sequence !== null && before.sequence !== edit.from) return null;
  const document = changedStory(before.document, edit);
  return document === null ? null : { at, document, sequence: edit.to };
}

const entryFrom = ({ at, document }: Replay): JournalEntry | null => {
  try {
    return { at, story: storyFromJson(JSON.stringify(document)) }; // through the migrations, like story.json
  } catch {
    return null;
  }
};

/** What a journal holds: nothing, its newest whole state, or bytes that this app cannot read. */
export type JournalContents =
  | { readonly kind: 'empty' }
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'unreadable' };

export async function readJournal(context: ProvedWriteContext, folder: string): Promise<JournalContents> {
  const stat = await context.files.stat(journalPathOf(folder));
  if (stat === null || stat.bytes === 0) return { kind: 'empty' };
  if (stat.kind !== 'file') return { kind: 'unreadable' };
  const lines = new TextDecoder().decode(await context.files.readFile(journalPathOf(folder))).split('\n');
  const states: Replay[] = [];
  let last: Replay | null = null;
  for (const line of lines.filter((candidate) => candidate.trim() !== '')) {
    // After a line that cannot be read only a whole state can follow.
    last = replayed(last, line);
    if (last !== null) states.push(last);
  }
  for (const state of states.reverse()) {
    const entry = entryFrom(state);
    if (entry !== null) return { kind: 'entry', entry };
  }
  return { kind: 'unreadable' };
}

/** Whether the journal holds something that the saved story does not: same content apart from the time of change. */
export const differsFromSaved = (journal: Story, saved: Story): boolean =>
  JSON.stringify({ ...journal, updatedAt: '' }) !== JSON.stringify({ ...saved, updatedAt: '' });
