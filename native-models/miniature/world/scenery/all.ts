// Which scenery draws which place.
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

export const SCENERIES: Readonly<Record<PlaceId, SceneryMaker>> = {
  forest,
  meadow,
  beach,
  snow,
  town,
  room,
  sea,
  desert,
  castle,
  farm,
  mountain,
  space,
};
