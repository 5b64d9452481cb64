// What the system calls its chips, for the settings: the processor from Node, the graphics device from Chromium's own list.
import { cpus } from 'node:os';
import { app } from 'electron';

interface GpuInfo {
  readonly auxAttributes?: { readonly glRenderer?: unknown };
}

/** The chip's name in a few words; empty when the system does not tell. */
export async function deviceTitle(name: string): Promise<string> {
  if (name === 'cpu') return cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? '';
  const renderer = ((await app.getGPUInfo('complete')) as GpuInfo).auxAttributes?.glRenderer;
  // Chromium wraps the name: ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 (0x2786), OpenGL 4.5)
  return typeof renderer === 'string' ? renderer.replace(/^ANGLE \(([^,]*, )?/, '').replace(/( \(0x.*|, .*)$/, '') : '';
}
