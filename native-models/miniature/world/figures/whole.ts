// Figures that are not a head on a body: birds from the front, animals from the side (they turn to what they hold), and what floats.
// Each gives what is behind the held thing and what is before it. Local units: 100 high, feet on y = 0, centre on x = 0.
import { drawing } from '../artwork';
import type { CharacterKind } from '../characters/kind';
import { shade } from '../color';
import { n, type Stage } from '../stage';
import type { Arm, Side } from './body';

export interface WholePose {
  /** The side that the figure holds on or turns to. */
  readonly side: Side;
  readonly holding: boolean;
  readonly free: Arm;
}

/** A figure in two layers: what it holds comes between them. */
export interface WholeFigure {
  readonly under: string;
  readonly over: string;
}

function artwork(stage: Stage, kind: CharacterKind, scale: number, foot: number): string {
  const recolor = (color: string): string => stage.figure(kind.recolor[color] ?? color);
  return `<g transform="translate(0 ${n(foot)}) scale(${n(scale)}) translate(-16 -30)">${drawing(kind.icon, recolor)}</g>`;
}

/** The grip of a whole figure: how far out, and how high. */
export function wholeGrip(kind: CharacterKind): readonly [number, number] {
  if (kind.id === 'turtle') return [65, -22];
  if (kind.build === 'side') return kind.id === 'whale' ? [60, -26] : [58, -27];
  return kind.id === 'ghost' ? [47, -44] : [44, -31];
}

function bird(stage: Stage, kind: CharacterKind, pose: WholePose): WholeFigure {
  const wing = stage.figure(kind.paw);
  const [x, y] = wholeGrip(kind);
  const { side } = pose;
  const from = kind.id === 'penguin' ? 30 : 23;
  const scarf =
    kind.clothes === 'scarf'
      ? stage.path('M8 -52L18 -50L17 -32L8 -33Z', stage.figure(shade(kind.cloth, -0.25))) +
        stage.path('M-24 -56C-12 -47 12 -47 24 -56L26 -48C12 -39 -12 -39 -26 -48Z', stage.figure(kind.cloth))
      : '';
  const wings =
    kind.id === 'owl'
      ? ([-1, 1] as const)
          .map((wingSide) =>
            wingSide === side && pose.holding
              ? ''
              : `<g transform="translate(${n(wingSide * 23)} -50) rotate(${n(wingSide * (pose.free === 'wave' ? -105 : -10))})">${stage.ellipse(0, 15, 7.5, 18, wing)}</g>`,
          )
          .join('')
      : '';
  const arm = pose.holding
    ? stage.line(`M${n(side * from)} -44Q${n(side * (from + 6))} -34 ${n(side * x)} ${n(y)}`, wing, 11)
    : '';
  return {
    under: artwork(stage, kind, 3.45, 0) + wings + scarf + arm,
    over: pose.holding ? stage.ellipse(side * x, y, 6, 6, wing) : '',
  };
}

function feet(stage: Stage, xs: readonly number[]): string {
  const orange = stage.figure('#f5771f');
  return xs
    .map((x) => stage.line(`M${n(x)} -12L${n(x)} -4`, orange, 4.5) + stage.ellipse(x - 3, -3, 7.5, 3.4, orange))
    .join('');
}

