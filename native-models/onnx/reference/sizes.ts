/**
 * Broadcasting of fully known shapes. The rule itself is inference's; here it only meets numbers.
 */
import { StudioError } from '../../../common/base/studio-error';
import { broadcastShapes } from '../inference/dims';
import { shapeText } from '../types';

/** The common shape, all numbers. Throws `shape-mismatch` when there is none. */
export function broadcastSizes(...shapes: readonly (readonly number[])[]): readonly number[] {
  const shape = broadcastShapes(shapes);
  if (shape === undefined)
    throw new StudioError('shape-mismatch', `${shapes.map(shapeText).join(' and ')} do not broadcast`);
  return shape.map(Number);
}
