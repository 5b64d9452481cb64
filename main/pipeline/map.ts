// The step between writing and drawing: voken states to the conditioning of the denoiser. The constant negative condition, the mapper
// of zero states, is computed once per opened bundle (MiniGPT-5 eq. 4).
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf } from '../runtime/tensor';

export class ConditionMapper {
  readonly #network: Session;
  readonly #numVokens: number;
  readonly #hiddenSize: number;
  #negative: Promise<Float32Array> | undefined;

  constructor(network: Session, sizes: { readonly numVokens: number; readonly hiddenSize: number }) {
    this.#network = network;
    this.#numVokens = sizes.numVokens;
    this.#hiddenSize = sizes.hiddenSize;
  }

  /** float32[n][d] of one picture -> conditioning float32[L][d̂] */
  async conditionFrom(vokenStates: Float32Array): Promise<Float32Array> {
    const outputs = await this.#network.run({
      voken_states: floatTensor(vokenStates, [1, this.#numVokens, this.#hiddenSize]),
    });
    return floatsOf(outputs, 'conditioning', 3);
  }

  /** The condition that guidance pushes away from, float32[L][d̂]. */
  negative(): Promise<Float32Array> {
    this.#negative ??= this.conditionFrom(new Float32Array(this.#numVokens * this.#hiddenSize)).catch(
      (thrown: unknown) => {
        this.#negative = undefined;
        throw thrown;
      },
    );
    return this.#negative;
  }
}
