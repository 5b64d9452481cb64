// Open water under the light of the hour: its colours and the glints on it, shared by the beach and the sea. Not the surf, which is
// the beach's own.
import type { TimeId } from '../scene-graph';
import { n, type Stage } from '../stage';

/** Far and near colour of the water. */
export type WaterColors = Readonly<Record<TimeId, readonly [string, string]>>;

const GLINTS: Readonly<Record<TimeId, string>> = {
  day: '#ffffff',
  sunset: '#ffe0a0',
  night: '#c9d6ff',
  rain: '#c3d2dd',
  snowfall: '#f4f9fd',
};

/** Water from the horizon down to the bottom of the picture. */
export function water(stage: Stage, horizon: number, colors: WaterColors): string {
  const [far, near] = colors[stage.time];
  return stage.rect(
    0,
    horizon,
    128,
    130 - horizon,
    stage.linear([
      [0, far],
      [1, near],
    ]),
  );
}

/** Small arcs of light on the water, wider when nearer. */
export function glints(stage: Stage, count: number, top: number, bottom: number, width: number): string {
  const { rng } = stage;
  const color = GLINTS[stage.time];
  let d = '';
  for (let i = 0; i < count; i++) {
    const y = rng.uniform(top + 2, bottom);
    const long = 3 + ((y - top) / (bottom - top)) * rng.uniform(width * 0.4, width);
    d += `M${n(rng.uniform(-4, 128))} ${n(y)}q${n(long / 2)} -1.6 ${n(long)} 0`;
  }
  return stage.line(d, color, 1, 'opacity="0.55"');
}
