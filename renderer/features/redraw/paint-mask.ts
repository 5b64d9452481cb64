// Paints marks on a canvas: for the eye as a hatched veil over the picture, for the model as a PNG in which white may change and black
// stays.
import { StudioError } from '../../../common/base/studio-error';
import type { Mark, Region } from './mask-marks';

const MAX_MASK_PX = 512;

type Context = CanvasRenderingContext2D;

/** Marks as opaque white on nothing. */
function paintMarks(context: Context, marks: readonly Mark[], width: number, height: number): void {
  context.clearRect(0, 0, width, height);
  context.fillStyle = '#fff';
  context.strokeStyle = '#fff';
  for (const mark of marks) {
    if (mark.kind === 'invert') {
      context.globalCompositeOperation = 'xor';
      context.fillRect(0, 0, width, height);
      continue;
    }
    context.globalCompositeOperation = mark.erases ? 'destination-out' : 'source-over';
    if (mark.kind === 'region') fillRegion(context, mark.region, width, height);
    else strokeLine(context, mark, width, height);
  }
  context.globalCompositeOperation = 'source-over';
}

function fillRegion(context: Context, region: Region, width: number, height: number): void {
  const [x, y, w, h] = [region.x * width, region.y * height, region.width * width, region.height * height];
  context.beginPath();
  if (region.shape === 'rectangle') context.rect(x, y, w, h);
  else context.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
  context.fill();
}

function strokeLine(
  context: Context,
  { points, radius }: Extract<Mark, { kind: 'stroke' }>,
  width: number,
  height: number,
): void {
  const [first, ...rest] = points;
  if (first === undefined) return;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.lineWidth = 2 * radius * width;
  context.beginPath();
  context.moveTo(first.x * width, first.y * height);
  // A dot is a line of no length, which is not painted without somewhere to go.
  for (const point of rest.length === 0 ? [first] : rest) context.lineTo(point.x * width + 0.01, point.y * height);
  context.stroke();
}

const contextOf = (canvas: HTMLCanvasElement): Context => {
  const context = canvas.getContext('2d');
  if (context === null) throw new StudioError('internal', 'This window has no canvas to paint a mask on.');
  return context;
};

/** A veil with stripes: to be told from the picture without seeing its colour. */
function stripes(context: Context): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pen = contextOf(tile);
  pen.fillStyle = 'rgb(255 255 255 / 34%)';
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = 'rgb(20 90 72 / 92%)';
  pen.lineWidth = 2;
  for (const at of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(at, 8);
    pen.lineTo(at + 8, 0);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat');
}

export function paintVeil(canvas: HTMLCanvasElement, marks: readonly Mark[]): void {
  const context = contextOf(canvas);
  paintMarks(context, marks, canvas.width, canvas.height);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = stripes(context) ?? '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = 'source-over';
}

/** The mask as the model wants it, in the picture's proportions, at most 512 pixels long. */
export async function maskPng(
  marks: readonly Mark[],
  picture: { readonly widthPx: number; readonly heightPx: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(1, MAX_MASK_PX / Math.max(picture.widthPx, picture.heightPx));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.widthPx * scale));
  canvas.height = Math.max(1, Math.round(picture.heightPx * scale));
  const context = contextOf(canvas);
  paintMarks(context, marks, canvas.width, canvas.height);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new StudioError('internal', 'The marked region could not be made into a picture.');
  return new Uint8Array(await blob.arrayBuffer());
}