/** A turtle that looks to the left. */
function turtle(stage: Stage, kind: CharacterKind): string {
  const skin = stage.figure(kind.belly);
  const shell = stage.figure(kind.fur);
  const lines = stage.figure('#00c869');
  return (
    stage.path('M38 -14L51 -8L38 -5Z', skin) +
    stage.rect(-19, -16, 17, 16, stage.figure(kind.paw), 'rx="6"') +
    stage.rect(20, -16, 17, 16, stage.figure(kind.paw), 'rx="6"') +
    stage.line('M-12 -18C-22 -20 -26 -30 -29 -40', skin, 17) +
    stage.ellipse(-31, -48, 17, 15, skin) +
    stage.path('M-26 -12C-26 -48 -8 -60 10 -60C30 -60 46 -46 46 -12Z', shell) +
    stage.path('M-4 -44L24 -44L32 -26L10 -16L-13 -26Z', lines) +
    stage.path('M-1 -41L21 -41L27 -27.5L10 -20L-8 -27.5Z', stage.figure('#0aa574')) +
    stage.line('M-4 -44L-9 -51M24 -44L30 -52M32 -26L45 -24M-13 -26L-25 -23M10 -16L10 -10', lines, 2.6) +
    stage.rect(-29, -15, 78, 7, stage.figure('#00603f'), 'rx="3.5"') +
    stage.ellipse(-36, -51, 2.8, 3.6, stage.figure('#1c1c1c')) +
    stage.line('M-43 -42C-39 -38.5 -34 -38.5 -31 -41', stage.figure('#4b7a12'), 2)
  );
}

function sideFigure(stage: Stage, kind: CharacterKind): string {
  switch (kind.id) {
    case 'turtle':
      return turtle(stage, kind);
    case 'whale':
      return (
        artwork(stage, kind, 3.05, 2) +
        stage.ellipse(-3.5, -46, 4, 5, stage.figure('#1c1c1c')) +
        stage.ellipse(-4.6, -48, 1.4, 1.6, stage.figure('#ffffff'))
      );
    case 'chicken':
      return (
        feet(stage, [-4, 12]) +
        artwork(stage, kind, 2.85, -7) +
        stage.path('M2 -36C14 -44 30 -36 32 -22C22 -12 6 -16 2 -36Z', stage.figure(kind.paw))
      );
    default:
      return (
        feet(stage, [0, 14]) +
        artwork(stage, kind, 3.05, -6) +
        stage.path('M-6 -42C6 -52 30 -46 36 -34C26 -18 2 -20 -6 -42Z', stage.figure(kind.paw))
      );
  }
}

/** The limb that reaches out of a side view, and its end that closes over what it holds; drawn for the left. */
function reach(stage: Stage, kind: CharacterKind): WholeFigure {
  const [x, y] = wholeGrip(kind);
  const color = stage.figure(kind.paw);
  return {
    under: stage.line(`M-14 -16Q${n(-x + 14)} -8 ${n(-x)} ${n(y)}`, color, 10),
    over: stage.ellipse(-x, y, 6, 6, color),
  };
}

function side(stage: Stage, kind: CharacterKind, pose: WholePose): WholeFigure {
  const turned = (svg: string): string => (pose.side === 1 ? `<g transform="scale(-1 1)">${svg}</g>` : svg);
  const limb = pose.holding ? reach(stage, kind) : { under: '', over: '' };
  return {
    under: turned(sideFigure(stage, kind) + limb.under),
    over: turned(limb.over),
  };
}

function floating(stage: Stage, kind: CharacterKind, pose: WholePose): WholeFigure {
  const [x, y] = wholeGrip(kind);
  const color = stage.figure(kind.paw);
  const ghost = kind.id === 'ghost';
  const from = ghost ? `M${n(pose.side * 32)} -52` : `M${n(pose.side * 18)} -18Q${n(pose.side * 34)} -10`;
  return {
    under:
      artwork(stage, kind, ghost ? 3 : 3.2, ghost ? -8 : 0) +
      (pose.holding ? stage.line(`${from} ${n(pose.side * x)} ${n(y)}`, color, 10) : ''),
    over: pose.holding ? stage.ellipse(pose.side * x, y, 6, 6, color) : '',
  };
}

/** The whole figure in its two layers. */
export function wholeFigure(stage: Stage, kind: CharacterKind, pose: WholePose): WholeFigure {
  if (kind.build === 'bird') return bird(stage, kind, pose);
  return kind.build === 'side' ? side(stage, kind, pose) : floating(stage, kind, pose);
}
