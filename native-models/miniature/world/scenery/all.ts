// Which scenery draws which place, and the edges of the furniture that carries things. Not how any of them looks.
import type { PlaceId } from '../scene-graph';
import { beach } from './beach';
import { castle } from './castle';
import { desert } from './desert';
import { farm } from './farm';
import { forest } from './forest';
import { meadow } from './meadow';
import { mountain } from './mountain';
import { room } from './room';
import type { SceneryMaker } from './scenery';
import { sea } from './sea';
import { snow } from './snow';
import { space } from './space';
import { town } from './town';

/** What carries a thing gets the edge of figures and things: in ink a line, by night a rim of light. */
function edged(make: SceneryMaker): SceneryMaker {
  return (stage) => {
    const made = make(stage);
    return {
      ...made,
      support: (x, y) => {
        const { svg, topHeight } = made.support(x, y);
        return { svg: stage.outline(svg), topHeight };
      },
    };
  };
}

export const SCENERIES: Readonly<Record<PlaceId, SceneryMaker>> = {
  forest: edged(forest),
  meadow: edged(meadow),
  beach: edged(beach),
  snow: edged(snow),
  town: edged(town),
  room: edged(room),
  sea: edged(sea),
  desert: edged(desert),
  castle: edged(castle),
  farm: edged(farm),
  mountain: edged(mountain),
  space: edged(space),
};
