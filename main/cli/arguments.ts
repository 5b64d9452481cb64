// Option values as the commands want them: whole numbers in a range, and the folder of a bundle by name or path. Each refusal says what
// was expected and what came.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { StudioError } from '../../common/base/studio-error';
import { MAX_ADAPTER_STRENGTH } from '../../common/domain/adapter';

/** A parser for commander: a whole number from `low` to `high`. */
export function wholeNumber(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() !== '' && Number.isInteger(number) && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
  };
}

/** A parser for commander: any number from `low` to `high`. */
export function numberBetween(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() !== '' && number >= low && number <= high) return number;
    throw new InvalidArgumentError(`Expected a number from ${low} to ${high}.`);
  };
}

export const MAX_SEED = 0xffff_ffff;

/** A parser for commander: collects the values of an option that may be given several times. */
export const repeated = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];

export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Folder of the program: where the built-in bundle lies. */
  readonly root: string;
}

/** Folder of a bundle: the built-in one by default or as `miniature`, else a folder that holds a manifest. */
export function bundleDirOf(name: string | undefined, { variables, root }: Environment): string {
  const builtIn = variables['VOKEN_STUDIO_BUNDLE'] ?? join(root, 'native-models', 'miniature', 'bundle');
  if (name === undefined || name === 'miniature') return builtIn;
  const dir = resolve(name);
  if (existsSync(join(dir, 'manifest.json'))) return dir;
  throw new StudioError('bundle-missing', `There is no bundle called "${name}".`, {
    hint: 'Use "miniature", or a folder that holds a manifest.json.',
  });
}

/** Folder of the frozen parts that training needs: a bundle, or one that has no manifest yet. */
export function frozenDirOf(name: string | undefined, environment: Environment): string {
  const dir = name === undefined ? undefined : resolve(name);
  return dir !== undefined && existsSync(join(dir, 'tokenizer.json')) ? dir : bundleDirOf(name, environment);
}

/** Where derived weights are kept between runs; safe to delete. */
export function cacheDirOf({ variables, platform }: Environment): string {
  const own = variables['VOKEN_STUDIO_CACHE'];
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') return join(variables['LOCALAPPDATA'] ?? homedir(), 'voken-studio', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'voken-studio');
  return join(variables['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'voken-studio');
}

/** `DIR` or `DIR:strength` as an adapter's folder and how strongly it acts; 1 unless said. Throws `bad-request`. */
export function adapterChoiceFrom(value: string): { readonly dir: string; readonly strength: number } {
  const match = /^(.+):([^:/\\]*)$/s.exec(value);
  if (match === null || existsSync(value)) return { dir: resolve(value), strength: 1 };
  const strength = Number(match[2]);
  if (match[2]!.trim() !== '' && strength >= 0 && strength <= MAX_ADAPTER_STRENGTH)
    return { dir: resolve(match[1]!), strength };
  throw new StudioError('bad-request', `"${match[2]!}" is no strength of an adapter.`, {
    hint: `Write --adapter DIR or --adapter DIR:0.8, with a number from 0 to ${MAX_ADAPTER_STRENGTH}.`,
  });
}
