// The farm: a big red barn, a silo, a white fence, golden rows of wheat, ploughed earth or a straw-strewn yard. Not the meadow: no
// wild flowers, straight lines everywhere.
import { n, type Stage } from '../stage';
import { sky } from './sky';
import { tuft, type Scenery } from './scenery';
import { dusted, lampsLit, weatherBehind } from './weather';

const BARNS = ['#c83a30', '#b8352f', '#d2463a'];

function barn(stage: Stage, x: number, base: number, width: number, height: number): string {
  const half = width / 2;
  const eaves = base - height * 0.58;
  const knee = base - height * 0.86;
  const top = base - height;
  const red = stage.land(stage.rng.pick(BARNS));
  const trim = stage.land('#fff5ea');
  const roof = stage.land(dusted(stage, '#6a4a4a', 0.75));
  const gable = `M${n(x - half)} ${n(base)}V${n(eaves)}L${n(x - half * 0.66)} ${n(knee)}L${n(x)} ${n(top)}L${n(x + half * 0.66)} ${n(knee)}L${n(x + half)} ${n(eaves)}V${n(base)}Z`;
  const doorHalf = half * 0.42;
  const doorTop = base - height * 0.4;
  return (
    stage.path(gable, red) +
    stage.line(
      `M${n(x - half - 2)} ${n(eaves + 2)}L${n(x - half * 0.66)} ${n(knee)}L${n(x)} ${n(top)}L${n(x + half * 0.66)} ${n(knee)}L${n(x + half + 2)} ${n(eaves + 2)}`,
      roof,
      4,
    ) +
    stage.rect(x - doorHalf, doorTop, doorHalf * 2, base - doorTop, stage.land('#9c2c27')) +
    stage.line(
      `M${n(x - doorHalf)} ${n(base)}V${n(doorTop)}H${n(x + doorHalf)}V${n(base)}M${n(x - doorHalf)} ${n(base)}L${n(x + doorHalf)} ${n(doorTop)}M${n(x - doorHalf)} ${n(doorTop)}L${n(x + doorHalf)} ${n(base)}`,
      trim,
      1.6,
    ) +
    (lampsLit(stage) ? stage.glow(x, knee + 5, 12, '#ffc45a', 0.7) : '') +
    stage.rect(
      x - 4,
      knee + 1,
      8,
      8,
      lampsLit(stage) ? '#ffdc80' : stage.land('#4a3a44'),
      `stroke="${trim}" stroke-width="1.4"`,
    )
  );
}

function silo(stage: Stage, x: number, base: number, height: number): string {
  const lit = stage.land('#dfe3e8');
  const dark = stage.land('#98a2b0');
  return (
    stage.rect(
      x - 6.5,
      base - height,
      13,
      height,
      stage.linear(
        [
          [0, lit],
          [1, dark],
        ],
        [0, 0, 1, 0],
      ),
    ) +
    stage.line(`M${n(x - 6.5)} ${n(base - height * 0.3)}h13M${n(x - 6.5)} ${n(base - height * 0.62)}h13`, dark, 0.9) +
    stage.path(`M${n(x - 7)} ${n(base - height + 0.5)}a7 7 0 0 1 14 0Z`, stage.land(dusted(stage, '#7f8b9c', 0.7)))
  );
}

function fence(stage: Stage, left: number, right: number, y: number): string {
  const white = stage.land('#fffaf0');
  let svg = stage.rect(left, y - 9, right - left, 2.2, white) + stage.rect(left, y - 4.4, right - left, 2.2, white);
  for (let x = left + 2; x < right; x += 9)
    svg += stage.path(`M${n(x - 1.6)} ${n(y)}v-11.4l1.6 -2l1.6 2V${n(y)}Z`, white);
  return svg;
}

/** A tapering mill with four sails. */
function windmill(stage: Stage, x: number, y: number): string {
  const top = y - 46;
  const turn = stage.rng.uniform(20, 70);
  const wood = stage.land('#6f4b35');
  let sails = '';
  for (let i = 0; i < 4; i++)
    sails += `<g transform="translate(${n(x)} ${n(top + 4)}) rotate(${n(turn + i * 90)})">${stage.rect(-0.9, 0, 1.8, 24, wood)}${stage.rect(0.6, 6, 6, 18, stage.land('#fff3dc'))}${stage.line('M.6 12h6M.6 18h6', wood, 0.8)}</g>`;
  return (
    stage.shadow(x, y, 16) +
    stage.path(
      `M${n(x - 14)} ${n(y)}L${n(x - 8)} ${n(top)}H${n(x + 8)}L${n(x + 14)} ${n(y)}Z`,
      stage.linear(
        [
          [0, stage.land('#f3e6d2')],
          [0.55, stage.land('#e6d2b8')],
          [1, stage.land('#b39a86')],
        ],
        [0, 0, 1, 0],
      ),
    ) +
    stage.path(
      `M${n(x - 10)} ${n(top + 1)}Q${n(x)} ${n(top - 18)} ${n(x + 10)} ${n(top + 1)}Z`,
      stage.land(dusted(stage, '#4f7fb0', 0.4)),
    ) +
    sails +
    stage.ellipse(x, top + 4, 2.4, 2.4, wood)
  );
}

