// The drawing surface of one scene: 128 x 128 units, its own seeded stream, gradients with ids of their own, the light of the hour
// applied to every colour, and the style: styles.ts grades the finished picture and draws the edges of figures and props. Shapes
// come back as SVG fragments; composition.ts orders them from back to front.
import type { Rng } from '../../../common/base/rng';
import { drawing, DRAWING_SIDE } from './artwork';
import { jitter, mix } from './color';
import type { StyleId, TimeId } from './scene-graph';
import { edgeFilter, finish, inkFilter, styledFigure } from './styles';

/** Units of a scene's view box, whatever its size in pixels. */
export const SCENE_SIDE = 128;

export type Stop = readonly [offset: number, color: string, opacity?: number];
export type Point = readonly [x: number, y: number];

/** How much the hour takes colours along: the land more than the figures, which must stay readable. */
const LIGHT: Readonly<Record<TimeId, { readonly color: string; readonly land: number; readonly figure: number }>> = {
  day: { color: '#fff6d8', land: 0.02, figure: 0 },
  sunset: { color: '#e8703f', land: 0.26, figure: 0.1 },
  night: { color: '#141c4e', land: 0.54, figure: 0.1 },
  rain: { color: '#56697f', land: 0.36, figure: 0.08 },
  snowfall: { color: '#e4ecf6', land: 0.18, figure: 0.03 },
};

/** Behind a window, by lamplight, evenings are warmer and lighter. */
const INDOOR_LIGHT: typeof LIGHT = {
  day: { color: '#fff6d8', land: 0.02, figure: 0 },
  sunset: { color: '#d9662f', land: 0.2, figure: 0.08 },
  night: { color: '#3a2450', land: 0.36, figure: 0.07 },
  rain: { color: '#5f6b86', land: 0.22, figure: 0.05 },
  snowfall: { color: '#e8eef8', land: 0.14, figure: 0.02 },
};

const AIR: Readonly<Record<TimeId, string>> = {
  day: '#cfe9f5',
  sunset: '#f2a37b',
  night: '#35427f',
  rain: '#9aa9b8',
  snowfall: '#e3ebf3',
};

const SHADOW: Readonly<Record<TimeId, number>> = { day: 0.42, sunset: 0.46, night: 0.55, rain: 0.4, snowfall: 0.34 };

