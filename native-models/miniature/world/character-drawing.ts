// Draws one character as a whole figure: the artwork's face on a body of our own (torso, belly, legs, arms, tail, clothes), or the
// artwork's whole figure with wings that can hold. Local units: 100 high, feet on y = 0, centre on x = 0.
import { drawing } from './artwork';
import type { CharacterKind } from './characters';
import { shade } from './color';
import { n, type Stage } from './stage';

export type Arm = 'down' | 'wave' | 'hold';
export type Side = -1 | 1;

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

const HAND: Readonly<Record<Arm, readonly [number, number]>> = { down: [26, -19], wave: [33, -50], hold: [29, -31] };

function tail(stage: Stage, kind: CharacterKind): string {
  const fur = stage.figure(kind.fur);
  switch (kind.tail) {
    case 'brush':
      return (
        stage.path('M14 -12C30 -6 44 -14 45 -32C46 -42 40 -48 38 -52C34 -44 22 -42 20 -30C18 -22 16 -18 14 -12Z', fur) +
        stage.path('M38 -52C46 -46 47 -38 45 -32C40 -32 32 -36 30 -41C34 -44 36 -47 38 -52Z', stage.figure('#fff1d6'))
      );
    case 'stub':
      return stage.ellipse(21, -12, 6, 5.5, fur);
    case 'puff':
      return stage.ellipse(22, -13, 8, 7.5, stage.figure('#ffffff'));
    case 'long':
      return stage.line('M15 -9C34 -6 38 -22 34 -34C32 -41 37 -46 42 -44', fur, 7);
    case 'thin':
      return stage.line('M14 -7C30 -2 36 -12 34 -22C33 -30 40 -33 44 -28', stage.figure('#f2a3a6'), 3.4);
    default:
      return '';
  }
}

function clothes(stage: Stage, kind: CharacterKind): string {
  const cloth = stage.figure(kind.cloth);
  const dark = stage.figure(shade(kind.cloth, -0.25));
  const light = stage.figure(shade(kind.cloth, 0.25));
  switch (kind.clothes) {
    case 'jumper':
      return (
        stage.path('M-15 -48C-23 -38 -25 -24 -24 -16C-10 -11 10 -11 24 -16C25 -24 23 -38 15 -48Z', cloth) +
        stage.line('M-24 -17C-10 -12 10 -12 24 -17', dark, 3) +
        stage.line('M-22.5 -28C-9 -24 9 -24 22.5 -28', light, 3)
      );
    case 'dungarees':
      return (
        stage.path('M-23.5 -24C-25 -12 -20 -4 -17 -4L17 -4C20 -4 25 -12 23.5 -24C10 -20 -10 -20 -23.5 -24Z', cloth) +
        stage.rect(-11, -35, 22, 16, cloth, 'rx="3"') +
        stage.line('M-9 -34L-14 -46M9 -34L14 -46', cloth, 4) +
        stage.ellipse(-8, -32, 1.8, 1.8, stage.figure('#ffd75e')) +
        stage.ellipse(8, -32, 1.8, 1.8, stage.figure('#ffd75e'))
      );
    case 'scarf':
      return (
        stage.path('M7 -44L18 -40L15 -20L5 -22Z', dark) +
        stage.path('M-19 -48C-10 -40 10 -40 19 -48L20 -41C10 -33 -10 -33 -20 -41Z', cloth)
      );
    case 'bow':
      return (
        stage.path('M0 -40L-11 -46L-11 -34Z', cloth) +
        stage.path('M0 -40L11 -46L11 -34Z', cloth) +
        stage.ellipse(0, -40, 3.4, 3.4, dark)
      );
    default:
      return '';
  }
}

function arm(stage: Stage, kind: CharacterKind, side: Side, pose: Arm): string {
  const [x, y] = HAND[pose];
  const sleeve =
    kind.clothes === 'jumper' ? stage.figure(shade(kind.cloth, -0.12)) : stage.figure(shade(kind.fur, -0.1));
  const elbow = pose === 'wave' ? -32 : y - 2;
  return stage.line(`M${n(side * 16)} -40Q${n(side * 27)} ${n(elbow)} ${n(side * x)} ${n(y)}`, sleeve, 9.5);
}

function paw(stage: Stage, kind: CharacterKind, side: Side, pose: Arm): string {
  const [x, y] = HAND[pose];
  return stage.ellipse(side * x, y, 5.6, 5.6, stage.figure(kind.paw));
}

