// Stories and ports for editor tests: ids count up and the clock moves only when a test moves it.
import { createEditor, type Editor } from '../../renderer/editor/editor';
import type { EditorPorts } from '../../renderer/editor/command';
import { emptyPanel, emptyStory, type Asset, type Story } from '../../common/domain/story';
import type { GenerationResult } from '../../common/domain/job';

export interface FixturePorts extends EditorPorts {
  readonly advanceMs: (ms: number) => void;
}

export const fixturePorts = (): FixturePorts => {
  let count = 0;
  let timeMs = 0;
  return {
    newId: () => `id-${++count}`,
    nowMs: () => timeMs,
    advanceMs: (ms) => {
      timeMs += ms;
    },
  };
};

export const storyWithPanels = (...texts: string[]): Story => ({
  ...emptyStory({ id: 'story', panelId: 'unused', title: 'A story', now: '2026-01-01T00:00:00.000Z' }),
  panels: texts.map((text, index) => ({ ...emptyPanel(`p${index + 1}`), text })),
});

export const assetNumber = (n: number): Asset => ({
  sha256: n.toString(16).padStart(64, '0'),
  ext: 'png',
  widthPx: 128,
  heightPx: 128,
});

export const resultOf = (text: string, pictureNumber: number | null): GenerationResult => ({
  text,
  asset: pictureNumber === null ? null : assetNumber(pictureNumber),
  generation: {
    bundle: 'miniature',
    bundleDigest: 'd',
    seed: 1,
    sampler: 'ddim',
    steps: 4,
    guidanceScale: 3,
    temperature: 0.8,
    device: 'cpu',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  notices: [],
  ms: { see: 0, write: 0, map: 0, draw: 0, decode: 0 },
});

export const editorOver = (story: Story): { editor: Editor; ports: FixturePorts } => {
  const ports = fixturePorts();
  return { editor: createEditor(story, ports), ports };
};
