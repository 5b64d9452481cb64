// The journal of one story: what the writer did since the last proved save, one JSON line per state. Read after a crash.
// A torn last line is normal and is skipped.
import { join } from 'node:path';
import { z } from 'zod';
import { storySchema, type Story } from '../../../common/domain/story';
import { fileErrorCodeOf } from '../files/file-port';
import { fileFailure, type ProvedWriteContext } from '../files/write-proved';

const entrySchema = z.strictObject({ at: z.string(), story: storySchema });
export type JournalEntry = z.infer<typeof entrySchema>;

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
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** The newest whole entry, or null. */
export async function readJournal(context: ProvedWriteContext, folder: string): Promise<JournalEntry | null> {
  const stat = await context.files.stat(journalPathOf(folder));
  if (stat?.kind !== 'file') return null;
  const lines = new TextDecoder().decode(await context.files.readFile(journalPathOf(folder))).split('\n');
  for (const line of lines.reverse()) {
    const entry = line.trim() === '' ? null : entryFrom(line);
    if (entry !== null) return entry;
  }
  return null;
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
