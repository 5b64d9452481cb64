// From a graph to a running session: serialised in memory, weights mapped from disk. The graph is data of milliseconds; what takes
// time is optimising it inside the runtime, which happens here once per start.
import type { Graph } from '../../native-models/onnx';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import type { DeviceName } from './device-name';
import { openSession, type Session } from './session';

/** Opens a graph whose external tensors lie in `weightsDir`. Throws as `openSession` does. */
export function openGraph(
  graph: Graph,
  where: { readonly device: DeviceName; readonly weightsDir?: string; readonly threads?: number },
): Promise<Session> {
  return openSession({ name: graph.name, model: modelBytesFrom(graph), ...where });
}
