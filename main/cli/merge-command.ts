// `studio merge`: a bundle with adapters folded in for good, as a new folder. The adapters are proved first; the folder is whole or not there.
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import { bundleManifestSchema } from '../../common/domain/bundle';
import { writeMergedBundle } from '../runtime/adapters/merged-bundle';
import { openBundle, readBundle } from '../runtime/bundle';
import { adapterChoiceFrom, repeated } from './arguments';
import type { Output } from './output';

export interface MergePorts {
  readonly bundleDirOf: (name: string | undefined) => string;
  readonly outputOf: (flags: { json?: boolean }) => Output;
}

interface MergeFlags {
  adapter: readonly string[];
  bundle?: string;
  name?: string;
  title?: string;
  out: string;
  json?: boolean;
}

/** Declares the command. */
export function mergeCommand(ports: MergePorts): Command {
  return new Command('merge')
    .description('fold tuned adapters into a copy of a bundle, which then needs no adapter')
    .requiredOption('--adapter <dir[:strength]>', 'a tuned adapter (may be given several times)', repeated)
    .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
    .option('--name <id>', 'name of the new bundle (default: <bundle>-merged)')
    .option('--title <text>', 'title of the new bundle (default: with the adapters named)')
    .requiredOption('--out <dir>', 'folder to write; it must not exist')
    .option('--json', 'one JSON value on stdout and nothing else')
    .action(async (flags: MergeFlags) => {
      await merge(flags, ports);
    });
}

async function merge(flags: MergeFlags, ports: MergePorts): Promise<void> {
  const out = resolve(flags.out);
  if (await stat(out).then(Boolean, () => false)) {
    throw new StudioError('bad-request', `${flags.out} is there already.`, {
      hint: 'Choose a folder that does not exist.',
    });
  }
  const dir = ports.bundleDirOf(flags.bundle);
  const { manifest } = await readBundle(dir);
  const { name, title } = bundleManifestSchema.shape;
  const renamed = {
    name: named('--name', flags.name ?? `${manifest.name}-merged`.slice(0, 64), name),
    title: named('--title', flags.title ?? `${manifest.title} (merged)`.slice(0, 120), title),
  };
  const temporary = `${out}.partial`;
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(dirname(out), { recursive: true });
    await writeMergedBundle(dir, flags.adapter.map(adapterChoiceFrom), temporary, renamed);
    await openBundle(temporary); // every file against its new hash
    await rename(temporary, out);
  } catch (thrown) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw errorFrom(thrown, flags.out);
  }
  const { digest } = await readBundle(out);
  ports
    .outputOf(flags)
    .result({ bundle: flags.out, name: renamed.name, digest, adapters: flags.adapter }, [
      `Bundle ${renamed.name}: ${flags.out}`,
    ]);
}

function named(
  option: string,
  value: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: string } },
): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data!;
  throw new StudioError('bad-request', `"${value}" cannot be used for ${option}.`, {
    hint: 'A name has small letters, digits and hyphens, and at most 64 of them; a title has at most 120 characters.',
  });
}

function errorFrom(thrown: unknown, out: string): StudioError {
  const isFull = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC';
  if (!isFull) return studioErrorFrom(thrown);
  return new StudioError('disk-full', `No room on the disk for ${out}.`, {
    hint: 'Free some space and try again; nothing was changed.',
    cause: thrown,
  });
}
