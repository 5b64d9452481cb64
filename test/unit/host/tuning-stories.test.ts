// What a tuning learns from a checked data set: stories as they are told, and once more what the writer says is to be seen.
import { describe, expect, it } from 'vitest';
import type { TuningRecord } from '../../../common/ipc/tuner-contract';
import { countsOf, storiesFrom } from '../../../main/host/tuning-stories';

const panel = (id: string, text: string, caption: string, isKeptBack = false): TuningRecord['panels'][number] => ({
  id,
  imagePath: `/pictures/${id}.png`,
  text,
  caption,
  isKeptBack,
});
const records: TuningRecord[] = [
  {
    id: 'story',
    panels: [
      panel('p1', 'Oh no! He fell.', 'Bruno the fox on the beach'),
      panel('p2', 'He got up.', ''),
      panel('p3', 'The end.', 'Bruno the fox at night', true),
      panel('p4', 'Bruno sat.', ' Bruno sat. '),
    ],
  },
  { id: 'drawing', panels: [panel('d1', '', 'Bruno the fox in the snow')] },
];
const told = (stories: ReturnType<typeof storiesFrom>) =>
  stories.map(({ id, panels }) => [id, panels.map(({ text, picture }) => [text, picture.id, picture.path])]);

describe('stories to tune on', () => {
  it('are told as they stand, and a picture with words of its own is learned from those alone too', () => {
    expect(told(storiesFrom(records))).toEqual([
      [
        'story',
        [
          ['Oh no! He fell.', 'p1', '/pictures/p1.png'],
          ['He got up.', 'p2', '/pictures/p2.png'],
          ['The end.', 'p3', '/pictures/p3.png'],
          ['Bruno sat.', 'p4', '/pictures/p4.png'],
        ],
      ],
      ['drawing', [['Bruno the fox in the snow', 'd1', '/pictures/d1.png']]],
      ['p1, seen', [['Bruno the fox on the beach', 'p1, seen', '/pictures/p1.png']]],
    ]);
  });

  it('count every picture once, and none that could not be read', () => {
    const [story, drawing, seen] = storiesFrom(records);
    const whole = { stories: [story!, drawing!, seen!].map((one) => ({ ...one, styleLine: undefined })) };
    expect(countsOf(whole, records)).toEqual({ stories: 2, panels: 5 });
    const broken = [{ ...story!, panels: story!.panels.slice(1), styleLine: undefined }];
    expect(countsOf({ stories: broken }, records)).toEqual({ stories: 1, panels: 3 });
  });
});
