// The room that a figure takes, as parts of its height: for laying out a scene before anything is drawn. Not the drawing itself.
import type { Build, CharacterKind } from './characters/kind';

export interface FigureShape {
  /** From its middle to either side, without tail, ears' tips and a waving arm. */
  readonly half: number;
  /** The holding hand: sideways from the middle, and above the ground. */
  readonly hand: readonly [number, number];
  /** The face: left, top, right, bottom; top and bottom above the ground. */
  readonly face: readonly [number, number, number, number];
  /** Height against an upright figure of the same size. */
  readonly stature: number;
}

const SHAPES: Readonly<Record<Build, FigureShape>> = {
  upright: { half: 0.31, hand: [0.29, 0.31], face: [-0.27, 0.95, 0.27, 0.42], stature: 1 },
  bird: { half: 0.33, hand: [0.39, 0.31], face: [-0.28, 0.95, 0.28, 0.56], stature: 1 },
  side: { half: 0.42, hand: [0.39, 0.31], face: [-0.28, 0.95, 0.28, 0.56], stature: 0.94 },
  floating: { half: 0.38, hand: [0.39, 0.31], face: [-0.28, 0.95, 0.28, 0.5], stature: 0.98 },
};

export function figureShape(kind: CharacterKind): FigureShape {
  return SHAPES[kind.build];
}
