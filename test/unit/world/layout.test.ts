// The layout of scenes: everything that a caption names is large enough, inside the picture, in front of nothing that matters and
// behind nothing. Judged on boxes, before any drawing.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { layoutOf } from '../../../native-models/miniature/world/composition';
import { SMALLEST_PROP, type Box, type Layout } from '../../../native-models/miniature/world/layout';
import type { SceneGraph } from '../../../native-models/miniature/world/scene-graph';
import { makeScene } from '../../../native-models/miniature/world/scenes';

const SCENES = Array.from({ length: 2000 }, (_, i) => {
  const graph = makeScene(new Rng(31).fork(i));
  return { graph, layout: layoutOf(graph) };
});

function area(box: Box): number {
  return Math.max(0, box.x1 - box.x0) * Math.max(0, box.y1 - box.y0);
}

function shared(a: Box, b: Box): number {
  return area({
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  });
}

/** Scenes that break a rule, as readable text. */
function broken(rule: (layout: Layout, graph: SceneGraph) => string | undefined): string[] {
  return SCENES.flatMap(({ layout, graph }) => {
    const fault = rule(layout, graph);
    return fault === undefined ? [] : [`${fault}: ${JSON.stringify(graph)}`];
  });
}

describe('layoutOf', () => {
  it('places every character and every thing once', () => {
    expect(
      broken(({ figures, props }, graph) => {
        const who = figures.map((figure) => figure.who.id).sort();
        const what = props.map(({ item }) => item.id).sort();
        const same =
          who.join() ===
            graph.characters
              .map(({ id }) => id as string)
              .sort()
              .join() &&
          what.join() ===
            graph.props
              .map(({ id }) => id as string)
              .sort()
              .join();
        return same ? undefined : 'missing';
      }),
    ).toEqual([]);
  });

  it('gives every thing a longest side of at least 26 units', () => {
    expect(broken(({ props }) => props.find(({ size }) => size < SMALLEST_PROP)?.item.id)).toEqual([]);
  });

  it('cuts nothing at the frame by more than four units', () => {
    expect(
      broken(({ figures, props }) => {
        const boxes = [...figures, ...props].map(({ box }) => box);
        const out = boxes.some(({ x0, y0, x1, y1 }) => x0 < -4 || y0 < -4 || x1 > 132 || y1 > 132);
        return out ? 'cut' : undefined;
      }),
    ).toEqual([]);
  });

  it('hides at most a tenth of a thing behind figures drawn later, and of a thing behind another thing', () => {
    expect(
      broken(({ figures, props }) => {
        for (const [at, placed] of props.entries()) {
          // Things that stand alone are drawn last; what is held is drawn with its holder.
          const holder = figures.findIndex(({ who }) => placed.item.relation === 'held' && who.id === placed.item.by);
          const later = holder < 0 ? [] : figures.slice(holder + 1).map(({ box }) => box);
          const others = props.filter((_, other) => other !== at).map(({ box }) => box);
          const hidden = [...later, ...others].reduce((sum, box) => sum + shared(placed.box, box), 0);
          if (hidden > 0.1 * area(placed.box))
            return `${placed.item.id} hidden ${(hidden / area(placed.box)).toFixed(2)}`;
        }
        return undefined;
      }),
    ).toEqual([]);
  });

  it('covers at most a tenth of any face', () => {
    expect(
      broken(({ figures, props }) => {
        for (const [at, { face, who }] of figures.entries()) {
          const over = [...props, ...figures.slice(at + 1)].reduce((sum, { box }) => sum + shared(face, box), 0);
          if (over > 0.1 * area(face)) return `face of ${who.id} covered ${(over / area(face)).toFixed(2)}`;
        }
        return undefined;
      }),
    ).toEqual([]);
  });

  it('draws every figure at a readable height', () => {
    expect(
      broken(({ figures }) => {
        const least = [50, 32, 33][figures.length - 1] ?? 32;
        const small = figures.find(({ height }) => height < least);
        return small === undefined ? undefined : `${small.who.id} ${small.height.toFixed(1)}`;
      }),
    ).toEqual([]);
  });
});
