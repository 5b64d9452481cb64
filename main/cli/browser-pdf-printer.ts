// Prints a page with an installed browser, headless, over its debugging pipe: the command line's PdfPrinter. The page lies in a folder of
// its own that is removed afterwards; script is off, and nothing is fetched.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { StudioError } from '../../common/base/studio-error';
import type { PdfPrinter, PrintJob } from '../services/exports/pdf-printer';
import { DevtoolsPipe } from './devtools-pipe';

const QUIET_FLAGS = [
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--remote-debugging-pipe',
];
const TIME_LIMIT_MS = 120_000;
const CLOSE_LIMIT_MS = 5_000;

export interface BrowserPrinterOptions {
  readonly browser: string;
  /** Chromium refuses its sandbox to the superuser on Linux; what is printed is our own page without script. */
  readonly isRoot: boolean;
  /** Where the page lies while it is printed; otherwise the system's folder for such things. */
  readonly scratch?: string;
}

/** A printer that starts the browser anew for each job and ends it afterwards. */
export function browserPdfPrinter({ browser, isRoot, scratch = tmpdir() }: BrowserPrinterOptions): PdfPrinter {
  return {
    async print(job) {
      const folder = await mkdtemp(join(scratch, 'voken-print-'));
      try {
        const page = await writePage(folder, job);
        const flags = [
          ...QUIET_FLAGS,
          ...(isRoot ? ['--no-sandbox'] : []),
          `--user-data-dir=${join(folder, 'profile')}`,
        ];
        return await printWith(browser, flags, page);
      } finally {
        // The browser may still be closing files of its profile.
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
      }
    },
  };
}

async function writePage(folder: string, { html, files }: PrintJob): Promise<string> {
  for (const [name, { bytes }] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const page = join(folder, 'index.html');
  await writeFile(page, html);
  return pathToFileURL(page).href;
}

async function printWith(browser: string, flags: readonly string[], page: string): Promise<Uint8Array> {
  const child = spawn(browser, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const pipe = new DevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  child.on('error', (error) => {
    pipe.end(error.message);
  });
  const exited = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  child.on('exit', (code, signal) => {
    pipe.end(signal ?? `exit code ${String(code)}`);
  });
  const limit = setTimeout(() => {
    pipe.end('it took too long');
  }, TIME_LIMIT_MS);
  try {
    const pdf = await printPage(pipe, page);
    return pdf;
  } finally {
    pipe.call('Browser.close').catch(() => undefined);
    clearTimeout(limit);
    // Its helper processes still write into the profile that the caller removes: they end with a browser that closes in peace.
    const stuck = setTimeout(() => child.kill('SIGKILL'), CLOSE_LIMIT_MS);
    await exited;
    clearTimeout(stuck);
  }
}

async function printPage(pipe: DevtoolsPipe, page: string): Promise<Uint8Array> {
  const { targetId } = await pipe.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.call('Target.attachToTarget', { targetId, flatten: true });
  if (typeof sessionId !== 'string') throw new StudioError('io', 'The browser opened no page to print.');
  await pipe.call('Page.enable', {}, sessionId);
  await pipe.call('Emulation.setScriptExecutionDisabled', { value: true }, sessionId);
  const loaded = pipe.next('Page.loadEventFired', sessionId);
  loaded.catch(() => undefined); // awaited below, after the call that may fail first
  const { errorText } = await pipe.call('Page.navigate', { url: page }, sessionId);
  if (typeof errorText === 'string')
    throw new StudioError('io', `The browser could not open the page to print: ${errorText}.`);
  await loaded;
  const { data } = await pipe.call(
    'Page.printToPDF',
    { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true },
    sessionId,
  );
  if (typeof data !== 'string') throw new StudioError('io', 'The browser gave no PDF.');
  return Buffer.from(data, 'base64');
}
