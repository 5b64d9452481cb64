// Where the nodes of a network ran, and what the runtime copied between devices inside a run: read from the profile that a session
// writes (`profilePrefix`). Counts and bytes only; times of a profile are those of a run that is being watched.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StudioError } from '../../common/base/studio-error';

export interface PlacedOperator {
  readonly operator: string;
  /** The runtime's name of the device: `CPUExecutionProvider`, `WebGpuExecutionProvider`. */
  readonly provider: string;
  /** Nodes of the graph as the runtime runs it, after its own rewriting. */
  readonly nodes: number;
  /** The most bytes that one of them gave in one run: shape arithmetic shows as a few. */
  readonly largestOutput: number;
}

export interface Placement {
  readonly runs: number;
  readonly operators: readonly PlacedOperator[];
  /** Copies between devices inside all runs together, in bytes; inputs and outputs of the run do not count. */
  readonly copied: { readonly toDevice: number; readonly toHost: number };
}

const TO_HOST = 'MemcpyToHost';
const TO_DEVICE = 'MemcpyFromHost';

const eventSchema = z.object({
  cat: z.string(),
  name: z.string(),
  args: z
    .object({
      op_name: z.string(),
      provider: z.string(),
      node_index: z.string(),
      output_size: z.string(),
    })
    .partial(),
});

/** Reads a profile file. Throws `io` when it cannot be read, `internal` when it is no profile. */
export async function readPlacement(path: string): Promise<Placement> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StudioError('io', 'The profile of a session cannot be read.', { detail: { path }, cause });
  }
  return placementFrom(text);
}

/** Placement from a profile's text: a JSON array of events. Throws `internal` when it is something else. */
export function placementFrom(text: string): Placement {
  const events = eventsFrom(text);
  const nodes = new Map<string, { operator: string; provider: string; indices: Set<string>; largestOutput: number }>();
  const copied = { toDevice: 0, toHost: 0 };
  for (const { cat, name, args } of events) {
    const { op_name: operator, provider, node_index: index, output_size: bytes } = args;
    // A node that is split over threads has further events; only this one stands for its run.
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || operator === undefined) continue;
    if (operator === TO_HOST) copied.toHost += Number(bytes ?? 0);
    else if (operator === TO_DEVICE) copied.toDevice += Number(bytes ?? 0);
    else {
      const key = `${operator} ${provider ?? ''}`;
      const entry = nodes.get(key) ?? { operator, provider: provider ?? '', indices: new Set(), largestOutput: 0 };
      entry.indices.add(index ?? '');
      entry.largestOutput = Math.max(entry.largestOutput, Number(bytes ?? 0));
      nodes.set(key, entry);
    }
  }
  return {
    runs: events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run').length,
    operators: [...nodes.values()]
      .map(({ indices, ...entry }) => ({ ...entry, nodes: indices.size }))
      .sort((a, b) => (a.operator < b.operator ? -1 : a.operator > b.operator ? 1 : a.provider < b.provider ? -1 : 1)),
    copied,
  };
}

function eventsFrom(text: string): z.infer<typeof eventSchema>[] {
  try {
    return z.array(eventSchema).parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('internal', 'The profile of a session is not an array of events.', { cause });
  }
}
