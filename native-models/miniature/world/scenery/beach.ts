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

export function beach(stage: Stage): Scenery {
  const { rng } = stage;
  const horizon = rng.uniform(54, 60);
  let back = sky(stage, horizon);
  if (rng.chance(0.6)) {
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
  back += stage.band(shore, stage.land(dusted(stage, '#d9b57c', 0.3)));
  back += stage.band(
    shore.map(([x, y]) => [x, y + 5] as const),
    stage.linear([
      [0, stage.land(dusted(stage, '#f6e2ae', 0.4))],
      [1, stage.land(dusted(stage, '#e8c684', 0.4))],
    ]),
  );
  for (let i = 0; i < 24; i++)
    back += stage.ellipse(rng.uniform(0, 128), rng.uniform(94, 127), 0.7, 0.5, stage.land('#c79a5e'));
  if (rng.chance(0.7)) {
    const left = rng.chance(0.5);
    const x = left ? rng.uniform(2, 16) : rng.uniform(112, 126);
    back += stage.shadow(x, 93, 13) + stage.stand('palm-tree', x, 94, rng.uniform(58, 70), { flip: !left });
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
