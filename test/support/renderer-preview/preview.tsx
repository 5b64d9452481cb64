// Mounts the real app over the in-memory studio. The address chooses the scene:
// ?story=empty|sample|long&engine=starting|restarting|failed&theme=dark&lang=zh, and any of: fail, savefail, openfail, readonly, recovered,
// missing, snapshots, slow, notices, parked, drawn, cast, nopictures, gaps.
import { emptyPanel, emptyStory, type Asset, type Story } from '../../../common/domain/story';
import type { SnapshotReason } from '../../../common/domain/snapshot';
import { createFakeStudio, type FakeStudioOptions } from '../fake-studio';
import { sampleAdapters } from '../fake-studio/fake-adapters';
import { paintScene } from './paint-scene';
import { followPictures } from './preview-asset-url';

const query = new URLSearchParams(location.search);
const has = (name: string): boolean => query.has(name);

const texts = [
  'A fox called Bruno had a paper lantern. Early one morning he was playing by the sea.',
  'Time went by. When evening came, everything looked different, but Bruno stayed.',
  'Oh no! He tripped, and the lantern fell away. It landed on a rock.',
  'Then Nibs the mouse came along and fetched the lantern in no time at all.',
];
const blank = emptyStory({
  id: 'sample',
  panelId: 'p1',
  title: has('story') && query.get('story') === 'empty' ? '' : 'The Lantern by the Sea',
  now: '2026-01-01T00:00:00.000Z',
});

/** A rendered picture of the world when the server has one; the stand-in painter otherwise. */
async function realPicture(n: number): Promise<Uint8Array | null> {
  const response = await fetch(`./world-${n + 1}.png`).catch(() => null);
  return response?.ok === true ? new Uint8Array(await response.arrayBuffer()) : null;
}

/** What lies on the shelf of the history: made by hand, on its own, before a restore, and one that cannot be read. */
function snapshotsOf(story: Story): NonNullable<FakeStudioOptions['snapshots']> {
  const earlier: Story = {
    ...story,
    title: 'The Lantern',
    panels: story.panels.slice(0, 3).map((panel, n) => (n === 0 ? { ...panel, text: 'A fox had a lantern.' } : panel)),
  };
  const state = (n: number, name: string | null, reason: SnapshotReason, kept: Story | null) => ({
    snapshot: {
      id: `snapshot-${n}`,
      at: `2026-01-0${n}T14:02:00.000Z`,
      bytes: 4000,
      content: kept === null ? null : { name, reason, panels: kept.panels.length, words: 40 + n },
    },
    story: kept,
  });
  return [
    state(1, null, 'opening', earlier),
    state(2, null, 'editing', null),
    state(3, 'Before the mouse came', 'asked', earlier),
    state(4, null, 'before-restore', story),
    state(5, null, 'editing', earlier),
  ];
}

