// Photographs every view, dialog and state in both themes and both languages, for looking at and for the documents: the scenes of the
// page over the studio in memory, then the built app on the built-in bundle. It judges nothing. The app needs `npm run build` before.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scenes } from '../test/support/renderer-preview/scenes';
import { appShotNames, takeAppShots } from './screenshots/app-shots';
import { writeContactSheets } from './screenshots/contact-sheets';
import { takeMemoryShots } from './screenshots/memory-shots';
import { languages, themes } from './screenshots/shots';

const usage =
  'take-screenshots FOLDER [--only NAME…] [--theme light|dark] [--language en|zh]: pictures of all views into FOLDER, view-theme-language.png,' +
  ' and sheet-theme-language-N.png with all of them. Names: ';

function chosen<T extends string>(all: readonly T[], value: string | undefined, option: string): readonly T[] {
  if (value === undefined) return all;
  const known = all.find((one) => one === value);
  if (known === undefined) throw new Error(`--${option} is one of ${all.join(', ')}; got ${value}.`);
  return [known];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      theme: { type: 'string' },
      language: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = [...scenes.map(({ name }) => name), ...appShotNames];
  // `--only a b` reads like `--only a --only b`: what follows the folder are names too.
  const [folder, ...more] = positionals;
  const only = [...values.only, ...(values.only.length > 0 ? more : [])];
  if (values.help || folder === undefined) {
    console.log(`${usage}${names.join(' ')}`);
    return;
  }
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no view ${unknown.join(', ')}. There are: ${names.join(' ')}`);
  const look = (theme: (typeof themes)[number]) =>
    chosen(languages, values.language, 'language').map((language) => ({ theme, language }));
  const request = { folder: resolve(folder), looks: chosen(themes, values.theme, 'theme').flatMap(look), only };
  mkdirSync(request.folder, { recursive: true });
  const shots = [...(await takeMemoryShots(request)), ...(await takeAppShots(request))];
  const sheets = await writeContactSheets(shots, request.folder);
  console.log(`${shots.length} pictures and ${sheets.length} sheets in ${request.folder}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
