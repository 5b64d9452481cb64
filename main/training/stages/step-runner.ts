// The step graphs of a stage as open sessions: with and without L_LDM, and the losses alone for validation. Parameters are fed from
// typed arrays that belong to the run; nothing is kept inside. Graphs: native-models/graphs/training.
import { StudioError } from '../../../common/base/studio-error';
import type { LossWeights, StageConfig } from '../../../native-models/graphs/training/stage-config';
import { stageGraph, type StageGraph } from '../../../native-models/graphs/training/stage-graph';
import type { StageParameter } from '../../../native-models/graphs/training/stage-parameters';
import type { DeviceName } from '../../runtime/device-name';
import type { FrozenStage } from '../../runtime/frozen-networks';
import { openGraph } from '../../runtime/network';
import type { Session, Tensors } from '../../runtime/session';
import { floatsOf, floatTensor } from '../../runtime/tensor';
import type { StepResult } from '../loop';

export interface RunnerOptions {
  readonly device: DeviceName;
  readonly threads?: number | undefined;
  /** Recompute activations in the backward pass: less memory, more time. */
  readonly checkpointing?: boolean | undefined;
}

type Values = ReadonlyMap<string, Float32Array>;

export class StepRunner {
  readonly config: StageConfig;
  /** Every parameter that any of the graphs is fed. */
  readonly parameters: readonly StageParameter[];
  readonly #frozen: FrozenStage;
  readonly #options: RunnerOptions;
  readonly #sessions = new Map<string, Promise<{ readonly session: Session; readonly graph: StageGraph }>>();

  constructor(frozen: FrozenStage, config: StageConfig, options: RunnerOptions) {
    this.#frozen = frozen;
    this.#options = options;
    this.config = config;
    this.parameters = this.#graph(config.losses, false).parameters;
  }

  /** The losses with L_LDM left out, for the steps before it joins. */
  lossesWithoutLdm(): LossWeights {
    return { ...this.config.losses, ldm: 0 };
  }

  /** One micro-batch: losses and gradients for the fed inputs of a graph with these losses. */
  async step(losses: LossWeights, values: Values, feeds: Tensors): Promise<StepResult> {
    const { session, graph } = await this.#open(losses, true);
    const outputs = await session.run({ ...feeds, ...parameterFeeds(graph, values) });
    const gradients = new Map(graph.targets.map(({ path }) => [path, floatsOf(outputs, `grad.${path}`)] as const));
    return { losses: lossesOf(outputs), gradients };
  }

  /** These losses and the conditioning float32[N][L][d̂] alone. */
  async measure(
    losses: LossWeights,
    values: Values,
    feeds: Tensors,
  ): Promise<{ readonly losses: Readonly<Record<string, number>>; readonly conditioning: Float32Array }> {
    const { session, graph } = await this.#open(losses, false);
    const outputs = await session.run({ ...feeds, ...parameterFeeds(graph, values) });
    return { losses: lossesOf(outputs), conditioning: floatsOf(outputs, 'conditioning', 3) };
  }

  async close(): Promise<void> {
    for (const opening of this.#sessions.values()) {
      const opened = await opening.catch(() => undefined);
      await opened?.session.close();
    }
    this.#sessions.clear();
  }

  #open(losses: LossWeights, gradients: boolean): Promise<{ session: Session; graph: StageGraph }> {
    const key = `${JSON.stringify(losses)}${gradients}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const { device, threads } = this.#options;
    const graph = this.#graph(losses, gradients);
    const opening = openGraph(graph.graph, {
      device,
      weightsDir: this.#frozen.weightsDir,
      ...(threads === undefined ? {} : { threads }),
    }).then((session) => ({ session, graph }));
    this.#sessions.set(key, opening);
    return opening;
  }

  #graph(losses: LossWeights, gradients: boolean): StageGraph {
    const { checkpointing = false } = this.#options;
    const { look, ...config } = this.config;
    // Without L_LDM nothing reaches adapters on the denoiser.
    const kept = losses.ldm > 0 && look !== undefined ? { look } : {};
    return stageGraph(this.#frozen.parts, { ...config, ...kept, losses }, { gradients, checkpointing });
  }
}

function parameterFeeds(graph: StageGraph, values: Values): Tensors {
  return Object.fromEntries(
    graph.parameters.map(({ path, shape }) => {
      const data = values.get(path);
      if (data === undefined) throw new StudioError('internal', `The run holds no values for ${path}.`);
      return [path, floatTensor(data, shape)] as const;
    }),
  );
}

/** `loss` and its parts, under the names of metrics: `loss.text` becomes `text`. */
function lossesOf(outputs: Tensors): Record<string, number> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, { data }]) => {
      if (name !== 'loss' && !name.startsWith('loss.')) return [];
      return [[name.replace(/^loss\./, ''), Number(data[0])] as const];
    }),
  );
}
