// Bytes that cross between the program and a network: what is fed and what is fetched, counted run by run. On a graphics device each of
// them is a copy over the bus; on the processor only the fetched ones are copied. What the runtime copies inside a run is placement.ts.
import type { TensorData } from '../../native-models/onnx/types';

export interface TrafficCount {
  readonly runs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export class Traffic {
  #runs = 0;
  #bytesIn = 0;
  #bytesOut = 0;

  /** Counts one run. */
  add(inputs: Readonly<Record<string, TensorData>>, outputs: Readonly<Record<string, TensorData>>): void {
    this.#runs += 1;
    this.#bytesIn += bytesOf(inputs);
    this.#bytesOut += bytesOf(outputs);
  }

  count(): TrafficCount {
    return { runs: this.#runs, bytesIn: this.#bytesIn, bytesOut: this.#bytesOut };
  }
}

/** What was counted between two readings of the same sessions. */
export function trafficBetween(before: TrafficCount, after: TrafficCount): TrafficCount {
  return {
    runs: after.runs - before.runs,
    bytesIn: after.bytesIn - before.bytesIn,
    bytesOut: after.bytesOut - before.bytesOut,
  };
}

/** The sum over several sessions. */
export function trafficOf(sessions: readonly { traffic(): TrafficCount }[]): TrafficCount {
  const counts = sessions.map((session) => session.traffic());
  const sum = (pick: (count: TrafficCount) => number): number =>
    counts.reduce((total, count) => total + pick(count), 0);
  return {
    runs: sum(({ runs }) => runs),
    bytesIn: sum(({ bytesIn }) => bytesIn),
    bytesOut: sum(({ bytesOut }) => bytesOut),
  };
}

const bytesOf = (tensors: Readonly<Record<string, TensorData>>): number =>
  Object.values(tensors).reduce((total, { data }) => total + data.byteLength, 0);
