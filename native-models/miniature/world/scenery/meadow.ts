// The meadow: hills that roll away under a wide sky, a winding path, a lone tree, flowers everywhere.
import { type Stage } from '../stage';
import { sky } from './sky';
import { blossoms, stone, tuft, type Scenery } from './scenery';
import { dusted, weatherBehind } from './weather';

const BLOSSOMS = ['#ffffff', '#ff8fb4', '#c07be0', '#ffe066', '#ff7a5c'];

export function meadow(stage: Stage): Scenery {
  const { rng } = stage;
  let back = sky(stage, 72);
  back += stage.band(stage.roll(62, 7, 3), stage.land(dusted(stage, '#8cc98a', 0.4), 0.45));
  back += stage.band(stage.roll(70, 5, 3), stage.land(dusted(stage, '#84c65c', 0.4), 0.22));
  const far = rng.uniform(20, 108);
  for (let i = 0; i < 4; i++)
    back += stage.stand('deciduous-tree', far + rng.uniform(-16, 16), 74, rng.uniform(8, 13), {
      recolor: (color) => stage.land(color, 0.3),
    });
  const treeX = rng.chance(0.5) ? rng.uniform(6, 24) : rng.uniform(104, 122);
  back +=
    stage.shadow(treeX, 81, 12) +
    stage.stand('deciduous-tree', treeX, 82, rng.uniform(36, 46), { recolor: (color) => stage.land(color, 0.08) });
  back += stage.band(
    stage.roll(80, 3),
    stage.linear([
      [0, stage.land(dusted(stage, '#a6d957', 0.45))],
      [0.4, stage.land(dusted(stage, '#7fc24a', 0.45))],
      [1, stage.land(dusted(stage, '#5aa63f', 0.45))],
    ]),
  );
  const bend = rng.uniform(-22, 22);
  back += stage.path(
    `M${String(62 + bend)} 79C${String(70 + bend)} 88 ${String(40 + bend)} 98 ${String(30 + bend)} 130H${String(72 + bend)}C${String(66 + bend)} 104 ${String(78 + bend)} 90 ${String(65 + bend)} 79Z`,
    stage.land('#e8d39a'),
    'opacity="0.75"',
  );
  back += blossoms(stage, 26, 84, 126, BLOSSOMS);
  for (let i = 0; i < 7; i++) back += tuft(stage, rng.uniform(2, 126), rng.uniform(86, 122), 5, stage.land('#4f9a3c'));
  back += weatherBehind(stage, 82);
  let front = '';
  for (let i = 0; i < 4; i++) {
    const x = rng.chance(0.5) ? rng.uniform(0, 28) : rng.uniform(100, 128);
    front +=
      tuft(stage, x, 130, rng.uniform(7, 11), stage.land('#3f8a37')) +
      stage.ellipse(x, 121, 2.2, 2, stage.land(rng.pick(BLOSSOMS)));
  }
  return {
    back,
    front,
    support: (x, y) => ({ svg: stone(stage, x, y, 24, 12, '#b9bac6'), topHeight: 11 }),
    shelter: (x, y) => stage.shadow(x, y, 18) + stage.stand('deciduous-tree', x, y, 64),
  };
}
