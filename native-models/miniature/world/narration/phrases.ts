// Phrases for places and times in narration, and small sentences of atmosphere. A phrase of one place or time never uses a word
// of another (WORDS below is what the tests and the evaluation check), so that narration cannot contradict its picture.
import type { PlaceId, TimeId } from '../scene-graph';

/** Where something happens: "found a key {in}". */
export const IN: Readonly<Record<PlaceId, readonly string[]>> = {
  forest: ['in the forest', 'in the woods', 'among the tall trees', 'in the deep forest'],
  meadow: ['in the meadow', 'in the green field', 'on a grassy hill', 'in a wide meadow'],
  beach: ['by the sea', 'on the beach', 'on the sand', 'on the shore'],
  snow: ['in the snow', 'on a snowy hill', 'in the deep snow', 'in the cold white snow'],
  town: ['in the town', 'in the village', 'in a narrow street', 'in the little town'],
  room: ['in a cosy room', 'at home', 'in a small room', 'inside the house'],
};

/** Where somebody goes: "walked {to}". */
export const TO: Readonly<Record<PlaceId, readonly string[]>> = {
  forest: ['into the forest', 'into the woods', 'deep into the forest', 'to the forest'],
  meadow: ['to the meadow', 'out into the green meadow', 'up a grassy hill', 'to a wide green field'],
  beach: ['to the beach', 'down to the sea', 'to the shore', 'all the way to the sea'],
  snow: ['out into the snow', 'up a snowy hill', 'into the deep snow', 'far into the white snow'],
  town: ['to the town', 'to the village', 'into the little town', 'down a narrow street'],
  room: ['home', 'back home', 'home to a cosy room', 'into a warm house'],
};

/** When a story begins: "{when} Pip found". */
export const WHEN: Readonly<Record<TimeId, readonly string[]>> = {
  day: [
    'one morning',
    'one day',
    'one sunny day',
    'one fine morning',
    'early one morning',
    'one bright day',
    'on a sunny morning',
  ],
  sunset: [
    'one evening',
    'late one evening',
    'one quiet evening',
    'at sunset',
    'one golden evening',
    'one evening at sunset',
  ],
  night: [
    'one night',
    'one dark night',
    'late one night',
    'on a quiet night',
    'one clear night',
    'in the middle of the night',
  ],
};

/** The hour has changed: "{then} they walked on". */
export const THEN: Readonly<Record<TimeId, readonly string[]>> = {
  day: ['the next morning', 'when morning came,', 'when the sun came up,', 'early the next morning', 'the next day'],
  sunset: ['when evening came,', 'as the sun went down,', 'at sunset', 'by evening', 'toward evening'],
  night: ['when night fell,', 'after dark', 'when the moon came up,', 'when it was dark,', 'late that night'],
};

/** A short sentence of the place. */
export const PLACE_DETAILS: Readonly<Record<PlaceId, readonly string[]>> = {
  forest: [
    'the tall trees stood very still.',
    'leaves rustled all around.',
    'it smelled of moss and pine.',
    'something moved in the branches, but it was only the wind.',
  ],
  meadow: [
    'the grass was soft and tall.',
    'a soft wind ran through the grass.',
    'the green hills went on and on.',
    'the grass danced in the wind.',
  ],
  beach: [
    'the waves came in and went out again.',
    'the sand was soft and cool.',
    'the waves sang a quiet song.',
    'the air smelled of salt.',
  ],
  snow: [
    'soft white snow came down.',
    'the snow was deep and cold.',
    'everything was white and quiet.',
    'cold snow lay all around.',
  ],
  town: [
    'the houses stood close together.',
    'the street was very quiet.',
    'somewhere down the street a door closed.',
    'the little houses looked friendly.',
  ],
  room: [
    'it was warm and safe inside.',
    'the rug was soft and warm.',
    'the old floor creaked a little.',
    'the wind could not come inside.',
  ],
};

/** A short sentence of the hour, good in every place. */
export const TIME_DETAILS: Readonly<Record<TimeId, readonly string[]>> = {
  day: ['the sun was high and bright.', 'the sky was clear and blue.', 'it was a lovely morning.', 'the sun shone.'],
  sunset: [
    'the sky was red and gold.',
    'the sun was going down.',
    'the evening sky glowed.',
    'the last light was soft and golden.',
  ],
  night: ['the moon was up.', 'it was very dark.', 'the moon looked down on everything.', 'the night was quiet.'],
};

/** Words that tie a sentence to one place: none of them may occur where the picture shows another. */
export const PLACE_WORDS: Readonly<Record<PlaceId, readonly string[]>> = {
  forest: ['forest', 'woods', 'trees', 'leaves', 'branches', 'moss', 'pine', 'stump'],
  meadow: ['meadow', 'field', 'grass', 'grassy', 'hills', 'green', 'oak'],
  beach: ['sea', 'beach', 'sand', 'shore', 'waves', 'salt', 'palm'],
  snow: ['snow', 'snowy', 'white', 'cold'],
  town: ['town', 'village', 'street', 'houses', 'door'],
  room: ['room', 'home', 'house', 'inside', 'rug', 'floor', 'table'],
};

/** Words that tie a sentence to one time of day. */
export const TIME_WORDS: Readonly<Record<TimeId, readonly string[]>> = {
  day: ['morning', 'day', 'sunny', 'blue', 'shone'],
  sunset: ['evening', 'sunset', 'glowed'],
  night: ['night', 'dark', 'moon'],
};
