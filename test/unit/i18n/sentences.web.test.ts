// What is put together from parts follows the language: sentences in a row, what is said of an adapter and of how a version was made.
import { afterEach, describe, expect, it } from 'vitest';
import type { Generation } from '../../../common/domain/story';
import { oneLineFrom } from '../../../renderer/api/writer-words';
import { adapterWords } from '../../../renderer/features/adapters/adapter-words';
import { generationWords } from '../../../renderer/features/inspector/provenance-words';
import { formatSentences, sentenceGap } from '../../../renderer/i18n/format';
import { i18n } from '../../../renderer/i18n/translate';
import { sampleAdapters } from '../../support/fake-studio/fake-adapters';

afterEach(() => i18n.activate('en'));

describe('sentences in a row', () => {
  it('have a space between them in English and none after a Chinese full stop', () => {
    expect(formatSentences(['One.', '', 'Two.'])).toBe('One. Two.');
    i18n.activate('zh');
    expect(formatSentences(['一。', '', '二。'])).toBe('一。二。');
    expect(sentenceGap()).toBe('');
  });

  it('are how a failure is said in one line, also where it has no advice', () => {
    const full = { code: 'disk-full', message: 'ENOSPC' };
    expect(oneLineFrom(full)).toBe('The disk is full. Free some space and try again, or save a copy elsewhere.');
    expect(oneLineFrom({ code: 'cancelled', message: '' })).toBe('Stopped.');
    i18n.activate('zh');
    expect(oneLineFrom(full)).not.toContain(' ');
  });
});

describe('what an adapter changes', () => {
  const [hero, voice] = sampleAdapters;
  const zoo = { ...hero!, parts: { ...hero!.parts, words: ['tiger', 'koala'] } };

  it('names the characters that it brings words for, where it brings any and can be used', () => {
    expect(adapterWords(zoo)).toBe('How it draws and how it writes · Knows: tiger, koala');
    expect(adapterWords(voice!)).toBe('How it writes');
    expect(adapterWords({ ...zoo, state: 'damaged', trouble: 'It is damaged.' })).toBe('It is damaged.');
    i18n.activate('zh');
    expect(adapterWords(zoo)).toContain('会画：tiger、koala');
  });
});

describe('how a version was made', () => {
  const generation: Generation = {
    bundle: 'miniature',
    bundleDigest: 'f'.repeat(64),
    seed: 7,
    sampler: 'ddim',
    steps: 20,
    guidanceScale: 4,
    temperature: 0.8,
    style: 'flat',
    device: 'cpu',
    createdAt: '2026-01-01T14:02:00.000Z',
  };
  const styles = [{ id: 'flat', name: 'Flat' }];

  it('names the style as the picker does and the device as the settings do', () => {
    expect(generationWords(generation, 'Made', styles)).toBe(
      'Made: miniature, seed 7, style Flat, 20 steps, guidance 4, ddim, on Processor (CPU)',
    );
    i18n.activate('zh');
    expect(generationWords(generation, '由模型生成', styles)).toBe(
      '由模型生成：miniature、种子 7、平涂画风、20 步、引导强度 4、ddim、运行于处理器（CPU）',
    );
  });

  it('keeps the id of a style that this bundle does not know, and says nothing of what nobody generated', () => {
    expect(generationWords({ ...generation, style: 'woodcut' }, 'Made', styles)).toContain('style woodcut');
    expect(generationWords(null, 'Written by you', styles)).toBe('Written by you');
  });
});
