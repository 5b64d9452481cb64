// High in the mountains: jagged grey-blue peaks with snow caps that fill the sky, bare rock and a stony path in front. Not the snow:
// the ground is grey.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { stone, tuft, type Scenery } from './scenery';
import { dusted, weatherBehind } from './weather';

const ROCKS = [
  ['#6f86a8', '#55698c'],
  ['#7c8598', '#5f687d'],
  ['#7b80a6', '#5c6088'],
] as const;

function peak(
  stage: Stage,
  x: number,
  base: number,
  width: number,
  height: number,
  rock: readonly [string, string],
  depth: number,
): string {
  const { rng } = stage;
  const top = base - height;
  const half = width / 2;
  const bend = rng.uniform(-0.1, 0.1) * width;
  const leftEdge = `L${n(x - half * 0.42)} ${n(top + height * 0.4)}L${n(x - half * 0.3)} ${n(top + height * 0.33)}`;
  const rightEdge = `L${n(x + half * 0.28)} ${n(top + height * 0.36)}L${n(x + half * 0.46)} ${n(top + height * 0.42)}`;
  const cap = height * rng.uniform(0.3, 0.38);
  const slope = half / height;
  return (
    stage.path(
      `M${n(x - half)} ${n(base)}${leftEdge}L${n(x)} ${n(top)}${rightEdge}L${n(x + half)} ${n(base)}Z`,
      stage.land(rock[0], depth),
    ) +
    stage.path(
      `M${n(x)} ${n(top)}${rightEdge}L${n(x + half)} ${n(base)}H${n(x + half * 0.15 + bend)}L${n(x + half * 0.1)} ${n(top + height * 0.55)}Z`,
      stage.land(rock[1], depth),
    ) +
    stage.path(
      `M${n(x)} ${n(top)}L${n(x + cap * slope * 0.95)} ${n(top + cap)}L${n(x + cap * slope * 0.5)} ${n(top + cap * 0.82)}L${n(x + cap * slope * 0.16)} ${n(top + cap * 1.22)}L${n(x - cap * slope * 0.3)} ${n(top + cap * 0.85)}L${n(x - cap * slope * 0.9)} ${n(top + cap * 1.05)}Z`,
      stage.land('#fbfdff', depth * 0.5),
    )
  );
}

function boulder(stage: Stage, x: number, y: number, size: number): string {
  const color = dusted(stage, '#8d93a3', 0.4);
  return stage.shadow(x, y, size * 0.6) + stone(stage, x, y, size, size * 0.62, color);
}

function signpost(stage: Stage, x: number, y: number): string {
  const top = y - 62;
  const wood = stage.land('#7d5535');
  const board = stage.land('#e0ae68');
  const letters = stage.land('#7a4f2c');
  return (
    stage.shadow(x, y, 8) +
    stage.rect(x - 2.2, top, 4.4, 62, wood, 'rx="1"') +
    stage.path(`M${n(x - 11)} ${n(top + 4)}h22l7 5.5l-7 5.5h-22Z`, board, `stroke="${wood}" stroke-width="1"`) +
    stage.path(`M${n(x + 11)} ${n(top + 19)}h-22l-7 5.5l7 5.5h22Z`, board, `stroke="${wood}" stroke-width="1"`) +
    stage.line(
      `M${n(x - 7)} ${n(top + 9.5)}h15M${n(x - 8)} ${n(top + 24.5)}h15`,
      letters,
      1.6,
      'stroke-dasharray="3 2"',
    )
  );
}

export function mountain(stage: Stage): Scenery {
  const { rng } = stage;
  const rock = rng.pick(ROCKS);
  let back = sky(stage, 80);
  const layout = rng.int(3);
  const spots =
    layout === 0
      ? [
          [rng.uniform(24, 44), 74, 66],
          [rng.uniform(88, 108), 66, 54],
        ]
      : layout === 1
        ? [
            [rng.uniform(54, 74), 88, 70],
            [rng.uniform(-2, 14), 60, 46],
            [rng.uniform(112, 128), 60, 50],
          ]
        : [
            [rng.uniform(84, 104), 80, 68],
            [rng.uniform(34, 50), 56, 46],
            [rng.uniform(2, 14), 56, 56],
          ];
  back += peak(stage, rng.uniform(40, 90), 78, 60, rng.uniform(30, 44), rock, 0.5);
  for (const [x = 64, width = 60, height = 50] of [...spots].reverse())
    back += peak(stage, x, 84, width * 1.12, height * rng.uniform(0.94, 1.06), rock, 0.12);
  if (rng.chance(0.6)) {
    const y = rng.uniform(44, 60);
    back += stage.ellipse(rng.uniform(20, 108), y, rng.uniform(20, 30), 3, '#ffffff', 'opacity="0.4"');
  }
  back += stage.band(stage.roll(78, 3, 5), stage.land(dusted(stage, '#5f8a6a', 0.35), 0.14));
  for (let i = 0; i < 6; i++)
    back += stage.stand('evergreen-tree', rng.uniform(0, 128), 82, rng.uniform(8, 13), {
      recolor: (color) => stage.land(dusted(stage, color, 0.3), 0.16),
    });
  back += stage.band(
    stage.roll(86, 3, 6),
    stage.linear([
      [0, stage.land(dusted(stage, '#a4a7b2', 0.34))],
      [0.5, stage.land(dusted(stage, '#8b8e9b', 0.34))],
      [1, stage.land(dusted(stage, '#6d7080', 0.3))],
    ]),
  );
  const bend = rng.uniform(-26, 26);
  back += stage.path(
    `M${n(62 + bend)} 86C${n(76 + bend)} 94 ${n(38 + bend / 2)} 100 ${n(34 + bend / 2)} 130H${n(92 + bend / 2)}C${n(84 + bend / 2)} 106 ${n(84 + bend)} 94 ${n(68 + bend)} 86Z`,
    stage.land(dusted(stage, '#cfc3b0')),
    'opacity="0.85"',
  );
  let cracks = '';
  for (let i = 0; i < 9; i++)
    cracks += `M${n(rng.uniform(2, 122))} ${n(rng.uniform(92, 126))}l${n(rng.uniform(3, 7))} ${n(rng.uniform(-2, 2))}l${n(rng.uniform(2, 4))} ${n(rng.uniform(0, 3))}`;
  back += stage.line(cracks, stage.land('#5c5f70'), 0.9, 'opacity="0.55"');
  back += boulder(stage, rng.uniform(3, 20), rng.uniform(92, 97), rng.uniform(16, 24));
  back += boulder(stage, rng.uniform(108, 125), rng.uniform(92, 97), rng.uniform(14, 22));
  for (let i = 0; i < 4; i++) back += tuft(stage, rng.uniform(2, 126), rng.uniform(92, 118), 4, stage.land('#7f9a5c'));
  back += weatherBehind(stage, 88);
  const edge = rng.chance(0.5) ? 5 : 123;
  const front = rng.chance(0.5) ? stone(stage, edge, 131, 26, 11, '#7d8292') : '';
  return {
    back,
    front,
    support: (x, y) => ({ svg: stone(stage, x, y, 26, 13, '#b4b9c6'), topHeight: 12 }),
    shelter: (x, y) => signpost(stage, x, y),
  };
}
