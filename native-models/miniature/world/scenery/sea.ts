// The open sea: deep water all around, a big wooden raft to stand on, now and then an island, a lighthouse or rocks far away. No sand
// and no shore: that is the beach.
import { n, type Stage } from '../stage';
import { cloudless, sky } from './sky';
import type { Scenery } from './scenery';
import { glints, water, type WaterColors } from './water';
import { dusted, lampsLit, weatherBehind } from './weather';

const SEA: WaterColors = {
  day: ['#1f7fcf', '#0d4fa3'],
  sunset: ['#8a4f8f', '#46306f'],
  night: ['#1b2f78', '#0b1747'],
  rain: ['#4f7287', '#2f5068'],
  snowfall: ['#6f9cb8', '#3f7396'],
};

function crest(stage: Stage, y: number, color: string, width: number): string {
  const { rng } = stage;
  let d = `M-4 ${n(y)}`;
  for (let x = -4; x < 132; x += 16) d += `q4 ${n(-rng.uniform(2, 3.6))} 8 0t8 0`;
  return stage.line(d, color, width, 'opacity="0.6"');
}

function farAway(stage: Stage, horizon: number): string {
  const { rng } = stage;
  const x = rng.chance(0.5) ? rng.uniform(14, 36) : rng.uniform(92, 114);
  const kind = rng.int(4);
  if (kind === 0)
    return (
      stage.path(
        `M${n(x - 20)} ${n(horizon + 1)}Q${n(x - 10)} ${n(horizon - 15)} ${n(x)} ${n(horizon - 7)}Q${n(x + 9)} ${n(horizon - 12)} ${n(x + 20)} ${n(horizon + 1)}Z`,
        stage.land('#4f9a6d', 0.25),
      ) + stage.line(`M${n(x - 21)} ${n(horizon + 1)}H${n(x + 21)}`, '#e8f4fb', 0.9, 'opacity="0.7"')
    );
  if (kind === 1) {
    const top = horizon - 27;
    return (
      (lampsLit(stage) ? stage.glow(x, top + 2, 17, '#ffe9a0', 0.85) : '') +
      stage.path(
        `M${n(x - 4)} ${n(horizon)}L${n(x - 2.6)} ${n(top + 4)}h5.2L${n(x + 4)} ${n(horizon)}Z`,
        stage.land('#f6f1ea'),
      ) +
      stage.path(`M${n(x - 3.6)} ${n(horizon - 7)}l.5 -6h6.2l.5 6Z`, stage.land('#d9483f')) +
      stage.path(`M${n(x - 3.1)} ${n(horizon - 17)}l.4 -5h5.4l.4 5Z`, stage.land('#d9483f')) +
      stage.rect(x - 2.4, top, 4.8, 4, lampsLit(stage) ? '#fff0b0' : stage.land('#bfe4f2')) +
      stage.path(`M${n(x - 3.4)} ${n(top)}l3.4 -4l3.4 4Z`, stage.land('#b23a35')) +
      stage.path(`M${n(x - 11)} ${n(horizon + 2)}q4 -6 11 -5t11 5Z`, stage.land('#7c8291'))
    );
  }
  if (kind === 2) {
    let svg = '';
    for (const [dx, tall] of [
      [-8, 9],
      [2, 14],
      [10, 7],
    ] as const)
      svg += stage.path(
        `M${n(x + dx - 5)} ${n(horizon + 1)}l3 ${n(-tall)}l4 ${n(tall * 0.25)}l4 ${n(tall * 0.75)}Z`,
        stage.land('#6e7688', 0.15),
      );
    return svg;
  }
  return '';
}

/** Planks seen from a little above, the front logs towards us. */
function raft(stage: Stage): string {
  const { rng } = stage;
  const top = 94;
  const bottom = 120;
  const woods = ['#c08a52', '#b57f49', '#c99760'].map((wood) => dusted(stage, wood, 0.5));
  let svg = stage.path(`M8 ${n(top + 5)}H120L131 129H-3Z`, '#06183c', 'opacity="0.35"');
  const planks = 6;
  for (let i = 0; i < planks; i++) {
    const y0 = top + ((bottom - top) * i) / planks;
    const y1 = top + ((bottom - top) * (i + 1)) / planks;
    const left0 = 9 - i * 1.2 + rng.uniform(-1, 1);
    const left1 = 9 - (i + 1) * 1.2;
    svg += stage.path(
      `M${n(left0)} ${n(y0)}H${n(128 - left0)}L${n(128 - left1)} ${n(y1)}H${n(left1)}Z`,
      stage.land(rng.pick(woods)),
    );
    svg += stage.line(`M${n(left1)} ${n(y1)}H${n(128 - left1)}`, stage.land('#7a4f2c'), 0.9);
  }
  svg += stage.rect(1, bottom, 126, 5.5, stage.land('#8f5d35'), 'rx="2.6"');
  svg += stage.rect(1, bottom, 126, 1.8, stage.land('#ad7847'), 'rx="0.9"');
  for (const x of [16, 112])
    svg += stage.line(`M${n(x)} ${n(top)}L${n(x < 64 ? x - 4 : x + 4)} ${n(bottom + 5)}`, stage.land('#efdcae'), 1.6);
  return svg;
}

