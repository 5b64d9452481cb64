// The heads of upright figures: the artwork's face, or a face of our own where the artwork has none from the front (elephant,
// hedgehog). Local units: a figure is 100 high, feet on y = 0; a head sits over the collar at y = -41.
import { drawing } from '../artwork';
import type { CharacterKind } from '../characters/kind';
import { shade } from '../color';
import { n, type Stage } from '../stage';

const BLACK = '#1c1c1c';

function eyes(stage: Stage, apart: number, y: number): string {
  return ([-1, 1] as const)
    .map(
      (side) =>
        stage.ellipse(side * apart, y, 3.1, 4, stage.figure(BLACK)) +
        stage.ellipse(side * apart - 1, y - 1.4, 1, 1.2, stage.figure('#ffffff')),
    )
    .join('');
}

function elephantHead(stage: Stage, kind: CharacterKind): string {
  const fur = stage.figure(kind.fur);
  const dark = stage.figure(shade(kind.fur, -0.14));
  const ears = ([-1, 1] as const)
    .map(
      (side) =>
        stage.ellipse(side * 29, -69, 17, 22, dark) + stage.ellipse(side * 30, -69, 10.5, 15, stage.figure('#f4b3cf')),
    )
    .join('');
  const tusks = ([-1, 1] as const)
    .map((side) =>
      stage.path(
        `M${n(side * 8)} -54C${n(side * 9)} -44 ${n(side * 13)} -41 ${n(side * 17)} -42C${n(side * 17)} -47 ${n(side * 16)} -51 ${n(side * 16)} -56Z`,
        stage.figure('#fff7e6'),
      ),
    )
    .join('');
  return (
    ears +
    stage.ellipse(0, -68, 25, 27, fur) +
    tusks +
    stage.line('M0 -62C-1 -50 -3 -40 1 -34C4 -29 11 -29 13 -34', dark, 13) +
    stage.line('M-5 -50L5 -50M-5.5 -43L4.5 -43', stage.figure(shade(kind.fur, -0.3)), 1.6) +
    eyes(stage, 12, -72)
  );
}

/** A ring of points around a centre: spines. */
export function spikes(x: number, y: number, outer: number, inner: number, count: number): string {
  const points = Array.from({ length: count * 2 }, (_, i) => {
    const angle = (Math.PI * i) / count;
    const radius = i % 2 === 0 ? outer : inner;
    return `${n(x + radius * Math.sin(angle))} ${n(y - radius * Math.cos(angle))}`;
  });
  return `M${points.join('L')}Z`;
}

function hedgehogHead(stage: Stage, kind: CharacterKind): string {
  const face = stage.figure(kind.fur);
  const spine = stage.figure(kind.tip);
  return (
    stage.path(spikes(0, -61, 41, 31, 19), spine) +
    stage.path(spikes(0, -61, 32, 25, 15), stage.figure(shade(kind.tip, 0.18))) +
    stage.ellipse(-22, -72, 6.5, 6.5, stage.figure(shade(kind.fur, -0.16))) +
    stage.ellipse(22, -72, 6.5, 6.5, stage.figure(shade(kind.fur, -0.16))) +
    stage.path(
      'M-25 -57C-25 -76 -10 -80 0 -72C10 -80 25 -76 25 -57C25 -44 12 -39 0 -39C-12 -39 -25 -44 -25 -57Z',
      face,
    ) +
    stage.ellipse(0, -49, 13, 9, stage.figure(kind.belly)) +
    stage.ellipse(0, -54.5, 5.6, 4.6, stage.figure(BLACK)) +
    stage.line('M-5 -46C-3 -43.5 3 -43.5 5 -46', stage.figure(BLACK), 1.8) +
    eyes(stage, 11, -62)
  );
}

/** The head of an upright figure. */
export function head(stage: Stage, kind: CharacterKind): string {
  if (kind.id === 'elephant') return elephantHead(stage, kind);
  if (kind.id === 'hedgehog') return hedgehogHead(stage, kind);
  const recolor = (color: string): string => stage.figure(kind.recolor[color] ?? color);
  // The drawings fill 28 of 32 units; 2.0 makes a head of 56 and leaves its chin just over the collar.
  return `<g transform="translate(0 -41) scale(2.02) translate(-16 -29.5)">${drawing(kind.icon, recolor)}</g>`;
}
