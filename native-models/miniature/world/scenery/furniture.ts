// The furniture along the wall of the room: bed, armchair, wardrobe, fireplace or a plant, each about 36 units high. Nothing that a
// caption names: table and lamp are room.ts's own.
import { n, type Stage } from '../stage';
import { lampsLit } from './weather';

const CLOTHS = ['#c9564f', '#4f86c0', '#6fa06a', '#b078b0', '#d99a45'];

function armchair(stage: Stage, x: number, y: number): string {
  const cloth = stage.rng.pick(CLOTHS);
  const seat = stage.land(cloth);
  const dark = stage.land('#5a3f34');
  return (
    stage.rect(x - 11, y - 4, 3, 4, dark) +
    stage.rect(x + 8, y - 4, 3, 4, dark) +
    stage.rect(x - 12, y - 30, 24, 26, seat, 'rx="6"') +
    stage.rect(x - 9, y - 15, 18, 9, stage.land('#fff1da'), 'rx="3" opacity="0.45"') +
    stage.rect(x - 16, y - 19, 7, 16, seat, 'rx="3.4"') +
    stage.rect(x + 9, y - 19, 7, 16, seat, 'rx="3.4"') +
    stage.line(`M${n(x - 9)} ${n(y - 15)}v11M${n(x + 9)} ${n(y - 15)}v11`, dark, 0.6, 'opacity="0.5"')
  );
}

function wardrobe(stage: Stage, x: number, y: number): string {
  const wood = stage.land(stage.rng.pick(['#a8703f', '#8a5a3a', '#7f9aa8']));
  const line = stage.land('#5a3a26');
  return (
    stage.rect(x - 14, y - 44, 28, 42, wood, 'rx="1.5"') +
    stage.rect(x - 16, y - 46, 32, 3.6, wood, 'rx="1.5"') +
    stage.rect(x - 13, y - 3, 4, 3, line) +
    stage.rect(x + 9, y - 3, 4, 3, line) +
    stage.line(
      `M${n(x)} ${n(y - 42)}v38M${n(x - 11)} ${n(y - 38)}h8v30h-8ZM${n(x + 3)} ${n(y - 38)}h8v30h-8Z`,
      line,
      0.8,
    ) +
    stage.ellipse(x - 2, y - 22, 0.9, 0.9, stage.land('#f2d27a')) +
    stage.ellipse(x + 2, y - 22, 0.9, 0.9, stage.land('#f2d27a'))
  );
}

/** A fireplace of stone; the fire burns in the evening. */
function fireplace(stage: Stage, x: number, y: number): string {
  const stone = stage.land('#b3a59e');
  const lit = lampsLit(stage);
  const fire = lit
    ? stage.glow(x, y - 8, 22, '#ff9a3d', 0.75) +
      stage.path(`M${n(x - 6)} ${n(y - 2)}q-2 -6 3 -9q0 4 2 3q-1 -6 3 -10q1 6 4 9q2 4 -1 7Z`, '#ff8a2f') +
      stage.path(`M${n(x - 3)} ${n(y - 2)}q0 -4 3 -6q3 3 3 6Z`, '#ffe07a')
    : stage.line(`M${n(x - 6)} ${n(y - 3)}l12 -2M${n(x - 6)} ${n(y - 5.5)}l12 2`, stage.land('#7a4f2f'), 2);
  return (
    stage.rect(x - 9, y - 88, 18, 60, stage.land('#c2b5ae')) +
    stage.rect(x - 17, y - 30, 34, 30, stone) +
    stage.rect(x - 19, y - 33, 38, 4, stage.land('#8a5f3f'), 'rx="1"') +
    stage.path(`M${n(x - 10)} ${n(y)}v-13q10 -10 20 0v13Z`, stage.land('#3a2c30')) +
    fire
  );
}

/** One piece at x on the floor along the wall. */
export function furniture(stage: Stage, x: number, left: boolean): string {
  const { rng } = stage;
  const kind = rng.int(6);
  if (kind === 0) return stage.stand('potted-plant', x, 94, 30);
  if (kind === 1) return stage.shadow(x, 93, 18) + armchair(stage, x, 94);
  if (kind === 2) return stage.shadow(x, 92, 18) + wardrobe(stage, x, 93);
  if (kind === 3) return fireplace(stage, x, 90);
  return stage.shadow(x, 92, 22) + stage.stand('bed', x, 96, 36, { flip: !left });
}