function body(stage: Stage, kind: CharacterKind): string {
  const fur = stage.figure(kind.fur);
  const leg = stage.figure(shade(kind.fur, -0.08));
  const foot = stage.figure(kind.paw);
  const belly = kind.clothes === 'jumper' ? '' : stage.ellipse(0, -22, 14.5, 17, stage.figure(kind.belly));
  return (
    stage.path('M-19 -16L-19 -3L-3 -3L-3 -14ZM19 -16L19 -3L3 -3L3 -14Z', leg) +
    stage.ellipse(-12, -3.4, 10, 5, foot) +
    stage.ellipse(12, -3.4, 10, 5, foot) +
    stage.path('M-15 -48C-23 -38 -26 -24 -24 -15C-22 -6 -10 -6 0 -6C10 -6 22 -6 24 -15C26 -24 23 -38 15 -48Z', fur) +
    belly
  );
}

function head(stage: Stage, kind: CharacterKind): string {
  const recolor = (color: string): string => stage.figure(kind.recolor[color] ?? color);
  // The drawings fill 28 of 32 units; 2.0 makes a head of 56 and leaves its chin just over the collar.
  return `<g transform="translate(0 -41) scale(2.02) translate(-16 -29.5)">${drawing(kind.icon, recolor)}</g>`;
}

/** Owl and penguin: the whole drawing, with a wing of ours on the holding side. */
function wholeFigure(stage: Stage, kind: CharacterKind, options: FigureOptions, held: string): string {
  const recolor = (color: string): string => stage.figure(color);
  const figure = `<g transform="scale(3.45) translate(-16 -30)">${drawing(kind.icon, recolor)}</g>`;
  const wing = stage.figure(kind.paw);
  const from = kind.id === 'penguin' ? 30 : 23;
  const side = options.held?.side ?? 1;
  const scarf =
    kind.clothes === 'scarf'
      ? stage.path('M8 -52L18 -50L17 -32L8 -33Z', stage.figure(shade(kind.cloth, -0.25))) +
        stage.path('M-24 -56C-12 -47 12 -47 24 -56L26 -48C12 -39 -12 -39 -26 -48Z', stage.figure(kind.cloth))
      : '';
  const owlWings =
    kind.id === 'owl'
      ? ([-1, 1] as const)
          .map((wingSide) =>
            wingSide === side && held !== ''
              ? ''
              : `<g transform="translate(${n(wingSide * 23)} -50) rotate(${n(wingSide * (options.free === 'wave' ? -105 : -10))})">${stage.ellipse(0, 15, 7.5, 18, wing)}</g>`,
          )
          .join('')
      : '';
  const holding =
    held === ''
      ? ''
      : stage.line(`M${n(side * from)} -44Q${n(side * (from + 6))} -34 ${n(side * 39)} -31`, wing, 11) +
        held +
        stage.ellipse(side * 39, -31, 6, 6, wing);
  return figure + owlWings + scarf + holding;
}

/** The whole figure as an SVG fragment in scene units. */
export function drawFigure(stage: Stage, kind: CharacterKind, options: FigureOptions): string {
  const scale = options.height / 100;
  const flip = options.flip ? -1 : 1;
  let inner: string;
  if (kind.build !== 'upright') {
    const hand = options.held === undefined ? '' : inHand(options.held.svg, options.held.side * 39, -31, scale, flip);
    inner = wholeFigure(stage, kind, options, hand);
  } else {
    const side = options.held?.side ?? 1;
    const [x, y] = HAND.hold;
    const other: Side = side === 1 ? -1 : 1;
    const holding =
      options.held === undefined
        ? arm(stage, kind, side, 'down') + paw(stage, kind, side, 'down')
        : arm(stage, kind, side, 'hold') +
          inHand(options.held.svg, side * x, y, scale, flip) +
          paw(stage, kind, side, 'hold');
    inner =
      tail(stage, kind) +
      arm(stage, kind, other, options.free) +
      paw(stage, kind, other, options.free) +
      body(stage, kind) +
      clothes(stage, kind) +
      head(stage, kind) +
      holding;
  }
  return `<g transform="translate(${n(options.x)} ${n(options.y)}) scale(${(scale * flip).toFixed(4)} ${scale.toFixed(4)})">${inner}</g>`;
}

/** Puts a fragment in scene units at a local point, undoing the figure's own scale and mirror. */
function inHand(svg: string, x: number, y: number, scale: number, flip: number): string {
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${((1 / scale) * flip).toFixed(4)} ${(1 / scale).toFixed(4)})">${svg}</g>`;
}
