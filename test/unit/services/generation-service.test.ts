// What main makes of a request: the page decides seed and style, the writer's settings fill in the rest, hashes become paths.
import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../common/domain/settings';
import type { GenerateRequest } from '../../../common/ipc/engine-contract';
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
  text: '',
  image: null,
  options: { seed: 5, style: 'ink' },
};

function service(change: Partial<Settings> = {}) {
  const asked: GenerateRequest[] = [];
  const settings = { ...defaultSettings(), ...change };
  const engine: GenerationEngine = {
    generate: (request) => {
      asked.push(request);
      return Promise.reject(new Error('no engine here'));
    },
    cancel: () => Promise.resolve(),
    on: () => undefined,
  };
  const generation = new GenerationService({
    engine,
    jobs: new JobQueue(),
    newId: () => 'job',
    settings: () => settings,
    assetPath: (_, sha256) => Promise.resolve(sha256 === hash ? `/assets/${sha256}.png` : null),
    assetsFolder: () => '/assets',
  });
  return { generation, asked, settings };
}

describe('GenerationService', () => {
  it("adds the writer's settings to what the page decides, and leaves the rest to the bundle", async () => {
    const { generation, asked } = service({ sampler: 'euler', steps: 9 });
    await generation.start(start);
    expect(asked[0]?.options).toEqual({ seed: 5, style: 'ink', sampler: 'euler', steps: 9 });
  });

  it('looks the pictures up and keeps references apart from the story', async () => {
    const { generation, asked } = service();
    await generation.start(start);
    expect(asked[0]).toMatchObject({
      context: [{ text: 'Once.', imagePath: `/assets/${hash}.png` }],
      referencePaths: [`/assets/${hash}.png`],
    });
    await expect(generation.start({ ...start, references: ['b'.repeat(64)] })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});
