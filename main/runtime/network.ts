// From a graph to a running session: serialised in memory, weights mapped from disk. The graph is data of milliseconds; what takes
// time is optimising it inside the runtime, which happens here once per start.
import { join } from 'node:path';
import { webgpuGraph } from '../../native-models/graphs/webgpu-graph';
import type { Graph } from '../../native-models/onnx';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import type { DeviceName } from './device-name';
import { openSession, type Session } from './session';

export interface OpenGraphOptions {
  readonly device: DeviceName;
  readonly weightsDir?: string;
  readonly threads?: number;
  /** As in SessionOptions. */
  readonly usesWeightsInPlace?: boolean;
  /** An existing folder for the session's profile, `<graph>_<time>.json`; without it none is written. */
  readonly profileDir?: string;
}

/** Opens a graph whose external tensors lie in `weightsDir`. Throws as `openSession` does. */
export function openGraph(graph: Graph, { profileDir, ...where }: OpenGraphOptions): Promise<Session> {
  const network = where.device === 'webgpu' ? webgpuGraph(graph) : graph;
  return openSession({
    name: graph.name,
    model: modelBytesFrom(network),
    ...where,
    profilePrefix: profileDir === undefined ? undefined : join(profileDir, graph.name),
  });
}
