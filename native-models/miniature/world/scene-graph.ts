// The scene graph: what a picture of the picture-book world holds, as plain data. Not how it looks: composition.ts decides that
// from the graph alone (its seed included), so that a graph in index.jsonl can always be drawn again.

/** Characters that training data show. */
export type KnownCharacterId =
  | 'fox'
  | 'bear'
  | 'owl'
  | 'rabbit'
  | 'cat'
  | 'frog'
  | 'penguin'
  | 'mouse'
  | 'lion'
  | 'turtle'
  | 'dog'
  | 'duck'
  | 'pig'
  | 'cow'
  | 'horse'
  | 'elephant'
  | 'whale'
  | 'wolf'
  | 'dragon'
  | 'robot'
  | 'girl'
  | 'boy'
  | 'ghost'
  | 'hedgehog';
/** Characters that no part of the bundle has ever seen: for adapter tuning. Only the judge knows them. */
export type UnseenCharacterId = 'tiger' | 'panda' | 'koala' | 'monkey' | 'raccoon' | 'unicorn' | 'chicken' | 'octopus';
export type CharacterId = KnownCharacterId | UnseenCharacterId;
export type PlaceId =
  | 'forest'
  | 'meadow'
  | 'beach'
  | 'snow'
  | 'town'
  | 'room'
  | 'sea'
  | 'desert'
  | 'castle'
  | 'farm'
  | 'mountain'
  | 'space';
/** Times of day and weathers: rain and snowfall are by day. */
export type TimeId = 'day' | 'sunset' | 'night' | 'rain' | 'snowfall';
/** How a picture is rendered: flat colours, dark ink outlines on paper, or soft pastel light. A story keeps its style. */
export type StyleId = 'flat' | 'ink' | 'pastel';
export type PropId =
  | 'lantern'
  | 'kite'
  | 'boat'
  | 'balloon'
  | 'book'
  | 'gift'
  | 'key'
  | 'flower'
  | 'apple'
  | 'umbrella'
  | 'star'
  | 'map'
  | 'ball'
  | 'hat'
  | 'cake'
  | 'bell'
  | 'crown'
  | 'guitar'
  | 'drum'
  | 'teapot'
  | 'shell'
  | 'candle'
  | 'basket'
  | 'bucket'
  | 'clock'
  | 'letter'
  | 'pumpkin'
  | 'carrot'
  | 'trumpet'
  | 'mushroom';
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
  readonly style: StyleId;
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
