// The town: a row of gabled houses with windows that are lit in the evening, a cobbled street, street lamps.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import type { Scenery } from './scenery';
import { dusted, lampsLit, weatherBehind } from './weather';

const WALLS = ['#f2c18b', '#e99a8d', '#f5e0a8', '#a9cfd3', '#d7b3d9', '#b9d6a0'];
const ROOFS = ['#c94f45', '#a8473f', '#8a5a44', '#5d6f96', '#b5652f'];

function window(stage: Stage, x: number, y: number, width: number, height: number): string {
  const lit = lampsLit(stage) && stage.rng.chance(0.75);
  const pane = lit ? '#ffd76a' : stage.land('#8fd0ec');
  return (
    (lit ? stage.glow(x + width / 2, y + height / 2, width * 1.5, '#ffc45a', 0.5) : '') +
    stage.rect(x - 0.8, y - 0.8, width + 1.6, height + 1.6, stage.land('#fff7e6')) +
    stage.rect(x, y, width, height, pane) +
    stage.line(
      `M${n(x + width / 2)} ${n(y)}v${n(height)}M${n(x)} ${n(y + height / 2)}h${n(width)}`,
      stage.land('#fff7e6'),
      0.8,
    )
  );
}

function house(stage: Stage, x: number, base: number, width: number, height: number, depth: number): string {
  const { rng } = stage;
  const wall = stage.land(rng.pick(WALLS), depth);
  const roof = stage.land(dusted(stage, rng.pick(ROOFS), 0.6), depth);
  const top = base - height;
  const peak = width * rng.uniform(0.4, 0.55);
  let svg = '';
  if (rng.chance(0.6))
    svg += stage.rect(x + width * 0.68, top - peak * 0.9, width * 0.14, peak * 0.8, stage.land('#9a5f4c', depth));
  svg +=
    stage.rect(x, top, width, height, wall) +
    stage.rect(x + width * 0.78, top, width * 0.22, height, stage.land('#7a5a6a', depth), 'opacity="0.18"');
  svg += stage.path(
    `M${n(x - width * 0.09)} ${n(top + 1)}L${n(x + width / 2)} ${n(top - peak)}L${n(x + width * 1.09)} ${n(top + 1)}Z`,
    roof,
  );
  if (depth > 0.3) return svg;
  const pane = width * 0.2;
  for (let row = 0; row < (height > 34 ? 2 : 1); row++) {
    for (const column of [0.18, 0.6]) svg += window(stage, x + width * column, top + 4 + row * 14, pane, pane * 1.25);
  }
  const doorHeight = Math.min(15, height * 0.42);
  svg += stage.path(
    `M${n(x + width * 0.38)} ${n(base)}v${n(-doorHeight)}q${n(width * 0.12)} -4 ${n(width * 0.24)} 0v${n(doorHeight)}Z`,
    stage.land('#7b4a32'),
  );
  return svg;
}

function lamp(stage: Stage, x: number, base: number, height: number): string {
  const iron = stage.land('#3a3f52');
  const top = base - height;
  const on = lampsLit(stage);
  return (
    stage.rect(x - 1.1, top + 7, 2.2, height - 7, iron) +
    stage.ellipse(x, base, 4, 1.5, iron) +
    (on ? stage.glow(x, top + 4, 24, '#ffd27a', 0.8) : '') +
    stage.path(`M${n(x - 4.5)} ${n(top)}h9l-2 8h-5Z`, on ? '#ffe9a8' : stage.land('#dff3f8')) +
    stage.path(`M${n(x - 6)} ${n(top)}l6 -5l6 5Z`, iron)
  );
}

/** Little flags on a string across the street. */
function bunting(stage: Stage): string {
  const { rng } = stage;
  const y = rng.uniform(26, 34);
  const colors = ['#e5484d', '#f2b632', '#3fa6e0', '#6fb858'];
  let svg = stage.line(`M-2 ${n(y)}Q64 ${n(y + 20)} 130 ${n(y)}`, stage.land('#6b5a55'), 0.8);
  for (let i = 1; i < 10; i++) {
    const t = i / 10;
    const at = y + 2 * t * (1 - t) * 20;
    svg += stage.path(
      `M${n(-2 + 132 * t - 3)} ${n(at - 0.4)}h6l-3 7Z`,
      stage.land(colors[i % colors.length] ?? '#e5484d'),
    );
  }
  return svg;
}

