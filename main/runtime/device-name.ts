// The devices by the names that settings, command line and reports use, and what the runtime calls them. A name is a promise: the
// chosen device is the one that runs; falling back is the caller's decision and is said.
import { StudioError } from '../../common/base/studio-error';

export const deviceNames = ['cpu', 'webgpu'] as const;
export type DeviceName = (typeof deviceNames)[number];

/** Parses a device name. Throws `bad-request` naming the ones that exist. */
export function deviceNamed(name: string): DeviceName {
  const found = deviceNames.find((known) => known === name.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new StudioError('bad-request', `No device is called "${name}"; there are ${deviceNames.join(' and ')}.`, {
    hint: '`studio devices` measures each of them.',
  });
}

/** Execution providers in order; what WebGPU has no kernel for runs on the CPU inside the same session. */
export function providersOf(device: DeviceName): readonly string[] {
  return device === 'cpu' ? ['cpu'] : ['webgpu', 'cpu'];
}
