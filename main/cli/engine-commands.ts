// `studio devices` and `studio verify`: what can run here, and whether a bundle is whole.
import { StudioError } from '../../common/base/studio-error';
import { verifyBundle } from '../runtime/bundle';
import { measureDevices } from '../runtime/devices';
import type { Output } from './output';

export async function runDevices({
  output,
  clock,
  freeBytes,
}: {
  output: Output;
  clock: { now(): number };
  freeBytes: () => number;
}): Promise<void> {
  const devices = await measureDevices({ clock, freeBytes });
  output.result(
    devices,
    devices.map(({ name, ok, gflops, reason }) =>
      ok ? `${name}: works, ${String(gflops)} GFLOP/s` : `${name}: cannot be used. ${reason}`,
    ),
  );
}

/** Throws `weights-corrupt` after the list when a file is bad, so that the exit code says it too. */
export async function runVerify(bundleDir: string, { output }: { output: Output }): Promise<void> {
  const files = await verifyBundle(bundleDir);
  const bad = files.filter(({ ok }) => !ok);
  output.result(
    { ok: bad.length === 0, files },
    files.map(({ path, ok, expected, got }) =>
      ok ? `ok   ${path}` : `BAD  ${path}: expected ${expected}, found ${got}`,
    ),
  );
  if (bad.length > 0)
    throw new StudioError('weights-corrupt', `${bad.length} of ${files.length} files are damaged or missing.`, {
      hint: 'Install the bundle again.',
    });
}
