// The flip-book is one file that needs nothing else and runs nothing but its own script. How it turns is test/e2e's business.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Story } from '../../../../common/domain/story';
import { flipBookFrom } from '../../../../main/services/exports/flip-book/flip-book';
import { bookStories, pictureOf, testTypeOf } from '../../../support/book-stories';

const pageOf = async (story: Story): Promise<string> =>
  new TextDecoder().decode(
    await flipBookFrom(story, { type: await testTypeOf(story), appName: 'Voken Studio', picture: pictureOf }),
  );
const between = (page: string, tag: string): string =>
  new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
const sha = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('flip-book', () => {
  it.each(Object.entries(bookStories))(
    'of the story "%s" holds everything inside and lets nothing else in',
    async (_name, story) => {
      const page = await pageOf(story);
      expect(page.match(/\b(?:src|href)="(?!data:)/)).toBeNull();
      expect(page.match(/url\((?!data:font\/woff2;base64,)/)).toBeNull();
      expect(page.match(/ style="| on[a-z]+="/)).toBeNull(); // the policy would refuse them
      expect(page.match(/<script>/g)).toHaveLength(1);
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain(`style-src ${sha(between(page, 'style'))}`);
      expect(policy).toContain(`script-src ${sha(between(page, 'script'))}`);
      expect(page).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    },
  );

  it('has a leaf with an address for every panel, its picture described, and title and author on the cover', async () => {
    const page = await pageOf(bookStories['ordinary']!);
    expect(page).toContain('<h1 dir="auto">The Lantern</h1>');
    expect(page).toContain('Ada Ink');
    expect([...page.matchAll(/id="(panel-\d+)"/g)].map(([, id]) => id)).toEqual(['panel-1', 'panel-2']);
    expect([...page.matchAll(/alt="([^"]*)"/g)].map(([, alt]) => alt)).toEqual([
      '',
      'Picture of panel-1',
      'Picture of panel-2',
    ]);
  });

  it('speaks and turns as the story is read', async () => {
    expect(await pageOf(bookStories['right to left']!)).toContain('<html lang="he" dir="rtl">');
    expect(await pageOf(bookStories['chinese']!)).toContain('aria-label="下一页"');
  });

  it('carries only the font files whose characters the story uses', async () => {
    const faces = async (name: string): Promise<number> =>
      (await pageOf(bookStories[name]!)).match(/@font-face/g)!.length;
    expect(await faces('ordinary')).toBe(2); // Latin, in two weights
    const russian = { ...bookStories['ordinary']!, title: 'Фонарь' };
    expect((await pageOf(russian)).match(/@font-face/g)).toHaveLength(4);
  });
});
