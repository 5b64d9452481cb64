// The sky over every outdoor place, and through the window of the room: gradient of the hour, sun or moon, clouds or stars.
import { jitter, mix } from '../color';
import type { TimeId } from '../scene-graph';
import { n, type Stage } from '../stage';

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
  rain: [
    ['#566679', '#7f90a2', '#a9b7c2'],
    ['#5c6773', '#84929c', '#b0bac0'],
  ],
  // Darker above than snow is, so that white flakes show against it.
  snowfall: [
    ['#8da3c0', '#b0c2d7', '#d5e1ec'],
    ['#97a8bf', '#b8c7d8', '#d9e2ec'],
  ],
};

const CLOUDS: Readonly<Record<TimeId, string>> = {
  day: '#ffffff',
  sunset: '#ffd9c2',
  night: '#5a66a8',
  rain: '#47546a',
  snowfall: '#e9eff6',
};

function cloud(stage: Stage, x: number, y: number, width: number): string {
  const color = CLOUDS[stage.time];
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

function gradient(stage: Stage, horizon: number): string {
  const { rng } = stage;
  // Pastel lightens everything: its snowy sky starts darker, or the flakes would be lost in it.
  const deeper = stage.style === 'pastel' && stage.time === 'snowfall' ? 0.4 : 0;
  const [top, middle, bottom] = rng.pick(GRADIENTS[stage.time]);
  const shown = (color: string): string => mix(color, '#4f6a92', deeper);
  return stage.rect(
    0,
    0,
    128,
    horizon + 4,
    stage.linear([
      [0, shown(jitter(rng, top, 0.02))],
      [0.6, shown(jitter(rng, middle, 0.02))],
      [1, shown(bottom)],
    ]),
  );
}

/** A closed ceiling of heavy clouds along the upper edge, ragged below. */
function overcast(stage: Stage): string {
  const { rng } = stage;
  const color = CLOUDS[stage.time];
  const under = mix(color, stage.time === 'rain' ? '#8a99ab' : '#b4c2d4', 0.55);
  let svg = '';
  for (const [y, size, fill] of [
    [15, 15, under],
    [7, 14, color],
  ] as const) {
    svg += stage.rect(-2, -2, 132, y, fill);
    for (let i = 0; i < 7; i++)
      svg += stage.ellipse(
        i * 21 + rng.uniform(-6, 6),
        y - rng.uniform(0, 5),
        rng.uniform(size * 0.9, size * 1.25),
        rng.uniform(5.5, 8.5),
        fill,
      );
  }
  return svg;
}

function fallingWeather(stage: Stage): boolean {
  return stage.time === 'rain' || stage.time === 'snowfall';
}

function sunOrMoon(stage: Stage, horizon: number): string {
  const { rng } = stage;
  const x = rng.chance(0.5) ? rng.uniform(12, 34) : rng.uniform(94, 116);
  const low = stage.time === 'sunset';
  return light(
    stage,
    x,
    low ? horizon - rng.uniform(4, 12) : rng.uniform(13, 24),
    low ? rng.uniform(10, 13) : rng.uniform(7.5, 10),
  );
}

function stars(stage: Stage, horizon: number): string {
  if (stage.time !== 'night') return '';
  const { rng } = stage;
  let svg = '';
  const count = 22 + rng.int(14);
  for (let i = 0; i < count; i++)
    svg += star(stage, rng.uniform(1, 127), rng.uniform(1, horizon - 8), rng.uniform(0.35, 0.95));
  return svg;
}

/** A sky of the hour without clouds, down to (and a little below) the horizon. */
export function cloudless(stage: Stage, horizon: number): string {
  if (fallingWeather(stage)) return gradient(stage, horizon) + overcast(stage);
  return gradient(stage, horizon) + stars(stage, horizon) + sunOrMoon(stage, horizon);
}

/** The sky down to (and a little below) the horizon. */
export function sky(stage: Stage, horizon: number): string {
  let svg = cloudless(stage, horizon);
  if (fallingWeather(stage)) return svg;
  const { rng } = stage;
  const clouds = stage.time === 'night' ? rng.int(2) : 1 + rng.int(3);
  for (let i = 0; i < clouds; i++)
    svg += cloud(stage, rng.uniform(8, 120), rng.uniform(10, horizon * 0.55), rng.uniform(20, 36));
  return svg;
}

const WINDOW_HILLS: Readonly<Record<TimeId, string>> = {
  day: '#7cc46a',
  sunset: '#8a5a52',
  night: '#1f3560',
  rain: '#5d7f6c',
  snowfall: '#f6fafe',
};

/** What falls or shines behind a window, by the hour. */
function windowWeather(stage: Stage, x: number, y: number, width: number, height: number): string {
  const { rng, time } = stage;
  if (time === 'rain') {
    let d = '';
    for (let i = 0; i < 16; i++)
      d += `M${n(x + 3 + ((i % 4) + rng.uniform(0, 0.9)) * (width / 4))} ${n(y + 8 + (Math.floor(i / 4) + rng.uniform(0, 0.6)) * ((height - 14) / 4))}l-2.4 7`;
    return (
      stage.rect(x, y, width, height * 0.16, CLOUDS.rain) +
      [0.14, 0.38, 0.64, 0.88]
        .map((at) => stage.ellipse(x + width * at, y + height * 0.16, width * 0.13, 3.4, CLOUDS.rain))
        .join('') +
      stage.line(d, '#eef5fb', 1.2, 'opacity="0.85"')
    );
  }
  if (time === 'snowfall') {
    let svg = '';
    for (let i = 0; i < 20; i++) {
      const radius = rng.uniform(1.2, 2);
      svg += stage.ellipse(
        x + 2 + ((i % 5) + rng.uniform(0.1, 0.9)) * ((width - 4) / 5),
        y + 2 + (Math.floor(i / 5) + rng.uniform(0.1, 0.9)) * ((height - 8) / 4),
        radius,
        radius,
        '#ffffff',
      );
    }
    return svg;
  }
  let svg = '';
  if (time === 'night')
    for (let i = 0; i < 9; i++)
      svg += star(stage, rng.uniform(x + 1, x + width - 1), rng.uniform(y + 1, y + height - 8), 0.7);
  const body = { day: '#ffd94f', sunset: '#ff9a3d', night: '#fdf3cf' }[time];
  const bodyY = time === 'sunset' ? y + height * 0.72 : y + height * 0.3;
  const size = width * 0.15;
  return (
    svg +
    stage.glow(x + width * 0.7, bodyY, size * 2, body, 0.5) +
    stage.ellipse(x + width * 0.7, bodyY, size, size, body)
  );
}

/** A small piece of sky inside a window, with the weather in it. */
export function windowSky(stage: Stage, x: number, y: number, width: number, height: number): string {
  const [top, middle, bottom] = GRADIENTS[stage.time][0] ?? ['#6cbcf0', '#a8dcf7', '#e6f6fb'];
  return (
    stage.rect(
      x,
      y,
      width,
      height,
      stage.linear([
        [0, top],
        [0.6, middle],
        [1, bottom],
      ]),
    ) +
    windowWeather(stage, x, y, width, height) +
    stage.path(
      `M${n(x)} ${n(y + height)}v-7q${n(width / 3)} -8 ${n(width / 1.8)} -1t${n(width - width / 1.8)} -2V${n(y + height)}Z`,
      WINDOW_HILLS[stage.time],
    )
  );
}
