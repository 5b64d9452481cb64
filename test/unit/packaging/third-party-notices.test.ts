// THIRD-PARTY-NOTICES.md names every package that ships, with version and licence, the artwork and the fonts; and the list of what is
// built into the window is the list of what the window imports.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PACKAGES, shippedPackages } from '../../../scripts/notices/shipped-packages';
import { packageRows, rowsOfNotices } from '../../../scripts/third-party-notices';

const root = join(import.meta.dirname, '../../..');
const notices = readFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), 'utf8');
const packages = shippedPackages(root);

/** Package names imported anywhere under a folder. */
function importedPackages(folder: string): Set<string> {
  const names = new Set<string>();
  for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!/\.(ts|tsx|css)$/.test(path)) continue;
    const source = readFileSync(join(root, folder, path), 'utf8');
    for (const [, name] of source.matchAll(/(?:from|import) '((?:@[\w-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g)) {
      names.add(name ?? '');
    }
  }
  return names;
}

describe('THIRD-PARTY-NOTICES.md', () => {
  it('lists exactly the packages that ship, each with its version and licence', () => {
    expect(packages.length).toBeGreaterThan(60);
    expect(rowsOfNotices(notices), 'run: npx tsx scripts/third-party-notices.ts').toEqual(packageRows(packages));
  });

  it('covers everything that the window and the preload import', () => {
    const covered = new Set(packages.map(({ name }) => name));
    const missing = [...importedPackages('renderer'), ...importedPackages('preload'), ...importedPackages('common')]
      .filter((name) => !covered.has(name) && !/^(electron$|vite$|node:)/.test(name))
      .sort();
    expect(missing, 'add them to BUILT_IN_PACKAGES in scripts/notices/shipped-packages.ts').toEqual([]);
    for (const name of BUILT_IN_PACKAGES) expect(covered, `${name} is not in package-lock.json`).toContain(name);
  });

  it('has only licences that allow to ship the work, and none unknown', () => {
    const free = /^(MIT|ISC|0BSD|CC0-1\.0|OFL-1\.1|Apache-2\.0|BSD-[23]-Clause|LGPL-3\.0-or-later)$/;
    for (const { name, license } of packages) {
      const parts = license.replace(/[()]/g, '').split(/ (?:AND|OR) /);
      for (const part of parts) expect(part, `licence of ${name}`).toMatch(free);
    }
  });

  it('gives the artwork, the fonts and the native libraries their due', () => {
    for (const due of [
      'Fluent\nEmoji',
      'Microsoft Corporation, MIT License',
      'SIL OPEN FONT LICENSE Version 1.1',
      'The Inter Project Authors',
      'The Literata Project Authors',
      'GNU LESSER GENERAL PUBLIC LICENSE',
      '| libvips | LGPLv3 |',
    ]) {
      expect(notices).toContain(due);
    }
  });

  it('takes the version that a package gets when two are installed', () => {
    const versions = packages.filter(({ name }) => name === 'type-fest').map(({ folder }) => folder);
    expect(versions).toEqual(['node_modules/serialize-error/node_modules/type-fest', 'node_modules/type-fest']);
  });
});
