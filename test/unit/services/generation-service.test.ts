// What main makes of a request: the page decides seed and style, the writer's settings fill in the rest, hashes become paths.
import { describe, expect, it, vi } from 'vitest';
import { defaultSettings, type Settings } from '../../../common/domain/settings';
import type { GenerateRequest, InspectRequest } from '../../../common/ipc/engine-contract';
import {
  GenerationService,
  type GenerationEngine,
  type StartGeneration,
} from '../../../main/services/generation/generation-service';
import { JobQueue } from '../../../main/services/jobs/job-queue';

const hash = 'a'.repeat(64);
const start: StartGeneration = {
  storyId: 'story',
  panelId: 'panel',
  mode: 'both',
  context: [{ text: 'Once.', image: hash }],
  references: [hash],
  cast: [{ name: 'Pip', kind: 'character', look: 'a fox', always: false, images: [hash] }],
  text: '',
  image: null,
  redraw: null,
  options: { seed: 5, style: 'ink' },
};

const seen = { words: { characters: ['fox'], places: [], times: [], props: [] } };

function service(change: Partial<Settings> = {}) {
  const asked: GenerateRequest[] = [];
  const inspected: InspectRequest[] = [];
  const settings = { ...defaultSettings(), ...change };
  const engine: GenerationEngine = {
    generate: (request) => {
      asked.push(request);
      return Promise.reject(new Error('no engine here'));
    },
    cancel: () => Promise.resolve(),
    describe: (path) => Promise.resolve({ ...seen, caption: path }),
    inspect: (request) => {
      inspected.push(request);
      return Promise.resolve({ budget: 1, used: 0, parts: [] });
    },
    on: () => undefined,
  };
  const generation = new GenerationService({
    engine,
    jobs: new JobQueue(),
    newId: () => 'job',
    settings: () => settings,
    assetPath: (_, sha256) => Promise.resolve(sha256 === hash ? `/assets/${sha256}.png` : null),
    adapterFolder: (id) => Promise.resolve(`/adapters/${id}`),
    assetsFolder: () => Promise.resolve('/assets'),
    device: () => 'cpu',
    storyTitle: () => Promise.resolve('The lantern'),
    memory: null,
  });
  return { generation, asked, inspected, settings };
}

describe('GenerationService', () => {
  it("adds the writer's settings to what the page decides, and leaves the rest to the bundle", async () => {
    const { generation, asked } = service({ sampler: 'euler', steps: 9 });
    await generation.start(start);
    await vi.waitFor(() => {
      expect(asked).not.toEqual([]);
    });
    expect(asked[0]?.options).toEqual({ seed: 5, style: 'ink', sampler: 'euler', steps: 9 });
  });

  it('looks the pictures up and keeps references apart from the story', async () => {
    const { generation, asked } = service();
    await generation.start(start);
    await vi.waitFor(() => {
      expect(asked).not.toEqual([]);
    });
    expect(asked[0]).toMatchObject({
      context: [{ text: 'Once.', imagePath: `/assets/${hash}.png` }],
      referencePaths: [`/assets/${hash}.png`],
    });
    await expect(generation.start({ ...start, references: ['b'.repeat(64)] })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  it("hands the story's cards on with the paths of their pictures", async () => {
    const { generation, asked } = service();
    await generation.start(start);
    await vi.waitFor(() => {
      expect(asked).not.toEqual([]);
    });
    expect(asked[0]?.cast).toEqual([
      { name: 'Pip', kind: 'character', look: 'a fox', always: false, imagePaths: [`/assets/${hash}.png`] },
    ]);
    expect(asked[0]).not.toHaveProperty('redraw');
  });

  it('hands adapters on as folders with their strengths, and those of strength 0 not at all', async () => {
    const { generation, asked } = service();
    const [one, other] = ['0190b0c0-0000-4000-8000-00000000000a', '0190b0c0-0000-4000-8000-00000000000b'];
    await generation.start({
      ...start,
      adapters: [
        { id: one, strength: 0.5 },
        { id: other, strength: 0 },
      ],
    });
    await vi.waitFor(() => {
      expect(asked).not.toEqual([]);
    });
    expect(asked[0]?.adapters).toEqual([{ dir: `/adapters/${one}`, strength: 0.5 }]);
    await generation.start(start);
    await vi.waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    expect(asked[1]).not.toHaveProperty('adapters');
  });

  it('lets a picture be drawn over, and only a picture', async () => {
    const { generation, asked } = service();
    const redraw = { image: hash, strength: 0.5, mask: new Uint8Array([1, 2]) };
    await generation.start({ ...start, mode: 'picture', redraw });
    await vi.waitFor(() => {
      expect(asked).not.toEqual([]);
    });
    expect(asked[0]?.redraw).toEqual({ imagePath: `/assets/${hash}.png`, strength: 0.5, mask: redraw.mask });
    await expect(generation.start({ ...start, mode: 'both', redraw })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(
      generation.start({ ...start, mode: 'picture', redraw: { ...redraw, image: 'b'.repeat(64) } }),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('asks what the model sees, and what it would be told, without a job', async () => {
    const { generation, asked, inspected } = service({ steps: 9 });
    expect(await generation.describe('story', hash)).toEqual({ ...seen, caption: `/assets/${hash}.png` });
    await expect(generation.describe('story', 'b'.repeat(64))).rejects.toMatchObject({ code: 'bad-request' });
    expect(await generation.inspect(start)).toEqual({ budget: 1, used: 0, parts: [] });
    expect(inspected[0]).toMatchObject({
      mode: 'both',
      referencePaths: [`/assets/${hash}.png`],
      options: { steps: 9 },
    });
    expect(asked).toEqual([]);
  });
});
