// Phrases for the places in narration, and small sentences of atmosphere. A phrase of one place never uses a word that only another
// place has (PLACE_WORDS is what the tests and the evaluation check), so that narration cannot contradict its picture.
import type { PlaceId } from '../scene-graph';

type PlaceTable = Readonly<Record<PlaceId, readonly string[]>>;

/** Where something happens: "found a key {in}". */
export const IN: PlaceTable = {
  forest: ['in the forest', 'in the woods', 'among the tall trees', 'in the deep forest'],
  meadow: ['in the meadow', 'in the green grass', 'on a grassy hill', 'in a wide meadow'],
  beach: ['on the beach', 'on the sandy beach', 'on the shore', 'on the soft sand of the beach'],
  snow: ['in the snow', 'on a snowy hill', 'in the deep snow', 'in the cold white snow'],
  town: ['in the town', 'in the village', 'in a narrow street', 'in the little town'],
  room: ['in a cosy room', 'at home', 'in a small room', 'inside the house'],
  sea: ['out at sea', 'on a raft at sea', 'far out at sea', 'on the open sea'],
  desert: ['in the desert', 'among the desert dunes', 'in the wide desert', 'in the hot desert'],
  castle: ['at the castle', 'in the castle courtyard', 'at an old castle', 'between the castle towers'],
  farm: ['on the farm', 'by the red barn', 'in the farmyard', 'on a little farm'],
  mountain: ['on the mountain', 'high in the mountains', 'high up on the mountain', 'among the rocky peaks'],
  space: ['in space', 'far out in space', 'among the planets', 'far away in space'],
};

/** Where somebody goes: "walked {to}". */
export const TO: PlaceTable = {
  forest: ['into the forest', 'into the woods', 'deep into the forest', 'to the forest'],
  meadow: ['to the meadow', 'out into the green meadow', 'up a grassy hill', 'to a wide green meadow'],
  beach: ['to the beach', 'down to the beach', 'to the shore', 'all the way to the beach'],
  snow: ['out into the snow', 'up a snowy hill', 'into the deep snow', 'far into the white snow'],
  town: ['to the town', 'to the village', 'into the little town', 'down a narrow street'],
  room: ['home', 'back home', 'home to a cosy room', 'into a warm house'],
  sea: ['out to sea', 'far out to sea', 'out onto the open sea', 'out to sea on a raft'],
  desert: ['into the desert', 'to the desert', 'far into the desert', 'out among the desert dunes'],
  castle: ['to the castle', 'to an old castle', 'up to the castle', 'into the castle courtyard'],
  farm: ['to the farm', 'to a little farm', 'into the farmyard', 'down to the farm'],
  mountain: ['up the mountain', 'to the mountain', 'high into the mountains', 'up into the mountains'],
  space: ['up into space', 'far out into space', 'out among the planets', 'all the way up into space'],
};

/** How somebody goes there: "{go} {to}". */
export const GO = {
  land: ['walked', 'walked', 'went', 'went', 'wandered', 'hurried', 'ran'],
  home: ['walked', 'went', 'went', 'hurried'],
  sea: ['sailed', 'sailed', 'drifted', 'went'],
  space: ['flew', 'flew', 'floated', 'went'],
  fromSea: ['went', 'travelled', 'hurried'],
  fromSpace: ['flew', 'travelled', 'went'],
} as const;

/** A short sentence of the place. */
export const PLACE_DETAILS: PlaceTable = {
  forest: [
    'the tall trees stood very still.',
    'leaves rustled all around.',
    'it smelled of moss and pine.',
    'something moved in the branches, but it was only the wind.',
    'the trees seemed to whisper.',
    'the leaves danced in the wind.',
  ],
  meadow: [
    'the grass was soft and tall.',
    'a soft wind ran through the grass.',
    'the green hills went on and on.',
    'the grass danced in the wind.',
    'the green grass tickled.',
    'the hills looked like big green pillows.',
  ],
  beach: [
    'the waves came in and went out again.',
    'the sand was soft and cool.',
    'the waves sang a quiet song.',
    'the air smelled of salt.',
    'the sand tickled.',
    'small waves ran up the shore.',
  ],
  snow: [
    'the snow was deep and cold.',
    'everything was white and quiet.',
    'cold snow lay all around.',
    'the snow creaked at every step.',
    'the snow looked like sugar.',
    'the whole world was white with snow.',
  ],
  town: [
    'the houses stood close together.',
    'the street was very quiet.',
    'somewhere down the street a door closed.',
    'the little houses looked friendly.',
    'all the houses seemed to listen.',
    'the street went up and down and around.',
  ],
  room: [
    'it was warm and safe inside.',
    'the rug was soft and warm.',
    'the old floor creaked a little.',
    'the wind could not come inside.',
    'it smelled of warm bread inside.',
    'there is no place like home.',
  ],
  sea: [
    'the waves rocked the raft.',
    'there was water as far as the eye could see.',
    'the raft went up and down.',
    'the sea was deep and wide.',
    'a big wave splashed over the raft.',
    'the sail of the raft flapped in the wind.',
  ],
  desert: [
    'the dunes went on and on.',
    'there was sand as far as the eye could see.',
    'a prickly cactus stood all alone.',
    'the wind drew lines in the sand.',
    'the desert was very still.',
    'the dunes looked like sleeping giants.',
  ],
  castle: [
    'the castle towers were very tall.',
    'the flags of the castle danced in the wind.',
    'the old stone walls were thick and strong.',
    'every step rang in the courtyard.',
    'the castle was older than anybody could say.',
    'perhaps a king had lived in the castle.',
  ],
  farm: [
    'the hay smelled sweet.',
    'the red barn looked friendly.',
    'the old fence creaked.',
    'the windmill turned and turned.',
    'the barn was full of hay.',
    'somebody had swept the farmyard.',
  ],
  mountain: [
    'the rocky peaks were very high.',
    'the wind was strong on the mountain.',
    'far below, everything looked tiny.',
    'the mountain was steep and grey.',
    'the air was thin and cold on the mountain.',
    'every word came back from the rocky peaks.',
  ],
  space: [
    'the planets turned slowly.',
    'the stars were all around.',
    'it was very, very quiet in space.',
    'big round planets hung all around.',
    'everything was as light as a feather in space.',
    'the stars twinkled and winked.',
  ],
};

/** Words that tie a sentence to one place, or to the few that share them: none may occur where the picture shows another. */
export const PLACE_WORDS: PlaceTable = {
  forest: ['forest', 'woods', 'trees', 'leaves', 'branches', 'moss', 'pine', 'stump'],
  meadow: ['meadow', 'grass', 'grassy', 'hills', 'oak'],
  beach: ['beach', 'shore', 'sand', 'sandy', 'palm', 'waves', 'salt'],
  snow: ['snow', 'snowy', 'ice', 'icy'],
  town: ['town', 'village', 'street', 'houses'],
  room: ['room', 'home', 'house', 'inside', 'rug', 'floor', 'table'],
  sea: ['sea', 'ocean', 'raft', 'sail', 'sailed', 'waves', 'wave', 'barrel'],
  desert: ['desert', 'dunes', 'dune', 'sand', 'cactus'],
  castle: ['castle', 'courtyard', 'towers', 'arch'],
  farm: ['farm', 'farmyard', 'barn', 'hay', 'fence', 'windmill'],
  mountain: ['mountain', 'mountains', 'peaks', 'peak', 'rocky', 'signpost'],
  space: ['space', 'planet', 'planets', 'stars', 'rocket'],
};
