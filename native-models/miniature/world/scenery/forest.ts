// The forest: a hazy tree line, evergreens and leafy trees that grow nearer, a trunk at the edge, mushrooms and grass.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { tuft, type Scenery } from './scenery';
import { dusted, weatherBehind } from './weather';

const ROWS = [
  { y: 70, height: 26, depth: 0.62, count: 9 },
  { y: 77, height: 38, depth: 0.36, count: 6 },
  { y: 85, height: 54, depth: 0.12, count: 4 },
] as const;

function trees(stage: Stage): string {
  const { rng } = stage;
  let svg = '';
  // From all needles to nearly all leaves.
  const needles = rng.pick([0.95, 0.72, 0.25]);
  for (const row of ROWS) {
    svg += stage.band(stage.roll(row.y - 3, 2), stage.land(dusted(stage, '#3f7d4a', 0.4), row.depth));
    for (let i = 0; i < row.count; i++) {
      const slot = 128 / row.count;
      let x = slot * (i + 0.5) + rng.uniform(-slot * 0.35, slot * 0.35);
      // The nearest row keeps to the sides, so that the middle opens towards the figures.
      if (row.depth < 0.2) x = i % 2 === 0 ? rng.uniform(-6, 26) : rng.uniform(102, 134);
      const height = row.height * rng.uniform(0.85, 1.15);
      const icon = rng.chance(needles) ? 'evergreen-tree' : 'deciduous-tree';
      svg += stage.stand(icon, x, row.y + rng.uniform(-1, 2), height, {
        recolor: (color) => stage.land(dusted(stage, color, 0.22), row.depth),
        flip: rng.chance(0.5),
      });
    }
  }
  return svg;
}

const FLOORS = [
  ['#6fae55', '#4f8f45', '#37703a'],
  ['#86a552', '#687f3f', '#4c6434'],
  ['#5fa869', '#3f8555', '#2d6848'],
] as const;

/** A trodden path that leads in between the trees. */
function path(stage: Stage): string {
  const bend = stage.rng.uniform(-24, 24);
  return stage.path(
    `M${n(60 + bend)} 86C${n(72 + bend)} 94 ${n(38 + bend / 2)} 104 ${n(34 + bend / 2)} 130H${n(88 + bend / 2)}C${n(80 + bend / 2)} 106 ${n(82 + bend)} 94 ${n(67 + bend)} 86Z`,
    stage.land(dusted(stage, '#b08a5c', 0.4)),
    'opacity="0.8"',
  );
}

function trunk(stage: Stage, x: number): string {
  const bark = stage.land('#5d4030');
  const dark = stage.land('#3f2a22');
  return (
    stage.path(
      `M${String(x - 9)} 0C${String(x - 7)} 40 ${String(x - 8)} 80 ${String(x - 15)} 116H${String(x + 15)}C${String(x + 8)} 80 ${String(x + 7)} 40 ${String(x + 9)} 0Z`,
      stage.linear(
        [
          [0, dark],
          [0.5, bark],
          [1, dark],
        ],
        [0, 0, 1, 0],
      ),
    ) +
    stage.ellipse(x, 2, 27, 14, stage.land('#2f6b34')) +
    stage.ellipse(x - 14, 8, 17, 10, stage.land('#397d3c')) +
    stage.ellipse(x + 14, 6, 18, 11, stage.land('#347538'))
  );
}

export function forest(stage: Stage): Scenery {
  const { rng } = stage;
  const [light, middle, deep] = rng.pick(FLOORS);
  let back = sky(stage, 70) + trees(stage);
  back += stage.band(
    stage.roll(86, 2.5),
    stage.linear([
      [0, stage.land(dusted(stage, light, 0.5))],
      [0.35, stage.land(dusted(stage, middle, 0.5))],
      [1, stage.land(dusted(stage, deep, 0.45))],
    ]),
  );
  if (rng.chance(0.45)) back += path(stage);
  if (rng.chance(0.6)) back += trunk(stage, rng.chance(0.5) ? rng.uniform(-4, 2) : rng.uniform(126, 132));
  back += stage.ellipse(
    64,
    108,
    48,
    13,
    stage.radial([
      [0, stage.land('#a9cf72'), 0.55],
      [1, stage.land('#a9cf72'), 0],
    ]),
  );
  const mushrooms = rng.int(3);
  for (let i = 0; i < mushrooms; i++)
    back += stage.stand(
      rng.chance(0.6) ? 'mushroom' : 'brown-mushroom',
      rng.uniform(6, 122),
      rng.uniform(92, 100),
      rng.uniform(6, 10),
    );
  for (let i = 0; i < 6; i++) back += tuft(stage, rng.uniform(2, 126), rng.uniform(90, 108), 5, stage.land('#5f9c46'));
  if (stage.time === 'night')
    for (let i = 0; i < 8; i++) back += stage.glow(rng.uniform(4, 124), rng.uniform(50, 100), 2.6, '#f6ff9a', 0.9);
  back += weatherBehind(stage, 88);
  let front = '';
  for (let i = 0; i < 4; i++)
    front += tuft(
      stage,
      rng.chance(0.5) ? rng.uniform(0, 30) : rng.uniform(98, 128),
      129,
      rng.uniform(7, 12),
      stage.land('#2f6a38'),
    );
  return {
    back,
    front,
    support: (x, y) => ({
      svg:
        stage.path(
          `M${String(x - 10)} ${String(y - 12)}L${String(x - 12)} ${String(y)}Q${String(x)} ${String(y + 3)} ${String(x + 12)} ${String(y)}L${String(x + 10)} ${String(y - 12)}Z`,
          stage.land('#6b4630'),
        ) +
        stage.ellipse(x, y - 12, 10.5, 3.2, stage.land('#d9b183')) +
        stage.ellipse(x, y - 12, 5.5, 1.6, stage.land('#b88a5c')),
      topHeight: 12,
    }),
    shelter: (x, y) => stage.shadow(x, y, 16) + stage.stand('evergreen-tree', x, y, 62),
  };
}
