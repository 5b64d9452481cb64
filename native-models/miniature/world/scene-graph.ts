// The scene graph: what a picture of the picture-book world holds, as plain data. Not how it looks: composition.ts decides that
// from the graph alone (its seed included), so that a graph in index.jsonl can always be drawn again.

export type CharacterId = 'fox' | 'bear' | 'owl' | 'rabbit' | 'cat' | 'frog' | 'penguin' | 'mouse';
export type PlaceId = 'forest' | 'meadow' | 'beach' | 'snow' | 'town' | 'room';
export type TimeId = 'day' | 'sunset' | 'night';
export type PropId =
  'lantern' | 'kite' | 'boat' | 'balloon' | 'book' | 'gift' | 'key' | 'flower' | 'apple' | 'umbrella' | 'star' | 'map';
export type Relation = 'held' | 'beside' | 'on' | 'under';

export interface SceneCharacter {
  readonly id: CharacterId;
  readonly name: string;
  readonly role: 'main' | 'other';
}

export interface SceneProp {
  readonly id: PropId;
  readonly relation: Relation;
  /** The character that holds it or stands next to it; absent for `on` and `under`, which name the place's own furniture. */
  readonly by?: CharacterId;
}

export interface SceneGraph {
  readonly place: PlaceId;
  readonly time: TimeId;
  readonly characters: readonly SceneCharacter[];
  readonly props: readonly SceneProp[];
  readonly seed: number;
}

/** One panel of a story: what the narration says, and what the picture holds. */
export interface StoryPanel {
  readonly text: string;
  readonly caption: string;
  readonly graph: SceneGraph;
}
