// The body of upright figures: tail, legs, torso with its marks, arms. Not the head and not the clothes.
// Local units: 100 high, feet on y = 0, centre on x = 0.
import type { CharacterKind } from '../characters/kind';
import { shade } from '../color';
import { n, type Stage } from '../stage';
import { sleeved } from './clothes';
import { spikes } from './heads';

export type Arm = 'down' | 'wave' | 'hold';
export type Side = -1 | 1;

/** Where the hands are. A holding hand reaches out so far that what it holds stands clear of the face. */
export const HAND: Readonly<Record<Arm, readonly [number, number]>> = {
  down: [26, -19],
  wave: [36, -49],
  hold: [40, -28],
};

const TORSO = 'M-15 -48C-23 -38 -26 -24 -24 -15C-22 -6 -10 -6 0 -6C10 -6 22 -6 24 -15C26 -24 23 -38 15 -48Z';

/** What is behind the body: a tail, wings, spines. */
export function behind(stage: Stage, kind: CharacterKind): string {
  return back(stage, kind) + tail(stage, kind);
}

function back(stage: Stage, kind: CharacterKind): string {
  if (kind.marks === 'spines') return stage.path(spikes(0, -27, 36, 27, 17), stage.figure(kind.tip));
  if (kind.marks !== 'wings') return '';
  return ([-1, 1] as const)
    .map((side) =>
      stage.path(
        `M${n(side * 12)} -44L${n(side * 49)} -68C${n(side * 51)} -52 ${n(side * 50)} -40 ${n(side * 46)} -26C${n(side * 42)} -34 ${n(side * 36)} -34 ${n(side * 34)} -24C${n(side * 28)} -30 ${n(side * 20)} -28 ${n(side * 14)} -20Z`,
        stage.figure(kind.tip),
      ),
    )
    .join('');
}

function tail(stage: Stage, kind: CharacterKind): string {
  const fur = stage.figure(kind.fur);
  const tip = stage.figure(kind.tip);
  switch (kind.tail) {
    case 'brush':
      return (
        stage.path('M14 -12C30 -6 44 -14 45 -32C46 -42 40 -48 38 -52C34 -44 22 -42 20 -30C18 -22 16 -18 14 -12Z', fur) +
        stage.path('M38 -52C46 -46 47 -38 45 -32C40 -32 32 -36 30 -41C34 -44 36 -47 38 -52Z', tip)
      );
    case 'stub':
      return stage.ellipse(21, -12, 7, 6, fur);
    case 'puff':
      return stage.ellipse(22, -13, 8, 7.5, stage.figure('#ffffff'));
    case 'long':
      return stage.line('M15 -9C34 -6 38 -22 34 -34C32 -41 37 -46 42 -44', fur, 7);
    case 'thin':
      return stage.line('M14 -7C30 -2 36 -12 34 -22C33 -30 40 -33 44 -28', stage.figure(kind.paw), 3.6);
    case 'tuft':
      return stage.line('M15 -9C34 -4 40 -18 38 -30', fur, 5) + stage.ellipse(38.5, -35, 7, 9, tip);
    case 'curl':
      return stage.line(
        'M20 -16C30 -10 38 -18 32 -24C27 -28 24 -19 32 -16C37 -14 41 -18 42 -21',
        stage.figure(kind.paw),
        4.4,
      );
    case 'hair':
      return stage.path('M15 -24C34 -40 50 -30 45 -4C40 -6 38 -4 36 -1C33 -14 28 -18 15 -14Z', tip);
    case 'spiked':
      return (
        stage.path('M12 -20C26 -18 34 -12 45 -20C45 -6 28 -1 10 -4Z', fur) + stage.path('M38 -24L54 -28L48 -12Z', tip)
      );
    case 'ringed': {
      const line = 'M15 -9C36 -4 42 -20 37 -32C34 -40 38 -47 43 -48';
      return (
        stage.line(line, fur, 10) +
        `<path d="${line}" fill="none" stroke="${tip}" stroke-width="10" stroke-dasharray="6 7" stroke-dashoffset="-6"/>`
      );
    }
    case 'none':
      return '';
  }
}

