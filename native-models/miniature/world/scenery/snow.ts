// The snow: pale mountains, snowy evergreens, blue shadows on white ground under any sky. Flakes fall only in snowfall
// (weather.ts).
import { mix } from '../color';
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { stone, type Scenery } from './scenery';
import { lampsLit, weatherBehind } from './weather';

function snowyTree(stage: Stage, x: number, y: number, height: number, depth: number): string {
  const tree = stage.stand('evergreen-tree', x, y, height, {
    recolor: (color) => stage.land(mix(color, '#2f7f86', 0.45), depth),
  });
  const white = stage.land('#f7fbff', depth * 0.6);
  const cap = (top: number, width: number): string => {
    const capY = y - height * top;
    const half = (width * height) / 2;
    return stage.path(
      `M${n(x)} ${n(capY)}L${n(x + half)} ${n(capY + half * 1.1)}Q${n(x + half * 0.5)} ${n(capY + half * 0.75)} ${n(x)} ${n(capY + half * 1.2)}Q${n(x - half * 0.5)} ${n(capY + half * 0.75)} ${n(x - half)} ${n(capY + half * 1.1)}Z`,
      white,
    );
  };
  return tree + cap(1, 0.26) + cap(0.68, 0.4) + cap(0.42, 0.52);
}

function mountain(stage: Stage, x: number, y: number, width: number, height: number): string {
  const body = stage.path(
    `M${n(x - width / 2)} ${n(y)}L${n(x)} ${n(y - height)}L${n(x + width / 2)} ${n(y)}Z`,
    stage.land('#8fa9c9', 0.35),
  );
  const shadow = stage.path(
    `M${n(x)} ${n(y - height)}L${n(x + width / 2)} ${n(y)}H${n(x + width * 0.08)}Z`,
    stage.land('#7690b6', 0.3),
  );
  const cap = stage.path(
    `M${n(x - width * 0.17)} ${n(y - height * 0.66)}L${n(x)} ${n(y - height)}L${n(x + width * 0.17)} ${n(y - height * 0.66)}L${n(x + width * 0.06)} ${n(y - height * 0.73)}L${n(x)} ${n(y - height * 0.62)}L${n(x - width * 0.07)} ${n(y - height * 0.73)}Z`,
    stage.land('#fbfdff', 0.1),
  );
  return body + shadow + cap;
}

/** A log cabin with snow on its roof; its window is lit in the evening. */
function cabin(stage: Stage, x: number, y: number): string {
  const lit = lampsLit(stage);
  const logs = stage.land('#9a6540', 0.08);
  return (
    stage.rect(x + 7, y - 27, 4.5, 12, stage.land('#8b7f86')) +
    stage.rect(x - 15, y - 15, 30, 15, logs) +
    stage.line(
      `M${n(x - 15)} ${n(y - 11)}h30M${n(x - 15)} ${n(y - 7)}h30M${n(x - 15)} ${n(y - 3)}h30`,
      stage.land('#6e452b'),
      0.8,
    ) +
    stage.path(`M${n(x - 20)} ${n(y - 13)}L${n(x)} ${n(y - 29)}L${n(x + 20)} ${n(y - 13)}Z`, stage.land('#fafdff')) +
    (lit ? stage.glow(x + 7, y - 7.5, 12, '#ffc45a', 0.7) : '') +
    stage.rect(
      x + 3.5,
      y - 11,
      7,
      7,
      lit ? '#ffdc80' : stage.land('#a9dcf0'),
      `stroke="${stage.land('#fff7ea')}" stroke-width="1"`,
    ) +
    stage.rect(x - 9, y - 11, 6.5, 11, stage.land('#6e452b'))
  );
}

/** A frozen pond with light on it. */
function ice(stage: Stage): string {
  const x = stage.rng.uniform(34, 94);
  return (
    stage.ellipse(x, 106, 33, 9, stage.land('#ffffff')) +
    stage.ellipse(x, 106, 31, 7.8, stage.land('#a9d5ee')) +
    stage.line(`M${n(x - 16)} 104l8 -2M${n(x - 2)} 109l12 -3M${n(x + 12)} 104l6 -1.5`, stage.land('#ecf8ff'), 1.2)
  );
}

export function snow(stage: Stage): Scenery {
  const { rng } = stage;
  let back = sky(stage, 74);
  // Snow throws back what light there is, at night too.
  const bright = (color: string): string => mix(stage.land(color), '#eaf2ff', stage.time === 'night' ? 0.2 : 0);
  const layout = rng.int(3);
  if (layout === 0) back += stage.band(stage.roll(58, 8, 3), stage.land('#c3d6ea', 0.3));
  else
    back +=
      mountain(stage, rng.uniform(10, 40), 76, rng.uniform(60, 80), rng.uniform(34, 46)) +
      mountain(stage, rng.uniform(84, 120), 76, rng.uniform(56, 76), rng.uniform(26, 40));
  back += stage.band(stage.roll(70, rng.uniform(2, 6)), stage.land('#dce9f6', 0.2));
  for (let i = 0; i < 5; i++)
    back += snowyTree(stage, i * 30 + rng.uniform(-6, 10), 76 + rng.uniform(-2, 2), rng.uniform(14, 22), 0.32);
  const sides = [rng.uniform(2, 20), rng.uniform(108, 126)];
  for (const x of sides)
    if (rng.chance(0.75)) back += stage.shadow(x, 86, 10) + snowyTree(stage, x, 87, rng.uniform(36, 50), 0.06);
  if (layout === 2) back += cabin(stage, rng.chance(0.5) ? rng.uniform(34, 44) : rng.uniform(84, 94), 84);
  back += stage.band(
    stage.roll(83, 3),
    stage.linear([
      [0, bright('#f4f9ff')],
      [0.5, bright('#e2edf9')],
      [1, bright('#b9cfe8')],
    ]),
  );
  for (let i = 0; i < 5; i++)
    back += stage.ellipse(
      rng.uniform(0, 128),
      rng.uniform(90, 124),
      rng.uniform(8, 16),
      1.8,
      stage.land('#c4d8ee'),
      'opacity="0.7"',
    );
  if (rng.chance(0.35)) back += ice(stage);
  back += weatherBehind(stage, 85);
  const front = stage.band(
    [
      [-2, 126],
      [20, 123 + rng.uniform(-2, 2)],
      [60, 127.5],
      [104, 127],
      [130, 122 + rng.uniform(-2, 2)],
    ],
    stage.land('#fafdff'),
  );
  return {
    back,
    front,
    support: (x, y) => ({
      svg:
        stone(stage, x, y, 25, 12, '#98a2b6') +
        stage.path(
          `M${n(x - 12)} ${n(y - 8)}Q${n(x - 9)} ${n(y - 15)} ${n(x)} ${n(y - 14.5)}Q${n(x + 11)} ${n(y - 15)} ${n(x + 13)} ${n(y - 7)}Q${n(x + 7)} ${n(y - 10)} ${n(x + 3)} ${n(y - 8)}Q${n(x - 5)} ${n(y - 11)} ${n(x - 12)} ${n(y - 8)}Z`,
          stage.land('#fbfdff'),
        ),
      topHeight: 12.5,
    }),
    shelter: (x, y) => stage.shadow(x, y, 16) + snowyTree(stage, x, y, 62, 0),
  };
}
