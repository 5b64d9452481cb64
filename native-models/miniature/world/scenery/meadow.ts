// The meadow: hills that roll away under a wide sky, a path or a brook, a few trees, flowers everywhere.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { blossoms, stone, tuft, type Scenery } from './scenery';
import { dusted, weatherBehind } from './weather';

const BLOSSOMS = [
  ['#ffffff', '#ff8fb4', '#c07be0', '#ffe066', '#ff7a5c'],
  ['#ffffff', '#ffe066', '#ffb347'],
  ['#c07be0', '#8f9bf0', '#ffffff'],
  ['#ff8fb4', '#ff6f7d', '#ffffff'],
] as const;
const GREENS = [
  ['#a6d957', '#7fc24a', '#5aa63f'],
  ['#b9db5a', '#93c24a', '#6ea53c'],
  ['#8fd36a', '#68bb58', '#469f4c'],
] as const;

/** What crosses the meadow: a path, a brook, or nothing. */
function crossing(stage: Stage): string {
  const { rng } = stage;
  const bend = rng.uniform(-26, 26);
  const kind = rng.int(3);
  if (kind === 0) return '';
  const shape = (grow: number): string =>
    `M${n(62 + bend - grow)} 79C${n(70 + bend - grow)} 88 ${n(40 + bend - grow)} 98 ${n(30 + bend - grow)} 130H${n(72 + bend + grow)}C${n(66 + bend + grow)} 104 ${n(78 + bend + grow)} 90 ${n(65 + bend + grow)} 79Z`;
  return kind === 1
    ? stage.path(shape(0), stage.land(dusted(stage, '#e8d39a', 0.4)), 'opacity="0.75"')
    : stage.path(shape(1.6), stage.land(dusted(stage, '#d9cf9a', 0.4))) + stage.path(shape(0), stage.land('#6fc3e6'));
}

export function meadow(stage: Stage): Scenery {
  const { rng } = stage;
  const [light, middle, deep] = rng.pick(GREENS);
  const flowers = rng.pick(BLOSSOMS);
  let back = sky(stage, 72);
  back += stage.band(stage.roll(rng.uniform(56, 64), 8, 3), stage.land(dusted(stage, '#8cc98a', 0.4), 0.45));
  back += stage.band(stage.roll(70, 5, 3), stage.land(dusted(stage, '#84c65c', 0.4), 0.22));
  const far = rng.uniform(20, 108);
  for (let i = 0; i < 4; i++)
    back += stage.stand('deciduous-tree', far + rng.uniform(-16, 16), 74, rng.uniform(8, 13), {
      recolor: (color) => stage.land(color, 0.3),
    });
  const left = rng.chance(0.5);
  const trees = 1 + rng.int(3);
  for (let i = 0; i < trees; i++) {
    const x = (i % 2 === 0) === left ? rng.uniform(4, 24) : rng.uniform(104, 124);
    const height = i === 0 ? rng.uniform(36, 48) : rng.uniform(22, 32);
    back += stage.shadow(x, 81, height * 0.3);
    back += stage.stand('deciduous-tree', x, 82, height, {
      recolor: (color) => stage.land(dusted(stage, color, 0.2), 0.08),
      flip: rng.chance(0.5),
    });
  }
  back += stage.band(
    stage.roll(80, 3),
    stage.linear([
      [0, stage.land(dusted(stage, light, 0.45))],
      [0.4, stage.land(dusted(stage, middle, 0.45))],
      [1, stage.land(dusted(stage, deep, 0.45))],
    ]),
  );
  back += crossing(stage);
  back += blossoms(stage, 22 + rng.int(18), 84, 126, flowers);
  for (let i = 0; i < 7; i++) back += tuft(stage, rng.uniform(2, 126), rng.uniform(86, 122), 5, stage.land('#4f9a3c'));
  back += weatherBehind(stage, 82);
  let front = '';
  for (let i = 0; i < 4; i++) {
    const x = rng.chance(0.5) ? rng.uniform(0, 28) : rng.uniform(100, 128);
    front +=
      tuft(stage, x, 130, rng.uniform(7, 11), stage.land('#3f8a37')) +
      stage.ellipse(x, 121, 2.2, 2, stage.land(rng.pick(flowers)));
  }
  return {
    back,
    front,
    support: (x, y) => ({ svg: stone(stage, x, y, 24, 12, '#b9bac6'), topHeight: 11 }),
    shelter: (x, y) => stage.shadow(x, y, 18) + stage.stand('deciduous-tree', x, y, 64),
  };
}
