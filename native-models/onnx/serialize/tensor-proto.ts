/**
 * Tensor contents and types as ONNX protobuf messages: inline as raw bytes, or as a reference to a byte range of a file.
 * It copies no elements and reads no file.
 */
import { create } from '@bufbuild/protobuf';
import { rawBytesFrom } from '../elements';
import { isExternal } from '../graph';
import type { DType, ExternalTensor, TensorData, TensorType } from '../types';
import {
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb';

export const dataTypes: Readonly<Record<DType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  int64: TensorProto_DataType.INT64,
  int32: TensorProto_DataType.INT32,
  uint8: TensorProto_DataType.UINT8,
  int8: TensorProto_DataType.INT8,
  uint4: TensorProto_DataType.UINT4,
  bool: TensorProto_DataType.BOOL,
};

/** A weight or literal. */
export function tensorProtoFrom(name: string, content: TensorData | ExternalTensor): TensorProto {
  const head = { name, dims: content.shape.map(BigInt), dataType: dataTypes[content.dtype] };
  if (!isExternal(content)) return create(TensorProtoSchema, { ...head, rawData: rawBytesFrom(content) });
  return create(TensorProtoSchema, {
    ...head,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: content.file },
      { key: 'offset', value: String(content.offset) },
      { key: 'length', value: String(content.byteLength) },
    ],
  });
}

/** The type of a graph input or output; names of dims become dim_param. */
export function valueInfoFrom(name: string, type: TensorType): ValueInfoProto {
  const dim = type.shape.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }));
  const tensorType = { elemType: dataTypes[type.dtype], shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensorType } } });
}
