/**
 * One node as an ONNX protobuf message; its attributes take the kinds that the operator table gives them.
 */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { StudioError } from '../../../common/base/studio-error';
import { attributeKindsOf, domainOf, type AttributeKind, type AttributeValue } from '../operator-table';
import type { Node, Value } from '../value';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  type AttributeProto,
  type NodeProto,
} from './onnx_pb';
import { dataTypes, tensorProtoFrom } from './tensor-proto';

/** The node under given names; a missing optional operand is the empty name, as the standard has it. */
export function nodeProtoFrom(
  node: Node,
  name: string,
  outputs: readonly string[],
  nameOf: (value: Value) => string,
): NodeProto {
  const kinds = attributeKindsOf(node.op);
  // In the table's order, so that the order in which a caller wrote them does not change the bytes.
  const attribute = Object.entries(kinds).flatMap(([key, kind]) => {
    const value = (node.attributes as Readonly<Record<string, AttributeValue | undefined>>)[key];
    return value === undefined ? [] : [attributeProtoFrom(key, kind, value)];
  });
  return create(NodeProtoSchema, {
    name,
    opType: node.op,
    domain: domainOf(node.op),
    input: node.inputs.map((operand) => (operand === undefined ? '' : nameOf(operand))),
    output: [...outputs],
    attribute,
  });
}

type Payload = Omit<MessageInitShape<typeof AttributeProtoSchema>, '$typeName'>;

const { INT, FLOAT, STRING, INTS, TENSOR } = AttributeProto_AttributeType;

function attributeProtoFrom(name: string, kind: AttributeKind, value: AttributeValue): AttributeProto {
  return create(AttributeProtoSchema, { name, ...payloadFrom(name, kind, value) });
}

function payloadFrom(name: string, kind: AttributeKind, value: AttributeValue): Payload {
  if (typeof value === 'number') {
    if (kind === 'int') return { type: INT, i: BigInt(value) };
    if (kind === 'float') return { type: FLOAT, f: value };
  } else if (typeof value === 'string') {
    if (kind === 'string') return { type: STRING, s: new TextEncoder().encode(value) };
    const dataType = Object.entries(dataTypes).find(([dtype]) => dtype === value)?.[1];
    if (kind === 'dtype' && dataType !== undefined) return { type: INT, i: BigInt(dataType) };
  } else if ('dtype' in value) {
    if (kind === 'tensor') return { type: TENSOR, t: tensorProtoFrom('', value) };
  } else if (kind === 'ints') return { type: INTS, ints: value.map(BigInt) };
  throw new StudioError('internal', `Attribute ${name} does not hold a value of kind ${kind}.`);
}