/** A tower with a pointed roof, behind the houses. */
function steeple(stage: Stage): string {
  const x = stage.rng.uniform(24, 104);
  return (
    stage.rect(x - 7, 36, 14, 46, stage.land('#e9dcc8', 0.2)) +
    stage.path(`M${n(x - 9)} 37L${n(x)} 12L${n(x + 9)} 37Z`, stage.land(dusted(stage, '#4f6f9a', 0.5), 0.15)) +
    stage.path(`M${n(x - 2.4)} 52v-6q2.4 -4 4.8 0v6Z`, lampsLit(stage) ? '#ffd76a' : stage.land('#5b6478', 0.1))
  );
}

const STREETS = [
  ['#cdb9a4', '#b9a999', '#8d8090'],
  ['#c9c3bd', '#b3b3b8', '#85899a'],
  ['#d3b29a', '#c0987f', '#957066'],
] as const;

export function town(stage: Stage): Scenery {
  const { rng } = stage;
  const [kerb, street, near] = rng.pick(STREETS);
  let back =
    sky(stage, 76) + (rng.chance(0.45) ? steeple(stage) : '') + stage.rect(0, 78, 128, 12, stage.land('#a08f8c', 0.3));
  for (let i = 0; i < 6; i++)
    back += house(stage, i * 23 - 6 + rng.uniform(-3, 3), 80, rng.uniform(18, 24), rng.uniform(28, 46), 0.5);
  let x = rng.uniform(-16, -4);
  while (x < 124) {
    const width = rng.uniform(26, 34);
    back += house(stage, x, 88, width, rng.uniform(28, 46), 0);
    x += width + rng.uniform(2, 5);
  }
  back +=
    stage.rect(0, 86, 128, 4, stage.land(dusted(stage, kerb, 0.5))) +
    stage.rect(
      0,
      90,
      128,
      40,
      stage.linear([
        [0, stage.land(dusted(stage, street, 0.5))],
        [1, stage.land(dusted(stage, near, 0.45))],
      ]),
    );
  for (let row = 0; row < 5; row++) {
    const y = 93 + row * 7.5;
    for (let i = 0; i < 9 - row; i++) {
      const width = 9 + row * 2.4;
      back += stage.ellipse(
        i * (width + 5) + (row % 2) * 7 + rng.uniform(-1, 1),
        y,
        width / 2,
        1.6 + row * 0.25,
        stage.land(rng.pick(['#c9bab0', '#a89aa0', '#bdaea2'])),
        'opacity="0.75"',
      );
    }
  }
  back += lamp(stage, rng.chance(0.5) ? rng.uniform(6, 16) : rng.uniform(112, 122), 93, rng.uniform(48, 56));
  if (rng.chance(0.4)) back += bunting(stage);
  if (rng.chance(0.5)) {
    const treeX = rng.uniform(20, 108);
    back += stage.shadow(treeX, 91, 8);
    back += stage.stand('deciduous-tree', treeX, 92, rng.uniform(24, 32), {
      recolor: (color) => stage.land(dusted(stage, color, 0.3)),
    });
  }
  back += weatherBehind(stage, 90);
  return {
    back,
    front: '',
    support: (boxX, y) => ({
      svg:
        stage.rect(boxX - 11, y - 14, 22, 14, stage.land('#b57a45'), 'rx="1.2"') +
        stage.line(`M${n(boxX - 11)} ${n(y - 9.4)}h22M${n(boxX - 11)} ${n(y - 4.7)}h22`, stage.land('#8a5830'), 0.9) +
        stage.rect(boxX - 11, y - 14, 22, 2.4, stage.land('#d09a62'), 'rx="1"'),
      topHeight: 13.5,
    }),
    shelter: (lampX, y) => stage.shadow(lampX, y, 9) + lamp(stage, lampX, y, 62),
  };
}
