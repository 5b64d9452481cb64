// Colour arithmetic on #rrggbb strings, in plain sRGB: enough for tinting a drawing by the time of day. Not colorimetry.
import type { Rng } from '../../../common/base/rng';

type Rgb = readonly [number, number, number];

function parse(color: string): Rgb {
  const hex = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join('') : color.slice(1);
  const value = Number.parseInt(hex, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function format(rgb: Rgb): string {
  return `#${rgb
    .map((part) =>
      Math.max(0, Math.min(255, Math.round(part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The colour `amount` (0 to 1) of the way from one colour to the other. */
export function mix(from: string, to: string, amount: number): string {
  const a = parse(from);
  const b = parse(to);
  return format([a[0] + (b[0] - a[0]) * amount, a[1] + (b[1] - a[1]) * amount, a[2] + (b[2] - a[2]) * amount]);
}

/** Darker (negative amount) or lighter (positive amount), from -1 to 1. */
export function shade(color: string, amount: number): string {
  return amount < 0 ? mix(color, '#10122a', -amount) : mix(color, '#ffffff', amount);
}

/** More (above 1) or less (below 1) colourful at the same luma. */
export function saturate(color: string, amount: number): string {
  const [r, g, b] = parse(color);
  const luma = 0.299 * r + 0.587 * g + 0.114 * b;
  return format([luma + (r - luma) * amount, luma + (g - luma) * amount, luma + (b - luma) * amount]);
}

/** A colour near the given one: each channel moves by at most `amount` of 255, all of them together by as much again. */
export function jitter(rng: Rng, color: string, amount: number): string {
  const [r, g, b] = parse(color);
  const common = rng.uniform(-amount, amount) * 255;
  const own = (): number => rng.uniform(-amount, amount) * 255;
  return format([r + common + own(), g + common + own(), b + common + own()]);
}

/** Replaces every hexadecimal colour in an SVG fragment. */
export function mapColors(svg: string, recolor: (color: string) => string): string {
  return svg.replace(/#(?:[0-9a-f]{6}|[0-9a-f]{3})\b/gi, (color) => recolor(color.toLowerCase()));
}