export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export class Stage {
  readonly #defs: string[] = [];
  readonly #light: (typeof LIGHT)[TimeId];
  readonly #edges = new Map<string, string>();

  /**
   * @param rng the stream of everything that this scene draws at random
   * @param indoors lamplight in place of the sky's
   */
  constructor(
    readonly time: TimeId,
    readonly rng: Rng,
    readonly indoors = false,
    readonly style: StyleId = 'flat',
  ) {
    this.#light = (indoors ? INDOOR_LIGHT : LIGHT)[time];
  }

  /** A land colour: jittered a little, then lit by the hour; `depth` (0 near to 1 far) fades it towards the air. */
  land(color: string, depth = 0): string {
    const light = this.#light;
    const lit = mix(jitter(this.rng, color, 0.018), light.color, light.land);
    return depth === 0 ? lit : mix(lit, this.air(), depth);
  }

  /** A figure's colour: lit by the hour, less than the land. */
  figure(color: string): string {
    const light = this.#light;
    return styledFigure(this.style, mix(color, light.color, light.figure));
  }

  /**
   * A figure's or a prop's fragment with the edge of the style: an ink line, a pale halo, by night a thin rim of light.
   * @param scale what the fragment's own units measure in scene units, when the call stands inside a scaled group
   */
  outline(svg: string, scale = 1): string {
    return this.#filtered(this.inked(svg, scale), edgeFilter(this.style, this.time, scale));
  }

  /** The ink line of the ink style alone, for a part of something whose whole is then outlined by `rim`. */
  inked(svg: string, scale = 1): string {
    return this.style === 'ink' ? this.#filtered(svg, inkFilter(scale)) : svg;
  }

  /** The rest of the edge, for something whose parts are inked. */
  rim(svg: string, scale = 1): string {
    return this.#filtered(svg, edgeFilter(this.style, this.time, scale));
  }

  #filtered(svg: string, filter: string | undefined): string {
    if (filter === undefined) return svg;
    let id = this.#edges.get(filter);
    if (id === undefined) {
      id = `e${String(this.#edges.size)}`;
      this.#edges.set(filter, id);
      this.#defs.push(`<filter id="${id}" ${filter}</filter>`);
    }
    return `<g filter="url(#${id})">${svg}</g>`;
  }

  /** The colour of distant air. */
  air(): string {
    return AIR[this.time];
  }

  /** Adds a linear gradient from top to bottom (or along the given vector) and returns its paint. */
  linear(stops: readonly Stop[], vector: readonly [number, number, number, number] = [0, 0, 0, 1]): string {
    const [x1, y1, x2, y2] = vector;
    return this.#gradient('linearGradient', `x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}"`, stops);
  }

  /** Adds a radial gradient that fills the shape's box and returns its paint. */
  radial(stops: readonly Stop[]): string {
    return this.#gradient('radialGradient', '', stops);
  }

  #gradient(tag: string, attributes: string, stops: readonly Stop[]): string {
    const id = `g${String(this.#defs.length)}`;
    const body = stops
      .map(
        ([offset, color, opacity]) =>
          `<stop offset="${n(offset)}" stop-color="${color}"${opacity === undefined ? '' : ` stop-opacity="${n(opacity)}"`}/>`,
      )
      .join('');
    this.#defs.push(`<${tag} id="${id}" ${attributes}>${body}</${tag}>`);
    return `url(#${id})`;
  }

  rect(x: number, y: number, width: number, height: number, fill: string, extra = ''): string {
    return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${extra}/>`;
  }

  ellipse(x: number, y: number, rx: number, ry: number, fill: string, extra = ''): string {
    return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${extra}/>`;
  }

  path(d: string, fill: string, extra = ''): string {
    return `<path d="${d}" fill="${fill}" ${extra}/>`;
  }

  line(d: string, color: string, width: number, extra = ''): string {
    return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${extra}/>`;
  }

  /** A smooth band of land: from the left edge over the points to the right edge, filled down to the bottom. */
  band(points: readonly Point[], fill: string): string {
    const first = points[0] ?? [0, 0];
    let d = `M-2 ${n(first[1])}`;
    for (let i = 1; i < points.length; i++) {
      const [x0, y0] = points[i - 1] ?? first;
      const [x1, y1] = points[i] ?? first;
      const half = (x0 + x1) / 2;
      d += `C${n(half)} ${n(y0)} ${n(half)} ${n(y1)} ${n(x1)} ${n(y1)}`;
    }
    return this.path(`${d}V130H-2Z`, fill);
  }

  /** Gently rolling points across the picture around a height. */
  roll(y: number, swing: number, count = 4): Point[] {
    return Array.from({ length: count + 1 }, (_, i): Point => [
      -2 + (i * 132) / count,
      y + this.rng.uniform(-swing, swing),
    ]);
  }

  /** A soft glow: a disc that fades to nothing. */
  glow(x: number, y: number, radius: number, color: string, strength: number): string {
    return this.ellipse(
      x,
      y,
      radius,
      radius,
      this.radial([
        [0, color, strength],
        [0.35, color, strength * 0.55],
        [1, color, 0],
      ]),
    );
  }

  /** The soft shadow of something that stands on the ground. */
  shadow(x: number, y: number, halfWidth: number): string {
    const color = this.time === 'night' ? '#060a24' : '#2a2340';
    const strength = SHADOW[this.time];
    return this.ellipse(
      x,
      y,
      halfWidth,
      Math.max(2.2, halfWidth * 0.24),
      this.radial([
        [0, color, strength],
        [0.55, color, strength * 0.6],
        [1, color, 0],
      ]),
    );
  }

  /**
   * A drawing of the artwork that stands at (x, y) with the given height; the drawings leave two units of their box free.
   * @param recolor defaults to the light of the land
   */
  stand(
    name: string,
    x: number,
    y: number,
    height: number,
    options: { recolor?: (color: string) => string; flip?: boolean } = {},
  ): string {
    const recolor = options.recolor ?? ((color: string): string => this.land(color));
    const scale = height / (DRAWING_SIDE - 4);
    const flip = options.flip === true ? -1 : 1;
    return `<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale * flip)} ${n(scale)}) translate(-16 -30)">${drawing(name, recolor)}</g>`;
  }

  /** The whole picture as an SVG document. */
  document(body: string, sizePx: number): string {
    const size = String(sizePx);
    const { defs, picture } = finish(this.style, this.time, body);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${String(SCENE_SIDE)} ${String(SCENE_SIDE)}"><defs>${this.#defs.join('')}${defs}</defs>${picture}</svg>`;
  }
}
