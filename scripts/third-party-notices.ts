// Writes THIRD-PARTY-NOTICES.md from package-lock.json and the licence files of the installed packages:
// npx tsx scripts/third-party-notices.ts [--check]. With --check it writes nothing and fails when the list of packages is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { licenseTexts } from './notices/license-texts';
import { shippedPackages, type ShippedPackage } from './notices/shipped-packages';

const FILE = 'THIRD-PARTY-NOTICES.md';

/** One table row for each package, as it stands in the file. */
export function packageRows(packages: readonly ShippedPackage[]): string[] {
  return packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
}

/** The rows of packages in a notices file, in the file's order. */
export function rowsOfNotices(text: string): string[] {
  const list = text.slice(text.indexOf('## Packages'), text.indexOf('## Licence texts'));
  return list.split('\n').filter((line) => /^\| (?!Package|---)/.test(line));
}

/** The whole file. Reads the installed packages under `root`. */
export function noticesFrom(root: string): string {
  const packages = shippedPackages(root);
  const own = (name: string): string => readFileSync(join(root, 'scripts/license-texts', name), 'utf8').trimEnd();
  const blocks = licenseTexts(root, packages).map(({ title, text, owners }) => {
    const lines = owners.flatMap(({ packages: names, copyright }) => [
      `- ${names}`,
      ...copyright.map((line) => `  - ${line}`),
    ]);
    return `### ${title}\n\n${lines.join('\n')}\n\n${fenced(text)}`;
  });
  return `# Third-party notices

Voken Studio is licensed under the Apache License 2.0 (LICENSE). It contains the work of others, listed here with their licences.
This file is made by \`npx tsx scripts/third-party-notices.ts\`.

## Artwork
The drawings from which the pictures of the built-in world are composed, and on which the built-in model was trained, are **Fluent
Emoji** (flat) by Microsoft Corporation, MIT License, https://github.com/microsoft/fluentui-emoji, as packaged by
@iconify-json/fluent-emoji-flat.

## Fonts
**Inter** (The Inter Project Authors, https://github.com/rsms/inter) and **Literata** (The Literata Project Authors,
https://github.com/googlefonts/literata), both under the SIL Open Font License 1.1, unchanged, as packaged by Fontsource.

## Native libraries
- **ONNX Runtime** (Microsoft Corporation, MIT License), with the components that its own notices list:
  https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt
- **libvips** and the libraries that sharp's packages \`@img/sharp-*\` carry beside it, as a shared library of its own that may be
  replaced, under the GNU Lesser General Public License 3.0 or later and the licences below; sources and build:
  https://github.com/lovell/sharp-libvips and https://github.com/libvips/libvips

${libvipsTable(root, packages)}

- **Electron** (the MIT License) with Chromium and Node.js: their notices are LICENSE and LICENSES.chromium.html beside the app.

## Packages

| Package | Version | Licence |
|---|---|---|
${packageRows(packages).join('\n')}

## Licence texts

${blocks.join('\n\n')}

### LGPL-3.0-or-later

${fenced(own('LGPL-3.0.txt'))}

### GPL-3.0, which the LGPL-3.0 adds to

${fenced(own('GPL-3.0.txt'))}
`;
}

function fenced(text: string): string {
  return `\`\`\`\`text\n${text}\n\`\`\`\``;
}

/** The table of libraries from the README of the libvips package that is installed here. */
function libvipsTable(root: string, packages: readonly ShippedPackage[]): string {
  for (const { name, folder } of packages) {
    if (!/^@img\/sharp-(libvips|win32)-/.test(name)) continue;
    try {
      const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
      const rows = readme.split('\n').filter((line) => line.startsWith('|'));
      if (rows.length > 2)
        return rows.map((row) => `  ${row.replace(/ {2,}/g, ' ').replace(/-{4,}/g, '---')}`).join('\n');
    } catch {
      continue; // a package for another system: not installed here
    }
  }
  throw new Error('No libvips package with its list of libraries is installed: run npm ci first.');
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(`npx tsx scripts/third-party-notices.ts [--check]: writes ${FILE}, or checks its list of packages`);
    return;
  }
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const path = join(root, FILE);
  if (!values.check) {
    writeFileSync(path, noticesFrom(root));
    console.log(`${FILE} written`);
    return;
  }
  const there = rowsOfNotices(readFileSync(path, 'utf8')).join('\n');
  if (there === packageRows(shippedPackages(root)).join('\n')) return;
  console.error(`${FILE} is out of date: run npx tsx scripts/third-party-notices.ts`);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) main();
