/**
 * A graph as the bytes of an ONNX model. The face of this folder, and the only place that writes protobuf.
 * Same graph, same bytes: a digest of these bytes names a model. Weights given as ExternalTensor stay in their
 * files; weights given as TensorData go inline.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { StudioError } from '../../../common/base/studio-error';
import { isExternal, type Graph } from '../graph';
import { byteLengthFrom } from '../types';
import type { Value } from '../value';
import { nameModel } from './model-names';
import { nodeProtoFrom } from './node-proto';
import { ModelProtoSchema, NodeProtoSchema, type TensorProto } from './onnx_pb';
import { tensorProtoFrom, valueInfoFrom } from './tensor-proto';

/** Opset 23 is the first with RMSNormalization; IR version 11 came with it. */
export const standardOpset = 23;
export const irVersion = 11;
/** The only version of com.microsoft. */
const microsoftOpset = 1;
/** A protobuf message ends at 2 GiB; a little room is left for the nodes. */
const largestInlineBytes = 2 ** 31 - 2 ** 24;

/**
 * @param options.opset version of the standard's operators, 23 unless given; the attribute spellings hold from 18 on.
 * Throws `bad-request` when the weights in memory are too large for one message.
 */
export function modelBytesFrom(graph: Graph, options: { readonly opset?: number } = {}): Uint8Array {
  checkInlineBytes(graph);
  const names = nameModel(graph);
  const nodes = graph.nodes.map((node) => {
    const { name, outputs } = names.ofNode(node);
    return nodeProtoFrom(node, name, outputs, names.nameOf);
  });
  const copies = names.copies.map(({ from, to }) =>
    create(NodeProtoSchema, { name: `copy_${to}`, opType: 'Identity', input: [names.nameOf(from)], output: [to] }),
  );
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: 'voken-studio',
    opsetImport: [
      { domain: '', version: BigInt(options.opset ?? standardOpset) },
      { domain: 'com.microsoft', version: BigInt(microsoftOpset) },
    ],
    graph: {
      name: graph.name,
      node: [...nodes, ...copies],
      initializer: [
        ...graph.initializers.flatMap(weightProtosFrom),
        ...names.literals.map(({ name, content }) => tensorProtoFrom(name, content)),
      ],
      input: graph.inputs.map((value) => valueInfoFrom(names.nameOf(value), value)),
      output: Object.entries(graph.outputs).map(([name, value]) => valueInfoFrom(name, value)),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function checkInlineBytes(graph: Graph): void {
  const bytes = graph.initializers.reduce((sum, { producer }) => {
    const isInline = producer.kind === 'initializer' && !isExternal(producer.content);
    return isInline ? sum + byteLengthFrom(producer.content.dtype, producer.content.shape) : sum;
  }, 0);
  if (bytes <= largestInlineBytes) return;
  throw new StudioError(
    'bad-request',
    `Graph ${graph.name}: ${String(bytes)} bytes of weights do not fit into one model.`,
    {
      hint: 'Give large weights as ExternalTensor, so that they stay in their files.',
    },
  );
}

function weightProtosFrom({ producer }: Value): readonly TensorProto[] {
  return producer.kind === 'initializer' ? [tensorProtoFrom(producer.name, producer.content)] : [];
}
