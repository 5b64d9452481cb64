// The styles of a picture: flat colours as composed; ink, with dark edges on warm paper; pastel, light and soft with pale halos. Each is
// a grade of the finished picture plus an edge around figures and props, so that scenery and artwork know nothing of styles.
// Hues survive: the grades are linear maps near the identity. SVG 1.1 filter primitives, in sRGB.
import { saturate } from './color';
import type { StyleId, TimeId } from './scene-graph';

const INK = '#2a1d1c';

/** A figure's colour before the grade: more colourful where the grade takes colour, so that figures stand out from their land. */
export function styledFigure(style: StyleId, color: string): string {
  return style === 'flat' ? color : saturate(color, style === 'pastel' ? 1.35 : 1.12);
}

/** Widens the shape by about `width` units, and paints the wider shape behind it. */
function edge(width: number, color: string, opacity: number, hardness: number): string {
  const deviation = (width * 0.62).toFixed(2);
  return (
    `x="-15%" y="-15%" width="130%" height="130%" color-interpolation-filters="sRGB">` +
    `<feGaussianBlur in="SourceAlpha" stdDeviation="${deviation}" result="wide"/>` +
    `<feComponentTransfer in="wide" result="firm"><feFuncA type="linear" slope="${String(hardness)}" intercept="0"/></feComponentTransfer>` +
    `<feFlood flood-color="${color}" flood-opacity="${String(opacity)}"/>` +
    `<feComposite in2="firm" operator="in" result="edge"/>` +
    `<feMerge><feMergeNode in="edge"/><feMergeNode in="SourceGraphic"/></feMerge>`
  );
}

/** The filter (its attributes and its inside) of an ink line around a part of a figure. */
export function inkFilter(scale: number): string {
  return edge(1.05 / scale, INK, 1, 9);
}

/** The filter of the edge around a whole figure or prop, or undefined where there is none: ink has its line already. */
export function edgeFilter(style: StyleId, time: TimeId, scale: number): string | undefined {
  if (style === 'pastel') return edge(1.7 / scale, '#ffffff', 0.8, 2.4);
  return time === 'night' ? edge(1.3 / scale, '#c6d2ff', 0.85, 2.6) : undefined;
}

/** The rows of a colour matrix that keeps `saturation` of the colour, scales by `gain` and adds `lift`, for each channel. */
function grade(
  saturation: number,
  gain: readonly [number, number, number],
  lift: readonly [number, number, number],
): string {
  const luma = [0.299, 0.587, 0.114];
  return gain
    .map((g, row) => {
      const weights = luma.map((part, column) => g * ((1 - saturation) * part + (row === column ? saturation : 0)));
      return `${weights.map((weight) => weight.toFixed(3)).join(' ')} 0 ${String(lift[row] ?? 0)}`;
    })
    .join(' ');
}

const GRADE: Readonly<Record<Exclude<StyleId, 'flat'>, string>> = {
  ink: grade(0.84, [0.95, 0.92, 0.84], [0.04, 0.025, 0.005]),
  pastel: grade(1, [0.66, 0.65, 0.66], [0.325, 0.315, 0.33]),
};

/** The graded picture with what lies over it, and the definitions that it needs. */
export function finish(style: StyleId, time: TimeId, body: string): { defs: string; picture: string } {
  if (style === 'flat') return { defs: '', picture: body };
  const defs =
    `<filter id="grade" filterUnits="userSpaceOnUse" x="0" y="0" width="128" height="128" color-interpolation-filters="sRGB">` +
    `<feColorMatrix type="matrix" values="${GRADE[style]} 0 0 0 1 0"/></filter>`;
  const graded = `<g filter="url(#grade)">${body}</g>`;
  if (style === 'ink') {
    const frame =
      `<path d="M0 0H128V128H0ZM2.6 2.6V125.4H125.4V2.6Z" fill="#f5ead0" fill-rule="evenodd"/>` +
      `<rect x="2.6" y="2.6" width="122.8" height="122.8" fill="none" stroke="${INK}" stroke-width="1.1"/>`;
    return { defs, picture: graded + frame };
  }
  const warmth = time === 'night' ? '#e9e2ff' : '#fffaf2';
  const glow =
    `<radialGradient id="soft" cx="0.5" cy="0.5" r="0.72"><stop offset="0.5" stop-color="${warmth}" stop-opacity="0"/>` +
    `<stop offset="1" stop-color="${warmth}" stop-opacity="0.4"/></radialGradient>`;
  return { defs: defs + glow, picture: `${graded}<rect width="128" height="128" fill="url(#soft)"/>` };
}
