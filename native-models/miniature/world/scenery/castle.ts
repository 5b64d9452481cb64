// The courtyard of a castle: a battlemented wall with a gate, round towers with pointed roofs, flags, paving. Not a town: one building,
// all of stone.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import type { Scenery } from './scenery';
import { dusted, lampsLit, weatherBehind } from './weather';

const STONES = ['#c9bfb8', '#bdb6c6', '#cdc3a9'];
const ROOFS = ['#3f6fc4', '#7a4fb5', '#c4473f', '#2f8f8a'];
const FLAGS = ['#e5484d', '#f2b632', '#3fa6e0', '#f08a3c', '#c45bd0'];

function flag(stage: Stage, x: number, top: number, size: number, color: string): string {
  return (
    stage.line(`M${n(x)} ${n(top + size * 1.3)}V${n(top)}`, stage.land('#5a4a44'), 1) +
    stage.path(
      `M${n(x)} ${n(top)}q${n(size * 0.5)} ${n(-size * 0.22)} ${n(size)} ${n(size * 0.2)}q${n(-size * 0.3)} ${n(size * 0.24)} 0 ${n(size * 0.5)}q${n(-size * 0.5)} ${n(-size * 0.34)} ${n(-size)} ${n(-size * 0.06)}Z`,
      color,
    )
  );
}

function battlement(
  stage: Stage,
  left: number,
  right: number,
  top: number,
  tooth: number,
  fill: string,
  snowy: boolean,
): string {
  let d = '';
  let caps = '';
  for (let x = left; x + tooth <= right + 0.5; x += tooth * 1.75) {
    d += `M${n(x)} ${n(top + 0.5)}v${n(-tooth * 0.95)}h${n(tooth)}v${n(tooth * 0.95)}Z`;
    if (snowy) caps += stage.rect(x - 0.4, top - tooth * 0.95 - 1, tooth + 0.8, 1.8, '#f6fafe', 'rx="0.9"');
  }
  return stage.path(d, fill) + caps;
}

function courses(stage: Stage, left: number, right: number, top: number, bottom: number, color: string): string {
  const { rng } = stage;
  let d = '';
  for (let y = top + 6; y < bottom; y += 7)
    for (let x = left + rng.uniform(1, 12); x < right - 8; x += rng.uniform(13, 24))
      d += `M${n(x)} ${n(y)}h${n(rng.uniform(4, 7))}`;
  return stage.line(d, color, 1.1, 'opacity="0.5"');
}

function tower(
  stage: Stage,
  x: number,
  base: number,
  width: number,
  height: number,
  stoneColor: string,
  roofColor: string,
): string {
  const { rng } = stage;
  const snowy = stage.time === 'snowfall';
  const top = base - height;
  const half = width / 2;
  const lit = stage.land(stoneColor);
  const dark = stage.land('#7d7488');
  const roofHeight = width * 1.05;
  const window = lampsLit(stage) ? '#ffd86f' : stage.land('#4a4660');
  let svg = stage.rect(
    x - half,
    top,
    width,
    height,
    stage.linear(
      [
        [0, lit],
        [0.55, lit],
        [1, dark],
      ],
      [0, 0, 1, 0],
    ),
  );
  svg += courses(stage, x - half, x + half, top, base, stage.land('#7d7488'));
  svg += stage.rect(x - half - 1.6, top - 1, width + 3.2, 4.4, lit, 'rx="0.8"');
  svg += flag(stage, x, top - roofHeight - 10, 10, stage.land(rng.pick(FLAGS)));
  svg += stage.path(
    `M${n(x - half - 3.4)} ${n(top)}L${n(x)} ${n(top - roofHeight)}L${n(x + half + 3.4)} ${n(top)}Q${n(x)} ${n(top + 3)} ${n(x - half - 3.4)} ${n(top)}Z`,
    stage.linear(
      [
        [0, stage.land(dusted(stage, roofColor, 0.3))],
        [0.6, stage.land(dusted(stage, roofColor, 0.3))],
        [1, stage.land('#3a2f52')],
      ],
      [0, 0, 1, 0],
    ),
  );
  if (snowy)
    svg += stage.path(
      `M${n(x - half * 0.5)} ${n(top - roofHeight * 0.55)}L${n(x)} ${n(top - roofHeight)}L${n(x + half * 0.5)} ${n(top - roofHeight * 0.55)}q${n(-half * 0.25)} 3 ${n(-half * 0.5)} 0q${n(-half * 0.25)} 3 ${n(-half * 0.5)} 0Z`,
      '#f6fafe',
    );
  for (const dy of [12, 27])
    if (dy < height - 8) {
      if (lampsLit(stage)) svg += stage.glow(x, top + dy, 7, '#ffc45a', 0.6);
      svg += stage.path(`M${n(x - 2)} ${n(top + dy + 4)}v-6q2 -3.4 4 0v6Z`, window);
    }
  return svg;
}

