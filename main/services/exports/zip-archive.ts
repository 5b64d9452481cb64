// Files into one zip, with the same bytes for the same files: fixed times, the given order, no attributes of this machine.
// Not a reader of zips. Pictures are stored as they are, since they are compressed already.
import { zipSync, type Zippable } from 'fflate';

export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Already compressed, or required to be readable in place. */
  readonly stored?: boolean;
}

/** fflate reads the clock's local parts, so a local date gives the same bytes in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);

export function zipArchive(files: readonly ArchivedFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { name, bytes, stored } of files)
    entries[name] = [bytes, { level: stored === true ? 0 : 9, mtime: FIXED_TIME }];
  return zipSync(entries);
}
