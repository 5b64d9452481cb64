// The desert: orange dunes in waves, red table mountains, tall green cacti. No water and no palms: those are the beach's.
import { n, type Stage } from '../stage';
import { cloudless } from './sky';
import { stone, type Scenery } from './scenery';

const SANDS = [
  ['#f6c06a', '#eda24a', '#d98636'],
  ['#f7b860', '#ea9640', '#d17a34'],
  ['#f3c678', '#e8a855', '#cf8a41'],
] as const;

function mesa(stage: Stage, x: number, base: number, width: number, height: number, depth: number): string {
  const top = base - height;
  const half = width / 2;
  const shape = `M${n(x - half)} ${n(base)}L${n(x - half * 0.72)} ${n(top + height * 0.3)}L${n(x - half * 0.66)} ${n(top)}H${n(x + half * 0.62)}L${n(x + half * 0.74)} ${n(top + height * 0.35)}L${n(x + half)} ${n(base)}Z`;
  return (
    stage.path(shape, stage.land('#c9603c', depth)) +
    stage.path(
      `M${n(x + half * 0.2)} ${n(top)}H${n(x + half * 0.62)}L${n(x + half * 0.74)} ${n(top + height * 0.35)}L${n(x + half)} ${n(base)}H${n(x + half * 0.3)}Z`,
      stage.land('#a3462f', depth),
    ) +
    stage.line(
      `M${n(x - half * 0.7)} ${n(top + height * 0.28)}H${n(x + half * 0.7)}`,
      stage.land('#e58a55', depth),
      1.6,
    )
  );
}

/** A tall cactus with two raised arms, drawn as thick round strokes. */
function cactus(stage: Stage, x: number, base: number, height: number, depth = 0): string {
  const { rng } = stage;
  const body = stage.land('#3f9b4a', depth);
  const lit = stage.land('#78c95a', depth);
  const wide = height * 0.17;
  const arm = wide * 0.68;
  const side = rng.chance(0.5) ? 1 : -1;
  const reach = height * 0.24;
  const low = base - height * rng.uniform(0.36, 0.44);
  const high = base - height * rng.uniform(0.5, 0.58);
  return (
    stage.line(`M${n(x)} ${n(base - wide * 0.3)}V${n(base - height + wide / 2)}`, body, wide) +
    stage.line(
      `M${n(x)} ${n(low)}h${n(side * reach * 0.6)}q${n(side * reach * 0.4)} 0 ${n(side * reach * 0.4)} ${n(-reach * 0.4)}v${n(-height * 0.17)}`,
      body,
      arm,
    ) +
    stage.line(
      `M${n(x)} ${n(high)}h${n(-side * reach * 0.6)}q${n(-side * reach * 0.4)} 0 ${n(-side * reach * 0.4)} ${n(-reach * 0.4)}v${n(-height * 0.13)}`,
      body,
      arm,
    ) +
    stage.line(`M${n(x - wide * 0.18)} ${n(base - wide * 0.4)}V${n(base - height + wide * 0.7)}`, lit, wide * 0.22) +
    stage.line(`M${n(x + wide * 0.22)} ${n(base - wide * 0.4)}V${n(base - height + wide * 0.8)}`, lit, wide * 0.14)
  );
}

export function desert(stage: Stage): Scenery {
  const { rng } = stage;
  const [pale, middle, deep] = rng.pick(SANDS);
  const layout = rng.int(3);
  let back = cloudless(stage, 70);
  if (layout !== 2) {
    const left = rng.chance(0.5);
    back += mesa(
      stage,
      left ? rng.uniform(16, 34) : rng.uniform(94, 112),
      68,
      rng.uniform(44, 58),
      rng.uniform(24, 36),
      0.18,
    );
    if (layout === 1)
      back += mesa(
        stage,
        left ? rng.uniform(92, 116) : rng.uniform(12, 36),
        68,
        rng.uniform(26, 36),
        rng.uniform(14, 24),
        0.36,
      );
  }
  back += stage.band(stage.roll(62, layout === 2 ? 9 : 4, 3), stage.land(middle, 0.22));
  // A dune has a lit and a shaded side that meet in one winding crest.
  const peak = rng.uniform(34, 94);
  back += stage.path(`M-2 82Q${n(peak - 26)} 76 ${n(peak)} 58Q${n(peak + 22)} 72 130 80V90H-2Z`, stage.land(pale, 0.1));
  back += stage.path(
    `M${n(peak)} 58Q${n(peak + 22)} 72 130 80V90H${n(peak + 6)}Q${n(peak - 8)} 74 ${n(peak)} 58Z`,
    stage.land(deep, 0.1),
  );
  const cacti = 2 + rng.int(2);
  const first = rng.chance(0.5);
  for (let i = 0; i < cacti; i++) {
    const x = (i % 2 === 0) === first ? rng.uniform(7, 24) : rng.uniform(104, 121);
    const near = i < 2;
    const y = near ? 90 : 78;
    back +=
      stage.shadow(x, y, near ? 9 : 4) +
      cactus(stage, x, y, near ? rng.uniform(36, 52) : rng.uniform(14, 20), near ? 0.04 : 0.25);
  }
  back += stage.band(
    stage.roll(85, 3),
    stage.linear([
      [0, stage.land(pale)],
      [0.4, stage.land(middle)],
      [1, stage.land(deep)],
    ]),
  );
  let ripples = '';
  for (let i = 0; i < 9; i++) {
    const y = 93 + i * 3.8;
    ripples += `M${n(rng.uniform(-6, 90))} ${n(y)}q${n(rng.uniform(8, 14))} -2.4 ${n(rng.uniform(22, 40))} 0`;
  }
  back += stage.line(ripples, stage.land('#c47a30'), 0.9, 'opacity="0.55"');
  if (rng.chance(0.5)) back += stone(stage, rng.uniform(10, 118), 95, rng.uniform(9, 14), 6, '#b8573a');
  const edge = rng.chance(0.5) ? 6 : 122;
  const front = rng.chance(0.4) ? stone(stage, edge, 131, 26, 11, '#b8573a') : '';
  return {
    back,
    front,
    support: (x, y) => ({ svg: stone(stage, x, y, 26, 13, '#d0653f'), topHeight: 12 }),
    shelter: (x, y) => stage.shadow(x, y, 12) + cactus(stage, x, y, 64),
  };
}