function marks(stage: Stage, kind: CharacterKind): string {
  const dark = stage.figure(kind.tip);
  if (kind.marks === 'patches')
    return stage.path(
      'M-15 -46C-22 -38 -25 -30 -24.5 -22C-16 -20 -8 -26 -9 -34C-10 -42 -12 -45 -15 -46ZM24.5 -22C18 -26 9 -20 10 -12C11 -7 18 -7 22 -10C25 -14 25.5 -18 24.5 -22Z',
      dark,
    );
  if (kind.marks === 'stripes')
    return ([-1, 1] as const)
      .map((side) =>
        [-36, -27, -18]
          .map((y, i) =>
            stage.path(
              `M${n(side * (20 + i * 2.2))} ${n(y - 3)}L${n(side * 9)} ${n(y)}L${n(side * (21 + i * 2))} ${n(y + 3)}Z`,
              dark,
            ),
          )
          .join(''),
      )
      .join('');
  return '';
}

function metalBody(stage: Stage, kind: CharacterKind): string {
  const metal = stage.figure(kind.fur);
  const dark = stage.figure(kind.paw);
  return (
    stage.rect(-17, -16, 10, 14, dark) +
    stage.rect(7, -16, 10, 14, dark) +
    stage.rect(-22, -7, 19, 7, dark, 'rx="3"') +
    stage.rect(3, -7, 19, 7, dark, 'rx="3"') +
    stage.rect(-24, -46, 48, 34, metal, 'rx="7"') +
    stage.rect(-15, -37, 30, 18, stage.figure(kind.belly), 'rx="3"') +
    stage.ellipse(-8, -28, 4, 4, stage.figure('#f8312f')) +
    stage.ellipse(1.5, -28, 3, 3, stage.figure('#ffb02e')) +
    stage.ellipse(9, -28, 3, 3, stage.figure('#3a7df0'))
  );
}

/** The torso with legs and marks. */
export function body(stage: Stage, kind: CharacterKind): string {
  if (kind.marks === 'metal') return metalBody(stage, kind);
  const fur = stage.figure(kind.fur);
  const leg = stage.figure(kind.id === 'panda' ? kind.paw : shade(kind.fur, -0.08));
  const foot = stage.figure(kind.clothes === 'dress' ? '#8a2f8f' : kind.clothes === 'shirt' ? '#e2443f' : kind.paw);
  const dressed = kind.clothes === 'jumper' || kind.clothes === 'shirt' || kind.clothes === 'dress';
  return (
    stage.path('M-19 -16L-19 -3L-3 -3L-3 -14ZM19 -16L19 -3L3 -3L3 -14Z', leg) +
    stage.ellipse(-12, -3.4, 10, 5, foot) +
    stage.ellipse(12, -3.4, 10, 5, foot) +
    stage.path(TORSO, fur) +
    (dressed ? '' : stage.ellipse(0, -22, 14.5, 17, stage.figure(kind.belly))) +
    marks(stage, kind)
  );
}

/** One arm, from the shoulder to the hand. */
export function arm(stage: Stage, kind: CharacterKind, side: Side, pose: Arm): string {
  const [x, y] = HAND[pose];
  const color = sleeved(kind)
    ? shade(kind.cloth, -0.12)
    : kind.id === 'panda'
      ? kind.paw
      : shade(kind.fur, kind.marks === 'metal' ? -0.25 : -0.1);
  const elbow = pose === 'wave' ? -32 : y - 2;
  return stage.line(
    `M${n(side * 16)} -40Q${n(side * 27)} ${n(elbow)} ${n(side * x)} ${n(y)}`,
    stage.figure(color),
    9.5,
  );
}

export function paw(stage: Stage, kind: CharacterKind, side: Side, pose: Arm): string {
  const [x, y] = HAND[pose];
  const color = kind.marks === 'metal' ? '#e2443f' : kind.paw;
  return stage.ellipse(side * x, y, 5.8, 5.8, stage.figure(color));
}