function gate(stage: Stage, x: number, base: number, width: number, height: number): string {
  const half = width / 2;
  const arch = (grow: number): string =>
    `M${n(x - half - grow)} ${n(base)}V${n(base - height + half)}A${n(half + grow)} ${n(half + grow)} 0 0 1 ${n(x + half + grow)} ${n(base - height + half)}V${n(base)}Z`;
  return (
    stage.path(arch(3), stage.land('#8f869c')) +
    stage.path(arch(0), stage.land('#6f4a30')) +
    stage.line(
      `M${n(x)} ${n(base)}V${n(base - height)}M${n(x - half * 0.5)} ${n(base)}V${n(base - height + 3)}M${n(x + half * 0.5)} ${n(base)}V${n(base - height + 3)}`,
      stage.land('#4a3020'),
      0.9,
    )
  );
}

/** A free-standing arch of heavy stones: dark inside, so that what stands under it is seen. */
function arch(stage: Stage, x: number, y: number): string {
  const stoneColor = stage.land('#c4bac6');
  const joint = stage.land('#857c94');
  let svg = stage.shadow(x, y, 22);
  svg += stage.path(`M${n(x - 20)} ${n(y)}V${n(y - 42)}A20 20 0 0 1 ${n(x + 20)} ${n(y - 42)}V${n(y)}Z`, stoneColor);
  svg += stage.path(
    `M${n(x - 14)} ${n(y)}V${n(y - 41.5)}A14 14 0 0 1 ${n(x + 14)} ${n(y - 41.5)}V${n(y)}Z`,
    stage.land('#57506e'),
  );
  let d = '';
  for (const dy of [10, 20, 30]) d += `M${n(x - 20)} ${n(y - dy)}h6M${n(x + 14)} ${n(y - dy)}h6`;
  for (const angle of [-150, -120, -90, -60, -30]) {
    const radians = (angle * Math.PI) / 180;
    d += `M${n(x + 14 * Math.cos(radians))} ${n(y - 42 + 14 * Math.sin(radians))}L${n(x + 20 * Math.cos(radians))} ${n(y - 42 + 20 * Math.sin(radians))}`;
  }
  return svg + stage.line(d, joint, 1);
}

export function castle(stage: Stage): Scenery {
  const { rng } = stage;
  const wallColor = rng.pick(STONES);
  const roofColor = rng.pick(ROOFS);
  const snowy = stage.time === 'snowfall';
  const wallTop = rng.uniform(44, 52);
  let back = sky(stage, 70);
  // The keep behind the wall.
  if (rng.chance(0.6)) {
    const keepX = rng.uniform(46, 82);
    const fill = stage.land(wallColor, 0.3);
    back +=
      stage.rect(keepX - 15, wallTop - 17, 30, 40, fill) +
      battlement(stage, keepX - 15, keepX + 15, wallTop - 17, 4.4, fill, snowy);
    back += flag(stage, keepX, wallTop - 36, 11, stage.land(rng.pick(FLAGS)));
  }
  const wall = stage.land(wallColor, 0.06);
  back += stage.rect(
    0,
    wallTop,
    128,
    90 - wallTop,
    stage.linear([
      [0, wall],
      [1, stage.land('#8f8798')],
    ]),
  );
  back += battlement(stage, -3, 131, wallTop, 6.4, wall, snowy);
  back += courses(stage, 0, 128, wallTop, 86, stage.land('#7d7488'));
  const gateX = rng.uniform(52, 76);
  back += gate(stage, gateX, 88, 24, rng.uniform(27, 32));
  const bannerColor = stage.land(rng.pick(FLAGS));
  for (const x of [gateX - 25, gateX + 25])
    back += stage.path(`M${n(x - 4)} ${n(wallTop + 7)}h8v17l-4 -4l-4 4Z`, bannerColor);
  const layout = rng.int(3);
  const width = rng.uniform(21, 27);
  if (layout !== 1) back += tower(stage, rng.uniform(8, 16), 89, width, rng.uniform(46, 53), wallColor, roofColor);
  if (layout !== 2) back += tower(stage, rng.uniform(112, 120), 89, width, rng.uniform(46, 55), wallColor, roofColor);
  if (layout !== 0)
    back += tower(
      stage,
      layout === 1 ? rng.uniform(14, 24) : rng.uniform(104, 114),
      86,
      17,
      rng.uniform(38, 46),
      wallColor,
      roofColor,
    );
  back += stage.rect(
    0,
    87,
    128,
    43,
    stage.linear([
      [0, stage.land(dusted(stage, '#b5a99b'))],
      [1, stage.land(dusted(stage, '#96897f'))],
    ]),
  );
  let joints = '';
  for (let row = 0; row < 6; row++) joints += `M0 ${n(90 + row * 3.2 + row * row * 0.85)}H128`;
  for (let i = -5; i <= 5; i++) joints += `M${n(64 + i * 12)} 87L${n(64 + i * 30)} 130`;
  back += stage.line(joints, stage.land(dusted(stage, '#786c6c', 0.3)), 0.9, 'opacity="0.55"');
  back += weatherBehind(stage, 88);
  return {
    back,
    front: '',
    support: (x, y) => ({
      svg:
        stage.rect(x - 10, y - 10, 5, 10, stage.land('#8b8296')) +
        stage.rect(x + 5, y - 10, 5, 10, stage.land('#8b8296')) +
        stage.rect(x - 14, y - 14, 28, 5, stage.land('#d3cad3'), 'rx="1.2"'),
      topHeight: 13.5,
    }),
    shelter: (x, y) => arch(stage, x, y),
  };
}
