// Opening a bundle: the manifest is parsed, every file is held against its size and SHA-256, and the numbers that several parts must
// agree on are compared. After this the folder is trusted. Not the networks themselves (pipeline/networks.ts).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import { knowsWith } from '../../common/words/brought-words';
import { bundleManifestSchema, type BundleManifest, type BundleSummary } from '../../common/domain/bundle';

export interface Bundle {
  readonly dir: string;
  readonly manifest: BundleManifest;
  /** SHA-256 of manifest.json, which names every other file by hash: exactly these weights. */
  readonly digest: string;
}

export interface FileCheck {
  readonly path: string;
  readonly ok: boolean;
  /** What the manifest promises and what is there, as `<bytes> bytes, sha256 <hex>` or `missing`. */
  readonly expected: string;
  readonly got: string;
}

/** Reads manifest.json. Throws `bundle-missing` or `weights-corrupt` with one sentence. */
export async function readBundle(dir: string): Promise<Bundle> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(dir, 'manifest.json'));
  } catch (cause) {
    throw new StudioError('bundle-missing', 'The model bundle has no readable manifest.json.', {
      hint: 'Install the bundle again.',
      detail: { dir },
      cause,
    });
  }
  const manifest = manifestFrom(bytes.toString('utf8'));
  const listed = new Set(manifest.files.map(({ path }) => path));
  const unlisted = partPaths(manifest).find((path) => !listed.has(path));
  if (unlisted !== undefined) {
    throw new StudioError('weights-corrupt', `manifest.json uses ${unlisted} but does not list it with its hash.`, {
      hint: 'Install the bundle again.',
    });
  }
  return { dir, manifest, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Reads the manifest and checks every file. Throws `weights-corrupt` naming the first bad file, what was expected and what came. */
export async function openBundle(dir: string, signal?: AbortSignal): Promise<Bundle> {
  const bundle = await readBundle(dir);
  for (const file of bundle.manifest.files) {
    throwIfCancelled(signal);
    const check = await checkFile(dir, file);
    if (!check.ok) {
      throw new StudioError(
        'weights-corrupt',
        `The bundle's file ${check.path} is damaged: expected ${check.expected}, found ${check.got}.`,
        {
          hint: 'Install the bundle again; your stories are not affected.',
        },
      );
    }
  }
  return bundle;
}

/** Every file of a bundle against the manifest, bad ones included. */
export async function verifyBundle(dir: string): Promise<FileCheck[]> {
  const { manifest } = await readBundle(dir);
  const checks: FileCheck[] = [];
  for (const file of manifest.files) checks.push(await checkFile(dir, file));
  return checks;
}

/** What a bundle can draw, with the words of adapters that are folded into it and of those that are `brought`. */
export function knownTo(
  { knows, newWords = [] }: BundleManifest,
  brought: readonly string[] = [],
): BundleManifest['knows'] {
  return knowsWith(knows, [...newWords.map(({ word }) => word), ...brought]);
}

/** What the interface shows of a bundle. */
export function bundleSummaryFrom({ manifest, digest }: Bundle): BundleSummary {
  const { name, title, description, language, picture, defaults, styles = [] } = manifest;
  const knows = knownTo(manifest);
  return { name, title, description, language, digest, pictureSizePx: picture.sizePx, defaults, knows, styles };
}

function manifestFrom(text: string): BundleManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new StudioError('weights-corrupt', 'manifest.json of the bundle is not JSON.', {
      hint: 'Install the bundle again.',
      cause,
    });
  }
  const version = typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (typeof version === 'number' && version > 1) {
    throw new StudioError(
      'bad-request',
      `This bundle has format ${version}; this version of the studio reads format 1.`,
      { hint: 'Update the studio.' },
    );
  }
  const result = bundleManifestSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new StudioError(
    'weights-corrupt',
    `manifest.json of the bundle is wrong at ${issue?.path.map(String).join('.') ?? 'its root'}: ${issue?.message ?? ''}.`,
    {
      hint: 'Install the bundle again.',
    },
  );
}

function partPaths({ parts }: BundleManifest): string[] {
  const { scheduler, tokenizer, ...networks } = parts;
  return [
    scheduler.config,
    tokenizer,
    ...(parts.languageModel.prefix === undefined ? [] : [parts.languageModel.prefix]),
    ...Object.values(networks).flatMap(({ config, weights }) => [config, ...weights]),
  ];
}

async function checkFile(dir: string, file: BundleManifest['files'][number]): Promise<FileCheck> {
  const path = join(dir, file.path);
  const expected = describe(file.bytes, file.sha256);
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return { path: file.path, ok: false, expected, got: 'missing' };
  // A wrong size needs no hash, and saves reading a file of gigabytes to say so.
  if (size !== file.bytes) return { path: file.path, ok: false, expected, got: `${size} bytes` };
  const sha256 = await hashOfFile(path);
  return { path: file.path, ok: sha256 === file.sha256, expected, got: describe(size, sha256) };
}

const describe = (bytes: number, sha256: string): string => `${bytes} bytes, sha256 ${sha256}`;

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new StudioError('io', `A file of the bundle cannot be read.`, { detail: { path }, cause });
  }
  return hash.digest('hex');
}

/** The line that names a drawing style to the model, by the style's id; undefined for one that needs none. */
export async function styleLinesOf(dir: string): Promise<(style: string) => string | undefined> {
  const { manifest } = await readBundle(dir);
  return (style) => manifest.styles?.find(({ id }) => id === style)?.line;
}
