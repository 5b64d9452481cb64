// Runs the orthogonalisation graph, one session for each size of matrix, opened when it is first needed.
import { orthogonalisationGraph } from '../../../native-models/graphs/orthogonalisation';
import type { DeviceName } from '../../runtime/device-name';
import { openGraph } from '../../runtime/network';
import type { Session } from '../../runtime/session';
import { floatsOf, floatTensor } from '../../runtime/tensor';

export class Orthogonaliser {
  readonly #where: { readonly device: DeviceName; readonly threads?: number };
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(device: DeviceName, threads: number | undefined) {
    this.#where = { device, ...(threads === undefined ? {} : { threads }) };
  }

  /** (rows, columns) -> its nearly orthogonal factor. */
  async run(matrix: Float32Array, rows: number, columns: number): Promise<Float32Array> {
    const key = `${rows}x${columns}`;
    const opening = this.#sessions.get(key) ?? openGraph(orthogonalisationGraph(rows, columns), this.#where);
    this.#sessions.set(key, opening);
    const outputs = await (await opening).run({ matrix: floatTensor(matrix, [rows, columns]) });
    return floatsOf(outputs, 'orthogonal', 2);
  }

  async close(): Promise<void> {
    for (const opening of this.#sessions.values()) await (await opening.catch(() => undefined))?.close();
    this.#sessions.clear();
  }
}
