// The files of an adapter as bytes by name, from a folder or a zip, and back into a zip. Only the names that an adapter can have are looked
// at: nothing else in a folder or an archive is read, and no name of an archive ever becomes a path.
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { StudioError } from '../../../common/base/studio-error';
import { ADAPTER_CARD_FILE, ADAPTER_FILES } from '../../../common/domain/adapter';
import { zipArchive } from '../exports/zip-archive';
import type { FilePort } from '../files/file-port';

export type AdapterFiles = ReadonlyMap<string, Uint8Array>;

/** Every name that an adapter's file can have. */
export const adapterFileNames: readonly string[] = [...ADAPTER_FILES, ADAPTER_CARD_FILE];

/** A zip is unpacked in memory; larger adapters come in as folders. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** Throws `bad-request` where the folder holds no file of an adapter. */
export async function adapterFilesInFolder(files: FilePort, folder: string): Promise<AdapterFiles> {
  const found = new Map<string, Uint8Array>();
  for (const name of adapterFileNames) {
    const path = join(folder, name);
    if ((await files.stat(path))?.kind === 'file') found.set(name, await files.readFile(path));
  }
  if (found.size === 0) throw noAdapter(basename(folder));
  return found;
}

/** @param name of the archive, for sentences. Throws `bad-request`. */
export function adapterFilesInZip(bytes: Uint8Array, name: string): AdapterFiles {
  let unpacked = 0;
  const found = new Map<string, Uint8Array>();
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name: entry, originalSize }) => {
        if (adapterNameOf(entry) === undefined) return false;
        unpacked += originalSize;
        return unpacked <= MAX_UNPACKED_BYTES;
      },
    });
  } catch (cause) {
    throw new StudioError('bad-request', `${name} is no zip that can be read.`, {
      hint: 'Export the adapter again, or choose its folder.',
      cause,
    });
  }
  if (unpacked > MAX_UNPACKED_BYTES) {
    throw new StudioError('bad-request', `${name} unpacks to more than ${MAX_UNPACKED_BYTES / 2 ** 20} MB.`, {
      hint: 'Unpack it and choose its folder.',
    });
  }
  for (const [entry, content] of Object.entries(entries)) {
    const known = adapterNameOf(entry)!;
    if (found.has(known)) {
      throw new StudioError('bad-request', `${name} holds more than one adapter.`, {
        hint: 'Unpack it and choose the folder of one.',
      });
    }
    found.set(known, content);
  }
  if (found.size === 0) throw noAdapter(name);
  return found;
}

/** A zip with everything in one folder, the same bytes for the same adapter. */
export function zipOfAdapter(files: AdapterFiles, folder: string): Uint8Array {
  const ordered = adapterFileNames.flatMap((name) => {
    const bytes = files.get(name);
    return bytes === undefined ? [] : [{ name: `${folder}/${name}`, bytes }];
  });
  return zipArchive(ordered);
}

/** The file that an entry of an archive is: at the root or in one folder. */
function adapterNameOf(entry: string): string | undefined {
  const path = entry.replaceAll('\\', '/');
  const inFolder = path.slice(path.indexOf('/') + 1);
  return adapterFileNames.find((name) => name === path || name === inFolder);
}

function noAdapter(name: string): StudioError {
  return new StudioError('bad-request', `There is no adapter in ${name}: adapter_config.json is missing.`, {
    hint: 'Choose what the studio has exported, or a folder that PEFT has written.',
  });
}
