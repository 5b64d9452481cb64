// Out in space: a black sky full of stars, one large ringed planet and a smaller one, cratered ground. Always dark, but told from every
// night by its planets and its pale, round craters.
import { n, type Stage } from '../stage';
import { mix } from '../color';
import { stone, type Scenery } from './scenery';

const SKIES = [
  ['#0a0620', '#1d0f45', '#3a1c66'],
  ['#050816', '#101a3f', '#28245f'],
  ['#0b0418', '#2a0f3c', '#4a1b52'],
] as const;
const GROUNDS = [
  ['#d9d3ee', '#a79fcb'],
  ['#e3d6d2', '#b7a3ad'],
  ['#cfe0e6', '#96adc4'],
] as const;
const PLANETS = ['#f2894b', '#3fb7c9', '#e86a9a', '#8fcf5a', '#f0c24a', '#a97be8'];

function planet(stage: Stage, x: number, y: number, radius: number, color: string, ringed: boolean): string {
  const lit = color;
  const dark = mix(color, '#1a1040', 0.5);
  const tilt = stage.rng.uniform(-26, 26);
  const ring = mix(color, '#fff3d0', 0.7);
  const band = (y0: number, share: number): string =>
    stage.ellipse(0, y0 * radius, radius * share, radius * 0.1, mix(color, '#ffffff', 0.35), 'opacity="0.7"');
  const rings = (side: string): string =>
    stage.line(
      `M${n(-radius * 1.75)} 0A${n(radius * 1.75)} ${n(radius * 0.5)} 0 0 ${side} ${n(radius * 1.75)} 0`,
      ring,
      radius * 0.2,
    );
  return (
    stage.glow(x, y, radius * 2, lit, 0.35) +
    `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(tilt)})">` +
    (ringed ? rings('1') : '') +
    stage.ellipse(
      0,
      0,
      radius,
      radius,
      stage.linear(
        [
          [0, lit],
          [0.45, lit],
          [1, dark],
        ],
        [0, 0, 1, 0.6],
      ),
    ) +
    band(-0.42, 0.84) +
    band(0.34, 0.86) +
    (ringed ? rings('0') : '') +
    '</g>'
  );
}

function crater(stage: Stage, x: number, y: number, half: number, shade: string, lit: string): string {
  return (
    stage.ellipse(x, y + half * 0.07, half * 1.12, half * 0.38, lit) + stage.ellipse(x, y, half, half * 0.3, shade)
  );
}

/** A white rocket with red fins that stands on its legs. */
function rocket(stage: Stage, x: number, y: number): string {
  const top = y - 66;
  const red = stage.figure('#e5484d');
  const white = stage.figure('#f7f5fb');
  const grey = stage.figure('#b9b6cc');
  return (
    stage.shadow(x, y, 16) +
    stage.path(
      `M${n(x - 9)} ${n(y - 26)}Q${n(x - 19)} ${n(y - 18)} ${n(x - 18)} ${n(y)}L${n(x - 7)} ${n(y - 9)}Z`,
      red,
    ) +
    stage.path(
      `M${n(x + 9)} ${n(y - 26)}Q${n(x + 19)} ${n(y - 18)} ${n(x + 18)} ${n(y)}L${n(x + 7)} ${n(y - 9)}Z`,
      red,
    ) +
    stage.path(`M${n(x - 6)} ${n(y - 7)}h12l2 5h-16Z`, stage.figure('#6a6684')) +
    stage.path(
      `M${n(x)} ${n(top)}Q${n(x + 15)} ${n(top + 20)} ${n(x + 10)} ${n(y - 7)}H${n(x - 10)}Q${n(x - 15)} ${n(top + 20)} ${n(x)} ${n(top)}Z`,
      stage.linear(
        [
          [0, white],
          [0.55, white],
          [1, grey],
        ],
        [0, 0, 1, 0],
      ),
    ) +
    stage.path(
      `M${n(x)} ${n(top)}Q${n(x + 8)} ${n(top + 9)} ${n(x + 10.4)} ${n(top + 18)}Q${n(x)} ${n(top + 14.5)} ${n(x - 10.4)} ${n(top + 18)}Q${n(x - 8)} ${n(top + 9)} ${n(x)} ${n(top)}Z`,
      red,
    ) +
    stage.ellipse(x, top + 27, 5.6, 5.6, stage.figure('#4a4866')) +
    stage.ellipse(x, top + 27, 4, 4, stage.figure('#7fd3f2'))
  );
}

