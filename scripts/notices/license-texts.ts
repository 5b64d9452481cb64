// The licence texts of shipped packages, each printed once: what differs between two MIT texts is the line that says whose it is, so
// those lines are gathered per text. A package without a licence file is an error unless OWNERS names its owner and its text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedPackage } from './shipped-packages';

export interface LicenseText {
  readonly title: string;
  readonly text: string;
  readonly owners: readonly { readonly packages: string; readonly copyright: readonly string[] }[];
}

/** Packages that bring no licence file: whose they are, and a package whose file has the same text. */
const OWNERS: Readonly<Record<string, { readonly copyright: string; readonly textOf: string }>> = {
  '@bufbuild/protobuf': {
    copyright: 'Copyright 2021-2025 Buf Technologies, Inc.; Copyright 2008 Google Inc. (parts under BSD-3-Clause)',
    textOf: 'sharp',
  },
  '@iconify-json/fluent-emoji-flat': { copyright: 'Copyright (c) Microsoft Corporation.', textOf: 'zod' },
  'onnxruntime-common': { copyright: 'Copyright (c) Microsoft Corporation', textOf: 'zod' },
  'onnxruntime-node': { copyright: 'Copyright (c) Microsoft Corporation', textOf: 'zod' },
};
const LICENSE_FILE = /^(licen[sc]e|copying|notice)/i;
/** Not a notice: the template in the appendix of the Apache License, and sentences that only begin with the word. */
const COPYRIGHT_LINE = /^\s*(?:Copyright\s+(?:\(c\)|©|\d{4}|Meta|Microsoft|Sindre)|\(c\)\s*\d{4}|©).*$/gim;

/** Groups the texts of the packages that are installed here; packages of other systems share the text of their family. */
export function licenseTexts(root: string, packages: readonly ShippedPackage[]): LicenseText[] {
  const apache = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  const groups = new Map<string, { title: string; text: string; owners: Map<string, string[]> }>();
  for (const shipped of packages) {
    if (isPerSystem(shipped.name)) continue;
    const files = textsOf(root, shipped, packages);
    for (const { text, copyright } of files) {
      const key = wordsOf(text);
      const group = groups.get(key) ?? {
        title: titleOf(text, shipped),
        text: isApache(text) ? apache : text, // some packages bring only its header
        owners: new Map<string, string[]>(),
      };
      groups.set(key, group);
      const owner = copyright.length === 0 ? '' : copyright.join('\n');
      group.owners.set(owner, [...(group.owners.get(owner) ?? []), `${shipped.name} ${shipped.version}`]);
    }
  }
  return [...groups.values()].map(({ title, text, owners }) => ({
    title,
    text,
    owners: [...owners].map(([copyright, names]) => ({
      packages: names.join(', '),
      copyright: copyright === '' ? [] : copyright.split('\n'),
    })),
  }));
}

/** sharp's libraries come as one package for each system: the same notice covers all of them. */
export function isPerSystem(name: string): boolean {
  return /^@img\/sharp-|^@emnapi\//.test(name);
}

function textsOf(root: string, shipped: ShippedPackage, packages: readonly ShippedPackage[]) {
  const owner = OWNERS[shipped.name];
  if (owner !== undefined) {
    const model = packages.find(({ name }) => name === owner.textOf);
    const [first] = model === undefined ? [] : readTexts(root, model.folder);
    if (first !== undefined) return [{ text: first.text, copyright: [owner.copyright] }];
  }
  const texts = readTexts(root, shipped.folder);
  if (texts.length === 0) {
    throw new Error(
      `${shipped.name} ${shipped.version} (${shipped.license}) has no licence file: add its owner to OWNERS in scripts/notices/license-texts.ts.`,
    );
  }
  return texts;
}

function readTexts(root: string, folder: string): { text: string; copyright: string[] }[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path)
    .filter((name) => LICENSE_FILE.test(name))
    .sort();
  return files.map((file) => {
    const whole = readFileSync(join(path, file), 'utf8').replace(/\r\n/g, '\n').replaceAll('\u00a0', ' ');
    const copyright = (whole.match(COPYRIGHT_LINE) ?? []).map((line) => line.trim());
    return {
      text: whole
        .replace(COPYRIGHT_LINE, '')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
      copyright,
    };
  });
}

/** A text without what editors change: titles, marks, spaces and capitals. */
function wordsOf(text: string): string {
  if (isApache(text)) return 'apache';
  return text
    .toLowerCase()
    .replace(/all rights reserved\.?/g, '')
    .replace(/^[^a-z]*(the )?\(?(mit|isc|bsd[- a-z0-9]*)\)?( license)?( \((mit|isc)\))?\s/u, '')
    .replace(/[^a-z]+/g, ' ')
    .trim();
}

function titleOf(text: string, { license, name }: ShippedPackage): string {
  if (isApache(text)) return 'Apache-2.0';
  if (/Creative Commons/i.test(text)) return 'CC0-1.0';
  return license === 'unknown' ? name : license;
}

const isApache = (text: string): boolean => /Apache License/i.test(text) && /Version 2\.0/i.test(text);
