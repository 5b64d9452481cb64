// Draws one character as a whole figure with what it holds: upright figures are put together from body, clothes and head, others come
// whole (figures/). Here is the order of the parts and their edges. Local units: 100 high, feet on y = 0, centre on x = 0.
import type { CharacterKind } from './characters';
import { arm, behind, body, HAND, paw, type Arm, type Side } from './figures/body';
import { clothes } from './figures/clothes';
import { head } from './figures/heads';
import { wholeFigure, wholeGrip } from './figures/whole';
import { n, type Stage } from './stage';

export type { Arm, Side } from './figures/body';

export interface FigureOptions {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly flip: boolean;
  /** The holding side, before any flip, and the prop's fragment with its grip at (0, 0) in scene units. */
  readonly held?: { readonly side: Side; readonly svg: string };
  /** The other arm. */
  readonly free: Arm;
}

/** How much room a figure takes, in shares of its height. */
export interface FigureExtent {
  /** From the centre to its farther side, without its tail and what it holds. */
  readonly half: number;
  /** Where it grips what it holds: out from the centre, and up from the ground. */
  readonly gripX: number;
  readonly gripY: number;
}

const HALVES: Partial<Record<CharacterKind['id'], number>> = {
  owl: 0.39,
  elephant: 0.46,
  dragon: 0.5,
  hedgehog: 0.4,
  turtle: 0.5,
};
const HALF_OF_BUILD = { upright: 0.32, bird: 0.47, side: 0.43, floating: 0.45 } as const;

/** The room that a kind of character takes. */
export function figureExtent(kind: CharacterKind): FigureExtent {
  const [x, y] = kind.build === 'upright' ? HAND.hold : wholeGrip(kind);
  return { half: HALVES[kind.id] ?? HALF_OF_BUILD[kind.build], gripX: x / 100, gripY: -y / 100 };
}

/** The parts of a figure from back to front; what is held comes before the last. */
function parts(stage: Stage, kind: CharacterKind, options: FigureOptions): string[] {
  const side = options.held?.side ?? 1;
  const holding = options.held !== undefined;
  if (kind.build !== 'upright') {
    const { under, over } = wholeFigure(stage, kind, { side, holding, free: options.free });
    return [under, over];
  }
  const other: Side = side === 1 ? -1 : 1;
  const pose: Arm = holding ? 'hold' : 'down';
  const near = arm(stage, kind, side, pose);
  return [
    behind(stage, kind),
    arm(stage, kind, other, options.free) + paw(stage, kind, other, options.free),
    body(stage, kind) + clothes(stage, kind),
    head(stage, kind),
    holding ? near : near + paw(stage, kind, side, pose),
    holding ? paw(stage, kind, side, pose) : '',
  ];
}

/** The whole figure as an SVG fragment in scene units. */
export function drawFigure(stage: Stage, kind: CharacterKind, options: FigureOptions): string {
  const scale = options.height / 100;
  const flip = options.flip ? -1 : 1;
  const all = parts(stage, kind, options);
  const front = all[all.length - 1] ?? '';
  const rest = all.slice(0, -1).filter((part) => part !== '');
  const figure = stage.rim(rest.map((part) => stage.inked(part, scale)).join(''), scale);
  let holding = '';
  if (options.held !== undefined) {
    const { gripX, gripY } = figureExtent(kind);
    holding =
      inHand(options.held.svg, options.held.side * gripX * 100, -gripY * 100, scale, flip) + stage.inked(front, scale);
  }
  return `<g transform="translate(${n(options.x)} ${n(options.y)}) scale(${(scale * flip).toFixed(4)} ${scale.toFixed(4)})">${figure}${holding}</g>`;
}

/** Puts a fragment in scene units at a local point, undoing the figure's own scale and mirror. */
function inHand(svg: string, x: number, y: number, scale: number, flip: number): string {
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${((1 / scale) * flip).toFixed(4)} ${(1 / scale).toFixed(4)})">${svg}</g>`;
}
