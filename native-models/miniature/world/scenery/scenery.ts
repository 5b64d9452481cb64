// What every place gives to a composition: a background, a foreground, something to put a prop on and something to put it under.
import { mix } from '../color';
import type { Stage } from '../stage';

export interface Scenery {
  /** Everything behind the figures, sky included. */
  readonly back: string;
  /** A little in front of them, at the lower edge. */
  readonly front: string;
  /** Furniture whose top, at (x, y - topHeight), carries a prop. */
  readonly support: (x: number, y: number) => { readonly svg: string; readonly topHeight: number };
  /** Something tall that stands at (x, y), in front of which a prop lies. */
  readonly shelter: (x: number, y: number) => string;
}

export type SceneryMaker = (stage: Stage) => Scenery;

/** Blades of grass around a point. */
export function tuft(stage: Stage, x: number, y: number, height: number, color: string): string {
  let d = '';
  for (let i = 0; i < 4; i++) {
    const lean = (i - 1.5) * height * 0.28 + stage.rng.uniform(-1, 1);
    d += `M${(x + (i - 1.5) * 1.6).toFixed(1)} ${y.toFixed(1)}q${(lean * 0.2).toFixed(1)} ${(-height * 0.6).toFixed(1)} ${lean.toFixed(1)} ${(-height * stage.rng.uniform(0.7, 1)).toFixed(1)}`;
  }
  return stage.line(d, color, 1.3);
}

/** Flowers as dots with a heart, scattered over a band of ground, larger when nearer. */
export function blossoms(stage: Stage, count: number, top: number, bottom: number, colors: readonly string[]): string {
  let svg = '';
  for (let i = 0; i < count; i++) {
    const y = stage.rng.uniform(top, bottom);
    const near = (y - top) / (bottom - top);
    const x = stage.rng.uniform(2, 126);
    const radius = 0.8 + near * 1.1;
    svg +=
      stage.ellipse(x, y, radius * 1.3, radius, stage.land(stage.rng.pick(colors))) +
      stage.ellipse(x, y, radius * 0.5, radius * 0.4, stage.land('#ffd24a'));
  }
  return svg;
}

/** A rounded stone with a lit side. */
export function stone(stage: Stage, x: number, y: number, width: number, height: number, color: string): string {
  const left = x - width / 2;
  const outline = `M${left.toFixed(1)} ${y.toFixed(1)}q${(-width * 0.04).toFixed(1)} ${(-height * 0.9).toFixed(1)} ${(width * 0.3).toFixed(1)} ${(-height).toFixed(1)}h${(width * 0.4).toFixed(1)}q${(width * 0.36).toFixed(1)} ${(height * 0.1).toFixed(1)} ${(width * 0.3).toFixed(1)} ${height.toFixed(1)}z`;
  const lit = stage.land(color);
  return stage.path(
    outline,
    stage.linear([
      [0, lit],
      [1, stage.land(mix(color, '#4a4a62', 0.5))],
    ]),
  );
}
