// Masks as numbers: shrunk to the latent grid, given a soft seam, and used to lay a new drawing into the old picture. Pure; a mask is
// float32[h][w] from 0 (stays) to 1 (may change). Reading one from a file is image/source-picture.ts.
import { StudioError } from '../../common/base/studio-error';

/** Where a mask lies in the square that is drawn; outside of it nothing may change. */
export interface MaskPlace {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly left: number;
  readonly top: number;
  /** Side of the square. */
  readonly sizePx: number;
}

/** What a cell must be covered by to be wholly free: a brush's edge runs through cells, and half of a change is none. */
const FULL_AT = 0.5;

/** The share of each latent cell that the mask covers, doubled: float32[latentSizePx][latentSizePx]. */
export function latentMask(mask: Float32Array, place: MaskPlace, latentSizePx: number): Float32Array {
  const { widthPx, heightPx, left, top, sizePx } = place;
  const cellPx = sizePx / latentSizePx;
  const cells = new Float32Array(latentSizePx * latentSizePx);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor((y + top) / cellPx) * latentSizePx;
    for (let x = 0; x < widthPx; x++) cells[row + Math.floor((x + left) / cellPx)]! += mask[y * widthPx + x]!;
  }
  return cells.map((sum) => Math.min(sum / (cellPx * cellPx * FULL_AT), 1));
}

/** The mask with a slope of `radiusPx` pixels outside of it: 1 wherever the mask is 1, 0 farther away than that. */
export function featheredMask(mask: Float32Array, widthPx: number, heightPx: number, radiusPx: number): Float32Array {
  const blurred = blurredRows(mask, widthPx, heightPx, radiusPx, 1, widthPx);
  const both = blurredRows(blurred, heightPx, widthPx, radiusPx, widthPx, 1);
  return both.map((value, i) => Math.max(mask[i]!, Math.min(2 * value, 1)));
}

/** Means over `2 radius + 1` neighbours along one axis; beyond the border the last value goes on. */
function blurredRows(
  values: Float32Array,
  length: number,
  count: number,
  radius: number,
  step: number,
  stride: number,
): Float32Array {
  const result = new Float32Array(values.length);
  const width = 2 * radius + 1;
  for (let row = 0; row < count; row++) {
    const at = (i: number): number => values[row * stride + Math.min(Math.max(i, 0), length - 1) * step]!;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += at(i);
    for (let i = 0; i < length; i++) {
      result[row * stride + i * step] = Math.max(sum, 0) / width;
      sum += at(i + radius + 1) - at(i - radius);
    }
  }
  return result;
}

/** The drawn picture where the mask is 1, the old one to the byte where it is 0. Both are three bytes a pixel. */
export function laidInto(old: Uint8Array, drawn: Uint8Array, mask: Float32Array): Uint8Array {
  if (old.length !== drawn.length || old.length !== 3 * mask.length) {
    throw new StudioError(
      'shape-mismatch',
      `Pictures of ${old.length} and ${drawn.length} bytes do not match a mask of ${mask.length} pixels.`,
    );
  }
  return old.map((byte, i) => {
    const share = mask[Math.floor(i / 3)]!;
    return share === 0 ? byte : Math.round(share * drawn[i]! + (1 - share) * byte);
  });
}
