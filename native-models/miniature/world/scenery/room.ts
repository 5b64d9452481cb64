// The room: papered wall, window with the sky of the hour, curtains, a picture, shelf or bed, wooden floor and a round rug.
import { mix } from '../color';
import { n, type Stage } from '../stage';
import { windowSky } from './sky';
import { furniture } from './furniture';
import type { Scenery } from './scenery';
import { lampsLit } from './weather';

const WALLS = ['#f3d6b8', '#cfe3d4', '#f2cfcf', '#d3d9ef', '#f4e3b0'];
const RUGS = ['#d9655f', '#5b8fc4', '#7fae6a', '#c084b8', '#e0a24c'];
const CURTAINS = ['#d86a6a', '#5f93c9', '#e3a94e', '#7bab78'];

/** Inside, a lamp is on: evening and night are warmer and lighter than out of doors. */
function standingLamp(stage: Stage, x: number, base: number, height: number): string {
  const top = base - height;
  const on = lampsLit(stage);
  return (
    stage.rect(x - 1, top + 8, 2, height - 8, stage.land('#6b4a35')) +
    stage.ellipse(x, base, 6, 1.8, stage.land('#6b4a35')) +
    (on ? stage.glow(x, top + 8, 30, '#ffcf7a', 0.8) : '') +
    stage.path(`M${n(x - 5)} ${n(top)}h10l4 13h-18Z`, on ? '#ffe3a0' : stage.land('#f7c873'))
  );
}

function windowAt(stage: Stage, x: number, y: number, width: number, height: number): string {
  const frame = stage.land('#fff8ea');
  const curtain = stage.land(stage.rng.pick(CURTAINS));
  const right = x + width;
  return (
    stage.rect(x - 2.5, y - 2.5, width + 5, height + 5, frame, 'rx="1.5"') +
    windowSky(stage, x, y, width, height) +
    stage.line(`M${n(x + width / 2)} ${n(y)}v${n(height)}M${n(x)} ${n(y + height / 2)}h${n(width)}`, frame, 1.6) +
    stage.path(
      `M${n(x - 7)} ${n(y - 5)}h${n(width * 0.24 + 5)}Q${n(x + 4)} ${n(y + height * 0.55)} ${n(x - 7)} ${n(y + height + 5)}Z`,
      curtain,
    ) +
    stage.path(
      `M${n(right + 7)} ${n(y - 5)}h${n(-width * 0.24 - 5)}Q${n(right - 4)} ${n(y + height * 0.55)} ${n(right + 7)} ${n(y + height + 5)}Z`,
      curtain,
    ) +
    stage.rect(x - 9, y - 7, width + 18, 2.2, stage.land('#8a5f3f'), 'rx="1"')
  );
}

function wallExtras(stage: Stage, x: number): string {
  const { rng } = stage;
  const frame = stage.land('#a8744a');
  const kind = rng.int(3);
  if (kind === 0) {
    return (
      stage.rect(x - 10, 22, 20, 16, frame, 'rx="1"') +
      stage.rect(x - 8, 24, 16, 12, stage.land('#bfe2ee')) +
      stage.path(`M${n(x - 8)} 36l5 -7l4 4l3 -3l4 6Z`, stage.land('#6faa6a'))
    );
  }
  const books = ['#c8504a', '#4f86c0', '#e0a83f', '#6ea46a', '#9a6ab0'];
  let svg = stage.rect(x - 15, 40, 30, 2.4, frame);
  for (let i = 0; i < 6; i++)
    svg += stage.rect(x - 13 + i * 4, 40 - (8 + rng.uniform(0, 4)), 3.4, 12, stage.land(rng.pick(books)));
  return (
    svg.replace(/$/, stage.rect(x - 15, 40, 30, 2.6, frame)) +
    (kind === 2 ? stage.stand('potted-plant', x + 11, 40.5, 12) : '')
  );
}

const BOARDS = ['#b98250', '#a56d45', '#c79a68'];

/** The pattern of the wall paper: stripes, dots, panelling, or none. */
function paper(stage: Stage): string {
  const white = stage.land('#ffffff');
  const kind = stage.rng.int(4);
  let svg = '';
  if (kind === 0) for (let x = 4; x < 128; x += 12) svg += stage.rect(x, 0, 4, 86, white, 'opacity="0.18"');
  if (kind === 1)
    for (let row = 0; row < 7; row++)
      for (let x = (row % 2) * 7 + 4; x < 128; x += 14)
        svg += stage.ellipse(x, 6 + row * 12, 1.5, 1.5, white, 'opacity="0.4"');
  if (kind === 2) {
    svg += stage.rect(0, 62, 128, 24, white, 'opacity="0.45"');
    for (let x = 6; x < 128; x += 20) svg += stage.rect(x, 66, 14, 16, white, 'opacity="0.4"');
  }
  return svg;
}

export function room(stage: Stage): Scenery {
  const { rng } = stage;
  const wall = stage.land(rng.pick(WALLS));
  let back = stage.rect(0, 0, 128, 90, wall);
  back += paper(stage);
  const board = rng.pick(BOARDS);
  const left = rng.chance(0.5);
  const windowX = left ? rng.uniform(11, 17) : rng.uniform(65, 71);
  back += windowAt(stage, windowX, 12, 46, 42);
  const otherX = left ? rng.uniform(92, 106) : rng.uniform(22, 36);
  back += wallExtras(stage, otherX);
  back +=
    stage.rect(0, 84, 128, 4, stage.land('#fff3df')) +
    stage.rect(
      0,
      88,
      128,
      42,
      stage.linear([
        [0, stage.land(board)],
        [1, stage.land(mix(board, '#ffe2b0', 0.25))],
      ]),
    );
  for (let i = 1; i < 5; i++)
    back += stage.line(
      `M0 ${n(88 + i * i * 1.9 + i * 2)}H128`,
      stage.land(mix(board, '#3a2416', 0.4)),
      0.7,
      'opacity="0.6"',
    );
  back += furniture(stage, left ? 108 : 20, left);
  const rug = stage.land(rng.pick(RUGS));
  back +=
    stage.ellipse(64, 112, 50, 12.5, rug) +
    stage.ellipse(64, 112, 42, 10, stage.land('#fff1da'), 'opacity="0.5"') +
    stage.ellipse(64, 112, 35, 8, rug);
  if (lampsLit(stage)) back += stage.glow(64, 78, 78, '#ffc878', stage.time === 'night' ? 0.24 : 0.26);
  return {
    back,
    front: '',
    support: (x, y) => ({
      svg:
        stage.rect(x - 10, y - 12, 2.4, 12, stage.land('#7d5233')) +
        stage.rect(x + 7.6, y - 12, 2.4, 12, stage.land('#7d5233')) +
        stage.rect(x - 13, y - 15, 26, 3.4, stage.land('#a8703f'), 'rx="1.4"'),
      topHeight: 14.5,
    }),
    shelter: (x, y) => stage.shadow(x, y, 10) + standingLamp(stage, x, y, 64),
  };
}
