// The beach: an open sea with the light of sun or moon on it, surf, wet and dry sand, a palm, shells.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { stone, type Scenery } from './scenery';
import { glints, water, type WaterColors } from './water';
import { dusted, weatherBehind } from './weather';

const SEA: WaterColors = {
  day: ['#2f9fd8', '#6fd3dc'],
  sunset: ['#a2567f', '#f0906a'],
  night: ['#15245f', '#2f4c93'],
  rain: ['#61829a', '#86a6b3'],
  snowfall: ['#83abc6', '#a9cad9'],
};

const SANDS = [
  ['#d9b57c', '#f6e2ae', '#e8c684'],
  ['#d6ac7c', '#f7dcb4', '#eac08c'],
  ['#d8bf86', '#faeec4', '#ecd596'],
] as const;

/** A headland of green rock that ends in the water. */
function headland(stage: Stage, horizon: number): string {
  const left = stage.rng.chance(0.5);
  const edge = left ? -2 : 130;
  const into = left ? 1 : -1;
  const high = stage.rng.uniform(16, 28);
  return (
    stage.path(
      `M${n(edge)} ${n(horizon - high)}q${n(into * 20)} -3 ${n(into * 26)} ${n(high * 0.45)}t${n(into * 18)} ${n(high * 0.62)}V${n(horizon + 2)}H${n(edge)}Z`,
      stage.land('#5f9a63', 0.2),
    ) +
    stage.path(
      `M${n(edge)} ${n(horizon - high * 0.45)}q${n(into * 22)} 2 ${n(into * 40)} ${n(high * 0.5)}V${n(horizon + 2)}H${n(edge)}Z`,
      stage.land('#a08a78', 0.2),
    )
  );
}

export function beach(stage: Stage): Scenery {
  const { rng } = stage;
  const horizon = rng.uniform(54, 60);
  let back = sky(stage, horizon);
  const [wet, dry, deep] = rng.pick(SANDS);
  const coast = rng.int(3);
  if (coast === 1) back += headland(stage, horizon);
  if (coast === 2) {
    const x = rng.uniform(20, 108);
    back += stage.path(
      `M${n(x - 22)} ${n(horizon + 1)}Q${n(x - 8)} ${n(horizon - 12)} ${n(x)} ${n(horizon - 5)}Q${n(x + 10)} ${n(horizon - 9)} ${n(x + 20)} ${n(horizon + 1)}Z`,
      stage.land('#5f9a86', 0.4),
    );
  }
  back += water(stage, horizon, SEA) + glints(stage, 16, horizon, horizon + 26, 10);
  const shore = stage.roll(85, 2.5);
  back += stage
    .band(
      shore.map(([x, y]) => [x, y - 2.6] as const),
      '#ffffff',
    )
    .replace('fill=', 'opacity="0.8" fill=');
  back += stage.band(shore, stage.land(dusted(stage, wet, 0.3)));
  back += stage.band(
    shore.map(([x, y]) => [x, y + 5] as const),
    stage.linear([
      [0, stage.land(dusted(stage, dry, 0.4))],
      [1, stage.land(dusted(stage, deep, 0.4))],
    ]),
  );
  for (let i = 0; i < 24; i++)
    back += stage.ellipse(rng.uniform(0, 128), rng.uniform(94, 127), 0.7, 0.5, stage.land('#c79a5e'));
  const palms = rng.int(3);
  const leftFirst = rng.chance(0.5);
  for (let i = 0; i < palms; i++) {
    const left = (i === 0) === leftFirst;
    const x = left ? rng.uniform(3, 17) : rng.uniform(111, 125);
    back += stage.shadow(x, 93, 13) + stage.stand('palm-tree', x, 94, rng.uniform(50, 68), { flip: !left });
  }
  const shells = 1 + rng.int(3);
  for (let i = 0; i < shells; i++)
    back += stage.stand('spiral-shell', rng.uniform(6, 122), rng.uniform(96, 102), rng.uniform(5, 7), {
      recolor: (color) => stage.land(color === '#212121' ? '#a8705a' : '#ffd9c4'),
      flip: rng.chance(0.5),
    });
  back += weatherBehind(stage, 90);
  const edge = rng.chance(0.5) ? 6 : 122;
  const front = rng.chance(0.5) ? stone(stage, edge, 131, 26, 13, '#a59a94') : '';
  return {
    back,
    front,
    support: (x, y) => ({ svg: stone(stage, x, y, 25, 13, '#b3a8a2'), topHeight: 12 }),
    shelter: (x, y) => stage.shadow(x, y, 16) + stage.stand('palm-tree', x, y, 66),
  };
}
