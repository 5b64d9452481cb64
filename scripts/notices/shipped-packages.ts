// Which npm packages the app carries: the production dependencies and what the window is built from, with all that they need in turn,
// read from package-lock.json, so that the list is the same on every system. Not their licence texts (license-texts.ts).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Development dependencies whose code, fonts or drawings are built into out/ or into the bundle's sample pictures. */
export const BUILT_IN_PACKAGES = [
  '@atlaskit/pragmatic-drag-and-drop',
  '@base-ui/react',
  '@fontsource/eb-garamond',
  '@fontsource/fredoka',
  '@fontsource/literata',
  '@fontsource/nunito',
  '@fontsource-variable/inter',
  '@fontsource-variable/literata',
  '@iconify-json/fluent-emoji-flat',
  '@lingui/core',
  '@lingui/message-utils',
  '@lingui/react',
  '@tanstack/react-virtual',
  'immer',
  'lucide-react',
  'react',
  'react-dom',
  'uplot',
  'zustand',
] as const;

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the lock file has it. */
  readonly license: string;
  /** `node_modules/...`, relative to the root. */
  readonly folder: string;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Every shipped package once for each version, sorted by name. @param root folder of package-lock.json */
export function shippedPackages(root: string): ShippedPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockEntry>;
  };
  const entries = lock.packages;
  const found = new Map<string, ShippedPackage>();
  const visit = (folder: string | undefined): void => {
    const entry = folder === undefined ? undefined : entries[folder];
    if (folder === undefined || entry === undefined || found.has(folder)) return;
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    found.set(folder, { name, version: entry.version ?? '', license: entry.license ?? 'unknown', folder });
    for (const needed of neededBy(entry)) visit(folderOf(needed, folder, entries));
  };
  const production = Object.keys(entries['']?.dependencies ?? {});
  for (const name of [...production, ...BUILT_IN_PACKAGES]) visit(`node_modules/${name}`);
  return [...found.values()].sort(byNameAndVersion);
}

function neededBy(entry: LockEntry): string[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(entry.dependencies ?? {}), ...Object.keys(entry.optionalDependencies ?? {}), ...peers];
}

/** Node's own rule: the nearest node_modules going up from the package that asks. */
function folderOf(name: string, from: string, entries: Readonly<Record<string, unknown>>): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const folder = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (folder in entries) return folder;
    if (at === '') return undefined;
  }
}

/** By code unit, so that no locale moves a line. */
function byNameAndVersion(a: ShippedPackage, b: ShippedPackage): number {
  const [left, right] = [`${a.name} ${a.version}`, `${b.name} ${b.version}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
