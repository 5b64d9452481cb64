// The sky over every outdoor place, and through the window of the room: gradient of the hour, sun or moon, clouds or stars.
import { jitter } from '../color';
import type { TimeId } from '../scene-graph';
import type { Stage } from '../stage';

const GRADIENTS: Readonly<Record<TimeId, readonly (readonly [string, string, string])[]>> = {
  day: [
    ['#6cbcf0', '#a8dcf7', '#e6f6fb'],
    ['#7ac7ef', '#b5e4f2', '#f3f7e6'],
  ],
  sunset: [
    ['#6b4f9e', '#f0786a', '#ffd28a'],
    ['#7d5aa0', '#f58f5c', '#ffdf9a'],
  ],
  night: [
    ['#0d1440', '#202c6e', '#46539c'],
    ['#10183f', '#27306b', '#4d4f94'],
  ],
};

function cloud(stage: Stage, x: number, y: number, width: number): string {
  const color = { day: '#ffffff', sunset: '#ffd9c2', night: '#5a66a8' }[stage.time];
  const opacity = stage.time === 'night' ? 0.45 : 0.88;
  const puff = (dx: number, dy: number, radius: number): string =>
    stage.ellipse(x + dx * width, y + dy * width, radius * width, radius * width * 0.8, color);
  return `<g opacity="${String(opacity)}">${puff(-0.28, 0, 0.2)}${puff(0, -0.08, 0.27)}${puff(0.28, 0, 0.19)}${stage.rect(x - width * 0.46, y - width * 0.02, width * 0.92, width * 0.17, color, `rx="${(width * 0.085).toFixed(1)}"`)}</g>`;
}

function star(stage: Stage, x: number, y: number, radius: number): string {
  return stage.ellipse(x, y, radius, radius, '#fff4c8', `opacity="${stage.rng.uniform(0.55, 1).toFixed(2)}"`);
}

/** Sun or moon with its glow. */
function light(stage: Stage, x: number, y: number, radius: number): string {
  if (stage.time === 'night') {
    const moon = stage.rng.chance(0.5);
    const disc = stage.ellipse(x, y, radius, radius, '#fdf3cf');
    const marks =
      stage.ellipse(x - radius * 0.3, y - radius * 0.2, radius * 0.22, radius * 0.2, '#e8d9a6') +
      stage.ellipse(x + radius * 0.35, y + radius * 0.3, radius * 0.16, radius * 0.15, '#e8d9a6');
    const crescent = stage.path(
      `M${(x + radius * 0.35).toFixed(1)} ${(y - radius * 0.95).toFixed(1)}A${radius.toFixed(1)} ${radius.toFixed(1)} 0 1 0 ${(x + radius * 0.95).toFixed(1)} ${(y + radius * 0.35).toFixed(1)}A${(radius * 0.82).toFixed(1)} ${(radius * 0.82).toFixed(1)} 0 1 1 ${(x + radius * 0.35).toFixed(1)} ${(y - radius * 0.95).toFixed(1)}Z`,
      '#fdf3cf',
    );
    return stage.glow(x, y, radius * 3, '#cfd8ff', 0.45) + (moon ? disc + marks : crescent);
  }
  const color = stage.time === 'day' ? '#ffd94f' : '#ffb04a';
  return (
    stage.glow(x, y, radius * 3.4, stage.time === 'day' ? '#fff2b0' : '#ffd07a', 0.75) +
    stage.ellipse(x, y, radius, radius, color)
  );
}

/** The sky down to (and a little below) the horizon. */
export function sky(stage: Stage, horizon: number): string {
  const { rng } = stage;
  const [top, middle, bottom] = rng.pick(GRADIENTS[stage.time]);
  let svg = stage.rect(
    0,
    0,
    128,
    horizon + 4,
    stage.linear([
      [0, jitter(rng, top, 0.02)],
      [0.6, jitter(rng, middle, 0.02)],
      [1, bottom],
    ]),
  );
  if (stage.time === 'night') {
    const count = 22 + rng.int(14);
    for (let i = 0; i < count; i++)
      svg += star(stage, rng.uniform(1, 127), rng.uniform(1, horizon - 8), rng.uniform(0.35, 0.95));
  }
  const left = rng.chance(0.5);
  const x = left ? rng.uniform(12, 34) : rng.uniform(94, 116);
  const y = stage.time === 'sunset' ? horizon - rng.uniform(4, 12) : rng.uniform(13, 24);
  svg += light(stage, x, y, stage.time === 'sunset' ? rng.uniform(10, 13) : rng.uniform(7.5, 10));
  const clouds = stage.time === 'night' ? rng.int(2) : 1 + rng.int(3);
  for (let i = 0; i < clouds; i++)
    svg += cloud(stage, rng.uniform(8, 120), rng.uniform(10, horizon * 0.55), rng.uniform(20, 36));
  return svg;
}

/** A small piece of sky inside a window. */
export function windowSky(stage: Stage, x: number, y: number, width: number, height: number): string {
  const [top, middle, bottom] = GRADIENTS[stage.time][0] ?? ['#6cbcf0', '#a8dcf7', '#e6f6fb'];
  let svg = stage.rect(
    x,
    y,
    width,
    height,
    stage.linear([
      [0, top],
      [0.6, middle],
      [1, bottom],
    ]),
  );
  const { rng } = stage;
  if (stage.time === 'night')
    for (let i = 0; i < 7; i++)
      svg += star(stage, rng.uniform(x + 1, x + width - 1), rng.uniform(y + 1, y + height - 4), 0.6);
  const body = { day: '#ffd94f', sunset: '#ff9a3d', night: '#fdf3cf' }[stage.time];
  const bodyY = stage.time === 'sunset' ? y + height * 0.74 : y + height * 0.3;
  svg += stage.ellipse(x + width * 0.7, bodyY, 4.6, 4.6, body);
  const hill = { day: '#7cc46a', sunset: '#8a5a52', night: '#1f3560' }[stage.time];
  return (
    svg +
    stage.path(
      `M${x.toFixed(1)} ${(y + height).toFixed(1)}v-6q${(width / 3).toFixed(1)} -7 ${(width / 1.8).toFixed(1)} -1t${(width - width / 1.8).toFixed(1)} -2V${(y + height).toFixed(1)}Z`,
      hill,
    )
  );
}
