// Rain and snowfall as things that fall: a strong layer behind the figures and a very light one in front of them, puddle rings and
// a dusting of snow. Not the sky (sky.ts) and not the light (stage.ts). Nothing falls indoors or in fair weather.
import { mix } from '../color';
import { n, type Stage } from '../stage';

/** True when drops or flakes fall on the scene itself. */
function falls(stage: Stage, what: 'rain' | 'snowfall'): boolean {
  return stage.time === what && !stage.indoors;
}

/** Streaks of rain with a common slant; several lines share one path, so that they are cheap. */
function streaks(stage: Stage, count: number, length: number, width: number, color: string, opacity: number): string {
  const { rng } = stage;
  let d = '';
  for (let i = 0; i < count; i++) {
    // One streak to each cell of a jittered grid: even, yet not in rows.
    const columns = Math.ceil(Math.sqrt(count));
    const rows = Math.ceil(count / columns);
    const x = (((i % columns) + rng.uniform(0, 1)) / columns) * 140 - 2;
    const y = ((Math.floor(i / columns) + rng.uniform(0, 1)) / rows) * 138 - 14;
    const long = length * rng.uniform(0.75, 1.15);
    d += `M${n(x)} ${n(y)}l${n(-long * 0.34)} ${n(long)}`;
  }
  return stage.line(d, color, width, `opacity="${n(opacity)}"`);
}

function flakes(stage: Stage, count: number, smallest: number, largest: number, opacity: number): string {
  const { rng } = stage;
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const rim = '#8fa5c2';
  let svg = '';
  for (let i = 0; i < count; i++) {
    const x = (((i % columns) + rng.uniform(0.1, 0.9)) / columns) * 128;
    const y = ((Math.floor(i / columns) + rng.uniform(0.1, 0.9)) / rows) * 128;
    const radius = rng.uniform(smallest, largest);
    // The rim keeps a white flake visible on white ground and on pale sky.
    svg += stage.ellipse(x, y, radius, radius, '#ffffff', `stroke="${rim}" stroke-width="0.6" stroke-opacity="0.8"`);
  }
  return `<g opacity="${n(opacity)}">${svg}</g>`;
}

/** Rings where drops hit the ground between two heights. */
function rings(stage: Stage, top: number, bottom: number): string {
  const { rng } = stage;
  let d = '';
  for (let i = 0; i < 9; i++) {
    const y = rng.uniform(top + 3, bottom);
    const half = 3 + ((y - top) / Math.max(1, bottom - top)) * 3.5;
    const x = rng.uniform(4, 124);
    d += `M${n(x - half)} ${n(y)}a${n(half)} ${n(half * 0.32)} 0 1 0 ${n(half * 2)} 0a${n(half)} ${n(half * 0.32)} 0 1 0 ${n(-half * 2)} 0`;
  }
  return stage.line(d, '#dce8f2', 0.9, 'opacity="0.75"');
}

/** Flat pools that hold the grey of the sky. */
function puddles(stage: Stage, top: number, bottom: number): string {
  const { rng } = stage;
  let svg = '';
  for (let i = 0; i < 3; i++) {
    const y = rng.uniform(top + 6, bottom - 2);
    svg += stage.ellipse(
      rng.uniform(8, 120),
      y,
      rng.uniform(11, 19),
      rng.uniform(2.4, 3.6),
      '#9fb4c6',
      'opacity="0.75"',
    );
  }
  return svg;
}

/**
 * The weather behind the figures, over the whole scenery.
 * @param groundTop height at which the near ground begins, in units
 * @param wet whether rain makes puddles on it (water has rings only)
 */
export function weatherBehind(stage: Stage, groundTop: number, wet = true): string {
  if (falls(stage, 'rain'))
    return (
      (wet ? puddles(stage, groundTop, 126) : '') +
      rings(stage, groundTop, 126) +
      streaks(stage, 46, 15, 1.25, '#e9f2fa', 0.72)
    );
  if (falls(stage, 'snowfall')) return flakes(stage, 42, 1.3, 2.7, 0.95);
  return '';
}

/** The weather in front of everything: light enough to leave faces readable; empty for clear times, indoors and in space. */
export function weatherFront(stage: Stage): string {
  if (falls(stage, 'rain')) return streaks(stage, 16, 9, 0.8, '#f2f8fd', 0.42);
  if (falls(stage, 'snowfall')) return flakes(stage, 12, 0.9, 1.6, 0.85);
  return '';
}

/** A ground or roof colour, whiter while snow falls; less so in pastel, which is pale already. */
export function dusted(stage: Stage, color: string, amount = 0.55): string {
  if (!falls(stage, 'snowfall')) return color;
  return mix(color, '#f3f8fd', stage.style === 'pastel' ? amount * 0.45 : amount);
}

/** Lamps and windows are lit in the evening and at night, so that a dark rainy day is not taken for either. */
export function lampsLit(stage: Stage): boolean {
  return stage.time === 'sunset' || stage.time === 'night';
}
