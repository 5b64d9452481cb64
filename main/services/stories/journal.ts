// The journal of one story: what the writer did since the last proved save, one JSON line per state. Read after a crash.
// A torn last line is normal and is skipped.
import { join } from 'node:path';
import { z } from 'zod';
import type { Story } from '../../../common/domain/story';
import { fileErrorCodeOf } from '../files/file-port';
import { fileFailure, type ProvedWriteContext } from '../files/write-proved';
import { storyFromJson } from './story-json';

const lineSchema = z.strictObject({ at: z.string(), story: z.unknown() });
export interface JournalEntry {
  readonly at: string;
  readonly story: Story;
}

const journalPathOf = (folder: string): string => join(folder, 'journal.ndjson');

/** Appends a state and flushes it. */
export async function appendToJournal(context: ProvedWriteContext, folder: string, entry: JournalEntry): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(entry)}\n`);
  try {
    await context.files.appendFile(journalPathOf(folder), bytes);
  } catch (error) {
    throw await fileFailure(context.files, journalPathOf(folder), bytes.byteLength, error);
  }
}

const entryFrom = (line: string): JournalEntry | null => {
  try {
    const { at, story } = lineSchema.parse(JSON.parse(line));
    return { at, story: storyFromJson(JSON.stringify(story)) }; // through the migrations, like story.json
  } catch {
    return null;
  }
};

/** What a journal holds: nothing, its newest whole entry, or bytes that this app cannot read. */
export type JournalContents =
  | { readonly kind: 'empty' }
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'unreadable' };

export async function readJournal(context: ProvedWriteContext, folder: string): Promise<JournalContents> {
  const stat = await context.files.stat(journalPathOf(folder));
  if (stat === null || stat.bytes === 0) return { kind: 'empty' };
  if (stat.kind !== 'file') return { kind: 'unreadable' };
  const lines = new TextDecoder().decode(await context.files.readFile(journalPathOf(folder))).split('\n');
  for (const line of lines.reverse()) {
    const entry = line.trim() === '' ? null : entryFrom(line);
    if (entry !== null) return { kind: 'entry', entry };
  }
  return { kind: 'unreadable' };
}

/** Keeps a journal that cannot be read: beside the good copies, where a newer app or a person may still read it. */
export async function setJournalAside(context: ProvedWriteContext, folder: string): Promise<void> {
  await context.files.makeFolder(join(folder, 'history'));
  const kept = join(folder, 'history', `journal.unread-${context.uniqueName()}.ndjson`);
  await context.files.rename(journalPathOf(folder), kept);
}

/** Empties the journal: everything in it is in story.json now, or was discarded by the writer. */
export async function clearJournal(context: ProvedWriteContext, folder: string): Promise<void> {
  try {
    await context.files.unlink(journalPathOf(folder));
  } catch (error) {
    if (fileErrorCodeOf(error) !== 'ENOENT') throw error;
  }
}

/** Whether the journal holds something that the saved story does not: same content apart from the time of change. */
export const differsFromSaved = (journal: Story, saved: Story): boolean =>
  JSON.stringify({ ...journal, updatedAt: '' }) !== JSON.stringify({ ...saved, updatedAt: '' });
