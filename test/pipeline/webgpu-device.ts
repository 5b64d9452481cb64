// A graphics device in software for the tests of WebGPU: SwiftShader and the Vulkan loader that come with Chromium and Chrome, and the
// program that runs on it in a process of its own. The dynamic linker reads its path when a process starts, hence a child.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/microsoft/msedge'];
const LOADER = 'libvulkan.so.1';
const DRIVER = 'vk_swiftshader_icd.json';

/** Folder of an installed browser that brings SwiftShader; undefined where none does. */
export const swiftShader: string | undefined =
  process.platform === 'linux'
    ? FOLDERS.find((folder) => [LOADER, DRIVER, 'libvk_swiftshader.so'].every((file) => existsSync(join(folder, file))))
    : undefined;

/** Said once where the tests are left out; `.ci/run` counts it as a failure. */
export const skipReason =
  'WebGPU: browser tests are skipped: no installed Chromium or Chrome brings SwiftShader (Debian: sudo apt-get install chromium).';

/**
 * Runs a program of this folder with a Vulkan device in software and reads the report that it writes into `dir`.
 * Throws with the end of what it said when it fails or crashes.
 */
export async function runOnSwiftShader<Report>(program: string, args: readonly string[], dir: string): Promise<Report> {
  const loaders = join(dir, 'vulkan');
  await mkdir(loaders, { recursive: true, mode: 0o700 });
  await symlink(join(swiftShader!, LOADER), join(loaders, LOADER)); // the loader alone, not the browser's other libraries
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, program), ...args, dir], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: loaders,
      VK_ICD_FILENAMES: join(swiftShader!, DRIVER),
      XDG_RUNTIME_DIR: loaders,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code === null ? `was ended by ${signal ?? 'a signal'}` : code === 0 ? '' : `ended with ${code}`);
    });
  });
  if (ended !== '') throw new Error(`${program} ${args.join(' ')} ${ended}:\n${said}`);
  return JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as Report;
}
