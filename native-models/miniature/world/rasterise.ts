// Turns a composed scene into PNG bytes with sharp (librsvg inside): the only file of the world that needs a native library.
import sharp from 'sharp';
import { composeScene } from './composition';
import type { SceneGraph } from './scene-graph';

/** Side of a data set's pictures in pixels, unless asked otherwise. */
export const DEFAULT_SIZE_PX = 128;

/**
 * The picture of a graph as an opaque RGB PNG of sizePx x sizePx.
 * Same graph, same size, same sharp version: same bytes.
 */
export async function renderScene(graph: SceneGraph, sizePx: number = DEFAULT_SIZE_PX): Promise<Uint8Array> {
  const svg = composeScene(graph, sizePx);
  return sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 6 }).toBuffer();
}