const count = query.get('story') === 'long' ? 500 : query.get('story') === 'empty' ? 0 : 4;
async function boot(): Promise<void> {
  const painter = createFakeStudio({ story: blank, paint: paintScene, stepMs: 1 });
  const assets: Asset[] = [];
  for (let n = 0; n < Math.min(count, 4); n++) {
    const bytes = (await realPicture(n)) ?? (await paintScene(texts[n] ?? '', n + 3, 1));
    assets.push(await painter.addPicture(bytes));
  }
  const generation = has('drawn')
    ? {
        bundle: 'miniature',
        bundleDigest: 'f',
        seed: 7,
        sampler: 'ddim',
        steps: 20,
        guidanceScale: 4,
        temperature: 0.8,
        device: 'CPU',
        createdAt: '2026-01-01T00:00:00.000Z',
      }
    : null;
  const cardPicture = (n: number) =>
    ({
      id: `k${n}`,
      asset: assets[n]!,
      origin: 'imported',
      alt: '',
      altOrigin: 'human',
      favourite: false,
      generation: null,
    }) as const;
  const cast: Story['cast'] = [
    { id: 'c1', kind: 'character', name: 'Bruno', look: 'a small fox with a green scarf', always: true, pictures: [] },
    { id: 'c2', kind: 'character', name: 'Nibs', look: 'a grey mouse', always: false, pictures: [] },
    { id: 'c3', kind: 'place', name: 'The old pier', look: '', always: false, pictures: [] },
  ];
  /** `gaps`: the third panel has no picture, the fourth no words. */
  const isBare = (n: number): boolean => has('nopictures') || (has('gaps') && n === 2);
  const withPanels = (): Story => ({
    ...blank,
    author: 'Ada Reed',
    cast: has('cast')
      ? cast.map((card, n) => (n < 2 ? { ...card, pictures: [cardPicture(n === 0 ? 0 : 3)] } : card))
      : [],
    panels: Array.from({ length: count }, (_, n) => {
      const asset = assets[n % 4]!;
      const picture = (id: string, a = asset) =>
        ({ id, asset: a, origin: 'model', alt: '', altOrigin: 'human', favourite: false, generation }) as const;
      const pictures =
        n === 1 ? [picture(`x${n}a`, assets[0]), picture(`x${n}b`, assets[3]), picture(`x${n}`)] : [picture(`x${n}`)];
      return {
        ...emptyPanel(`p${n + 1}`),
        text: has('gaps') && n === 3 ? '' : (texts[n % 4] ?? ''),
        pictures: isBare(n) ? [] : pictures,
        chosenPictureId: isBare(n) ? null : `x${n}`,
        textVariants:
          n === 1
            ? [
                {
                  id: 'tv',
                  text: 'He swung it once over the waves.',
                  origin: 'model',
                  favourite: false,
                  generation: null,
                },
              ]
            : [],
      };
    }),
  });
  const story = count === 0 ? blank : withPanels();
  const failure = { code: 'device-lost', message: 'engine exited with code 9' };
  const fake = createFakeStudio({
    story,
    paint: paintScene,
    stepMs: has('slow') ? 400 : 40,
    settings: {
      theme: query.get('theme') === 'dark' ? 'dark' : 'light',
      language: query.get('lang') === 'zh' ? 'zh' : 'en',
    },
    ...(has('engine')
      ? {
          engine: {
            state: query.get('engine') as 'starting',
            restarts: 3,
            trouble: query.get('trouble') as 'gave-up',
            ...(query.get('engine') === 'starting' ? { bundle: null, device: '' } : {}),
          },
        }
      : {}),
    ...(has('adapters') ? { adapters: sampleAdapters } : {}),
    ...(has('fail') ? { generationFailure: failure } : {}),
    ...(has('savefail')
      ? {
          saveFailure: {
            code: 'disk-full',
            message: 'The disk is full: story.json needs 12 MB, 0 MB are free.',
            hint: 'Free at least 12 MB and save again. What was saved before is unchanged.',
          },
        }
      : {}),
    ...(has('notices')
      ? {
          notices: [
            { kind: 'unknown-words', words: ['spaceship', 'dragon'] },
            { kind: 'context-cut', panelsCut: 3, tokensCut: 400, budget: 900, isTextCut: false },
            { kind: 'story-complete' },
          ] as const,
        }
      : {}),
    ...(has('snapshots') ? { snapshots: snapshotsOf(story) } : {}),
    opened: {
      ...(has('missing') ? { missingPictures: 3 } : {}),
      ...(has('readonly')
        ? {
            readOnly: {
              reason: 'This story was written by a newer Voken Studio (file version 9; this one reads up to 3).',
              offersLastGoodCopy: true,
              offersTakeOver: false,
            },
          }
        : {}),
      ...(has('recovered')
        ? {
            recovered: {
              story: {
                ...story,
                panels: story.panels.with(0, { ...story.panels[0]!, text: `${story.panels[0]!.text} Nobody had.` }),
              },
              at: '2026-01-01T14:02:00.000Z',
            },
          }
        : {}),
    },
  });
  if (has('parked')) {
    for (let n = 1; n <= 2; n++)
      fake.jobs.start(
        {
          storyId: story.id,
          panelId: `new${n}`,
          place: { after: `p${n}` },
          mode: n === 1 ? 'both' : 'picture',
          context: [],
          references: [],
          cast: [],
          text: '',
          image: null,
          redraw: null,
          options: { seed: n },
        },
        true,
      );
  }
  for (const [key, bytes] of painter.pictures) fake.pictures.set(key, bytes);
  followPictures(fake.pictures);
  const refused = {
    code: 'io',
    message: 'story.json is broken at panels.2.text: Invalid input: expected string, received number.',
  };
  const exposed = has('openfail')
    ? {
        ...fake.exposed,
        story: { ...fake.exposed['story'], openLast: () => Promise.resolve({ ok: false, error: refused }) },
      }
    : fake.exposed;
  Object.assign(window, { studio: exposed, fake });
  await import('../../../renderer/main');
}

// Not at the top level: the app's chunk may share code with this one and would wait for it forever.
void boot();