export function space(stage: Stage): Scenery {
  const { rng } = stage;
  const [top, middle, bottom] = rng.pick(SKIES);
  const [pale, deep] = rng.pick(GROUNDS);
  let back = stage.rect(
    0,
    0,
    128,
    96,
    stage.linear([
      [0, top],
      [0.6, middle],
      [1, bottom],
    ]),
  );
  const cloud = rng.pick(['#8a4fd0', '#3f6fd8', '#c44f9a', '#2f9f9f']);
  back += stage.glow(rng.uniform(20, 108), rng.uniform(24, 60), rng.uniform(36, 54), cloud, 0.45);
  const stars = 44 + rng.int(20);
  for (let i = 0; i < stars; i++) {
    const radius = rng.uniform(0.35, 1.05);
    back += stage.ellipse(
      rng.uniform(1, 127),
      rng.uniform(1, 84),
      radius,
      radius,
      '#fff6dc',
      `opacity="${n(rng.uniform(0.6, 1))}"`,
    );
  }
  const colors = rng.shuffle(PLANETS);
  const left = rng.chance(0.5);
  back += planet(
    stage,
    left ? rng.uniform(22, 34) : rng.uniform(94, 106),
    rng.uniform(22, 32),
    rng.uniform(12, 16),
    colors[0] ?? '#f2894b',
    true,
  );
  back += planet(
    stage,
    left ? rng.uniform(94, 116) : rng.uniform(12, 34),
    rng.uniform(14, 46),
    rng.uniform(6, 10),
    colors[1] ?? '#3fb7c9',
    rng.chance(0.25),
  );
  if (rng.chance(0.5))
    back += planet(stage, rng.uniform(50, 78), rng.uniform(8, 16), rng.uniform(3.5, 5), colors[2] ?? '#e86a9a', false);
  if (rng.chance(0.4)) {
    const x = rng.uniform(40, 90);
    const y = rng.uniform(20, 40);
    back +=
      stage.line(`M${n(x)} ${n(y)}l-14 8`, '#cfe4ff', 1.6, 'opacity="0.6"') + stage.ellipse(x, y, 1.8, 1.8, '#ffffff');
  }
  back += stage.band(stage.roll(78, 5, 5), stage.land(deep, 0.1));
  back += stage.band(
    stage.roll(86, 3),
    stage.linear([
      [0, mix(stage.land(pale), pale, 0.3)],
      [1, mix(stage.land(deep), deep, 0.2)],
    ]),
  );
  const shade = stage.land(mix(deep, '#4a4470', 0.5));
  const lit = mix(stage.land(pale), '#ffffff', 0.35);
  for (const [x, y, half] of [
    [rng.uniform(10, 34), rng.uniform(94, 98), 9],
    [rng.uniform(92, 118), rng.uniform(94, 99), 10],
    [rng.uniform(52, 76), rng.uniform(92, 95), 6],
    [rng.uniform(4, 30), rng.uniform(118, 124), 15],
    [rng.uniform(96, 124), rng.uniform(116, 124), 13],
  ] as const)
    back += crater(stage, x, y, half * rng.uniform(0.85, 1.15), shade, lit);
  return {
    back,
    front: '',
    support: (x, y) => ({ svg: stone(stage, x, y, 26, 13, '#c9c1e0'), topHeight: 12 }),
    shelter: (x, y) => rocket(stage, x, y),
  };
}
