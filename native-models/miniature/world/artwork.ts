// The drawings that scenes are composed of: Fluent Emoji Flat (Microsoft, MIT) as packaged by @iconify-json/fluent-emoji-flat, read
// from the development dependency at run time, recoloured by us. Not a general icon loader: only flat fills, no ids, 32 x 32.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mapColors } from './color';

/** The side of every drawing's view box. */
export const DRAWING_SIDE = 32;

interface IconFile {
  readonly icons: Readonly<Record<string, { readonly body: string } | undefined>>;
}

let loaded: IconFile | undefined;

function iconFile(): IconFile {
  if (loaded === undefined) {
    const path = createRequire(import.meta.url).resolve('@iconify-json/fluent-emoji-flat/icons.json');
    loaded = JSON.parse(readFileSync(path, 'utf8')) as IconFile;
  }
  return loaded;
}

/**
 * The SVG body of one drawing in its 32 x 32 view box.
 * @param recolor maps each `#rrggbb` fill to another; the same function lights whole pictures
 * @throws Error when the drawing is not in the installed artwork
 */
export function drawing(name: string, recolor?: (color: string) => string): string {
  const icon = iconFile().icons[name];
  if (icon === undefined)
    throw new Error(`The artwork has no drawing called ${name}: run npm install with development dependencies.`);
  return recolor === undefined ? icon.body : mapColors(icon.body, recolor);
}