function hayBale(stage: Stage, x: number, y: number, width: number, height: number): string {
  const straw = stage.land('#e8bd4a');
  const dark = stage.land('#b98a2c');
  let d = '';
  for (let i = 0; i < 7; i++)
    d += `M${n(x - width / 2 + 2 + stage.rng.uniform(0, width - 8))} ${n(y - stage.rng.uniform(2, height - 2))}l${n(stage.rng.uniform(2, 4))} ${n(stage.rng.uniform(-1, 1))}`;
  return (
    stage.rect(x - width / 2, y - height, width, height, straw, 'rx="2.4"') +
    stage.rect(x - width / 2, y - height, width, height * 0.3, stage.land('#f6d675'), 'rx="2"') +
    stage.line(d, dark, 0.9) +
    stage.line(
      `M${n(x - width * 0.24)} ${n(y)}v${n(-height)}M${n(x + width * 0.24)} ${n(y)}v${n(-height)}`,
      stage.land('#9c6b2a'),
      1.3,
    )
  );
}

export function farm(stage: Stage): Scenery {
  const { rng } = stage;
  let back = sky(stage, 70);
  back += stage.band(stage.roll(64, 3, 3), stage.land(dusted(stage, '#7fb863', 0.4), 0.34));
  const gold = ['#f0c64a', '#e2ae36', '#f5d466'].map((color) => dusted(stage, color, 0.35));
  for (let i = 0; i < 5; i++)
    back += stage.band(
      stage.roll(68 + i * 3.6, 0.8, 3),
      stage.land(gold[i % gold.length] ?? '#f0c64a', 0.2 - i * 0.04),
    );
  const left = rng.chance(0.5);
  const barnX = left ? rng.uniform(26, 40) : rng.uniform(88, 102);
  const width = rng.uniform(46, 54);
  const side = left ? 1 : -1;
  if (rng.chance(0.65)) back += silo(stage, barnX + side * (width / 2 + 7), 86, rng.uniform(40, 50));
  back += stage.shadow(barnX, 88, width * 0.6) + barn(stage, barnX, 88, width, rng.uniform(46, 56));
  const extra = rng.int(3);
  const otherX = left ? rng.uniform(104, 116) : rng.uniform(12, 24);
  if (extra === 0) back += hayBale(stage, otherX, 84, 18, 10) + hayBale(stage, otherX + 4, 75, 14, 9);
  if (extra === 1)
    back += stage.stand('deciduous-tree', otherX, 86, rng.uniform(30, 38), {
      recolor: (color) => stage.land(dusted(stage, color, 0.3), 0.08),
    });
  if (left) back += fence(stage, barnX + width / 2 + 2, 132, 90);
  else back += fence(stage, -4, barnX - width / 2 - 2, 90);
  const ploughed = rng.chance(0.55);
  const near = ploughed ? ['#b98050', '#9a6238'] : ['#a8bf55', '#8aa846'];
  back += stage.rect(
    0,
    88,
    128,
    42,
    stage.linear(near.map((color, i) => [i, stage.land(dusted(stage, color, 0.5))] as const)),
  );
  if (ploughed) {
    let furrows = '';
    for (let i = -7; i <= 7; i++) furrows += `M${n(64 + i * 9)} 88L${n(64 + i * 26)} 130`;
    back += stage.line(furrows, stage.land(dusted(stage, '#7a4a2a', 0.35)), 2, 'opacity="0.6"');
    for (let i = -6; i <= 6; i += 2)
      for (const t of [0.12, 0.34, 0.62, 0.94])
        back += tuft(stage, 64 + (i + 0.5) * (9 + 17 * t), 88 + 42 * t, 2.5 + t * 3, stage.land('#6fae3f'));
  } else {
    back += stage.path(
      'M52 88Q66 104 40 130H92Q84 104 72 88Z',
      stage.land(dusted(stage, '#dcb872', 0.5)),
      'opacity="0.9"',
    );
    let straw = '';
    for (let i = 0; i < 22; i++)
      straw += `M${n(rng.uniform(2, 124))} ${n(rng.uniform(92, 126))}l${n(rng.uniform(-4, 4))} ${n(rng.uniform(-1.5, 1.5))}`;
    back += stage.line(straw, stage.land('#f0cd62'), 1.2);
  }
  back += weatherBehind(stage, 89);
  const front = rng.chance(0.5) ? tuft(stage, rng.chance(0.5) ? 5 : 123, 130, 10, stage.land('#d9a93a')) : '';
  return {
    back,
    front,
    support: (x, y) => ({ svg: hayBale(stage, x, y, 27, 14), topHeight: 13.5 }),
    shelter: (x, y) => windmill(stage, x, y),
  };
}
