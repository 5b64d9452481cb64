// The interface's part of `studio bench`: it is measured by a program of its own that drives the built app in a browser
// (test/bench/interface-bench.ts), because nothing here may know of a window. Says what is missing instead of failing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure } from '../evaluation/bench/figure';

const figureSchema = z.strictObject({
  name: z.string(),
  unit: z.enum(['ms', 'bytes', 'ratio']),
  median: z.number(),
  min: z.number(),
  max: z.number(),
  runs: z.int(),
});
const answerSchema = z.strictObject({ shell: z.string(), figures: z.array(figureSchema) });

export interface BenchInterfacePorts {
  /** The project's folder. */
  readonly root: string;
  readonly hasBrowser: boolean;
  readonly signal: AbortSignal;
}

/** The figures; or why there are none, as the end of a sentence. */
export async function benchInterface(
  runs: number,
  { root, hasBrowser, signal }: BenchInterfacePorts,
): Promise<readonly Figure[] | { readonly missing: string }> {
  const driver = join(root, 'test/bench/interface-bench.ts');
  if (!existsSync(driver)) return { missing: 'this installation has no test/bench.' };
  if (!existsSync(join(root, 'out/main/index.js')))
    return { missing: 'the app is not built; run `npm run build` first.' };
  if (!hasBrowser) return { missing: 'no Chrome, Edge or Chromium is installed; VOKEN_BROWSER may name one.' };
  const { code, text } = await outputOf(['--import', 'tsx', driver, '--runs', String(runs)], root, signal);
  if (code !== 0) return { missing: `its driver ended with code ${code}; what it said stands above.` };
  return answerSchema.parse(JSON.parse(text)).figures;
}

function outputOf(args: string[], cwd: string, signal: AbortSignal): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, signal, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, text });
    });
  });
}