function barrel(stage: Stage, x: number, y: number): string {
  const wood = stage.land('#b06f3c');
  const dark = stage.land('#7a4526');
  return (
    stage.path(
      `M${n(x - 9)} ${n(y - 15)}Q${n(x - 13)} ${n(y - 7)} ${n(x - 9)} ${n(y)}Q${n(x)} ${n(y + 2.6)} ${n(x + 9)} ${n(y)}Q${n(x + 13)} ${n(y - 7)} ${n(x + 9)} ${n(y - 15)}Z`,
      stage.linear(
        [
          [0, dark],
          [0.4, wood],
          [1, dark],
        ],
        [0, 0, 1, 0],
      ),
    ) +
    stage.line(
      `M${n(x - 11)} ${n(y - 10.5)}q11 2.6 22 0M${n(x - 11)} ${n(y - 4)}q11 2.6 22 0`,
      stage.land('#4a4f5e'),
      1.5,
    ) +
    stage.ellipse(x, y - 15, 9, 2.4, stage.land('#d29a60'))
  );
}

function sail(stage: Stage, x: number, y: number): string {
  const top = y - 66;
  const cloth = stage.land('#fff6e6');
  const stripe = stage.land(stage.rng.pick(['#d9534a', '#e08a3c', '#3f7fc4']));
  return (
    stage.shadow(x, y, 12) +
    stage.rect(x - 1.5, top, 3, 66, stage.land('#7a4f2f'), 'rx="1"') +
    stage.path(
      `M${n(x - 15)} ${n(top + 5)}Q${n(x)} ${n(top + 9)} ${n(x + 15)} ${n(top + 5)}Q${n(x + 20)} ${n(top + 22)} ${n(x + 17)} ${n(top + 40)}Q${n(x)} ${n(top + 46)} ${n(x - 17)} ${n(top + 40)}Q${n(x - 14)} ${n(top + 22)} ${n(x - 15)} ${n(top + 5)}Z`,
      cloth,
    ) +
    stage.path(
      `M${n(x - 14.7)} ${n(top + 15)}Q${n(x)} ${n(top + 20)} ${n(x + 17.6)} ${n(top + 15)}L${n(x + 18.6)} ${n(top + 25)}Q${n(x)} ${n(top + 31)} ${n(x - 15)} ${n(top + 25)}Z`,
      stripe,
    ) +
    stage.line(
      `M${n(x - 16)} ${n(top + 5)}Q${n(x)} ${n(top + 9)} ${n(x + 16)} ${n(top + 5)}M${n(x - 18)} ${n(top + 40)}Q${n(x)} ${n(top + 46)} ${n(x + 18)} ${n(top + 40)}`,
      stage.land('#7a4f2f'),
      1.8,
    ) +
    stage.path(`M${n(x)} ${n(top - 5)}l9 2.6l-9 2.8Z`, stripe)
  );
}

export function sea(stage: Stage): Scenery {
  const { rng } = stage;
  const horizon = rng.uniform(38, 47);
  let back = (rng.chance(0.25) ? cloudless(stage, horizon) : sky(stage, horizon)) + farAway(stage, horizon);
  back += water(stage, horizon, SEA);
  const foam = stage.time === 'night' ? '#7f95d8' : stage.time === 'sunset' ? '#f7b58c' : '#d3ecfa';
  for (const [dy, width] of [
    [10, 0.9],
    [22, 1.3],
    [36, 1.8],
  ] as const)
    back += crest(stage, horizon + dy + rng.uniform(-2, 2), foam, width);
  back += glints(stage, 14, horizon, 92, 12);
  back += weatherBehind(stage, horizon, false) + raft(stage);
  const front =
    stage.path('M-2 130V126.2q8 -2.6 16 0t16 0t16 0t16 0t16 0t16 0t16 0t16 0t16 0V130Z', SEA[stage.time][0]) +
    crest(stage, 126.4, foam, 1.1);
  return {
    back,
    front,
    support: (x, y) => ({ svg: barrel(stage, x, y), topHeight: 15 }),
    shelter: (x, y) => sail(stage, x, y),
  };
}
