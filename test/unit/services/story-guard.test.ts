// Other studios and other programs in the folder of an open story, snapshots and recovery, over real folders with a hand-wound clock.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutsideState } from '../../../common/ipc/contract';
import { storyChangeBetween } from '../../../common/domain/story-edit';
import { OpenStory, SNAPSHOT_EVERY_MS } from '../../../main/services/stories/open-story';
import { writeStoryFolder } from '../../../main/services/stories/story-folder';
import { STALE_MS } from '../../../main/services/stories/story-lock';
import { temporaryFolder, writeContext } from '../../support/failing-files';
import { numberOfState, stateNumber } from '../../support/numbered-states';
import { documentOfVersion, onePixelAsset, panelWith, putOnePixelAsset, storyWith } from '../../support/sample-stories';

let scratch: ReturnType<typeof temporaryFolder>;
let folder: string;
let nowMs: number;
let names = 0;
const opened: OpenStory[] = [];
beforeEach(async () => {
  scratch = temporaryFolder();
  folder = join(scratch.path, 'A.vokenstory');
  nowMs = Date.parse('2026-11-23T10:00:00.000Z');
  await writeStoryFolder(writeContext(), folder, stateNumber(0));
});
afterEach(async () => {
  for (const open of opened.splice(0)) await open.idle();
  scratch.remove();
});

function studio(instance: string, living: readonly string[] = [], seen: OutsideState[] = []): OpenStory {
  const pidOf = (name: string): number => name.length + (name.codePointAt(0) ?? 0) * 100;
  const open = new OpenStory(folder, {
    write: { ...writeContext(), uniqueName: () => `u${names++}` },
    now: () => new Date(nowMs).toISOString(),
    identity: { host: 'here', pid: pidOf(instance), instance, isAlive: (pid) => living.map(pidOf).includes(pid) },
    onOutside: (state) => seen.push(state),
  });
  opened.push(open);
  return open;
}
const storyPath = (): string => join(folder, 'story.json');
const onDisk = () => numberOfState(JSON.parse(readFileSync(storyPath(), 'utf8')) as ReturnType<typeof stateNumber>);
const foreign = (n: number): void => writeFileSync(storyPath(), JSON.stringify(stateNumber(n)));

describe('another studio', () => {
  it('opens for reading what a living studio has open, and leaves its journal alone', async () => {
    const first = studio('first', ['first']);
    await first.load('A');
    await first.journal(stateNumber(1), 1);
    const second = studio('second', ['first', 'second']);
    const { readOnly, recovered } = await second.load('A');
    expect(readOnly).toMatchObject({
      offersTakeOver: true,
      reason: expect.stringContaining('Another Voken Studio') as string,
    });
    expect(recovered).toBeNull();
    await expect(second.save(stateNumber(2), 1)).rejects.toMatchObject({ code: 'io' });
    expect(existsSync(join(folder, 'journal.ndjson'))).toBe(true);
    await first.save(stateNumber(1), 2);
    expect(onDisk()).toBe(1);
  });

  it('takes over a lock whose process is dead, or whose heart has stopped', async () => {
    await studio('first', ['first']).load('A');
    expect((await studio('second', []).load('A')).readOnly).toBeNull();
    expect((await studio('third', ['second', 'third']).load('A')).readOnly).not.toBeNull();
    nowMs += STALE_MS;
    expect((await studio('third', ['second', 'third']).load('A')).readOnly).toBeNull();
  });

  it('keeps a lock alive by looking, and frees it when the story is closed', async () => {
    const first = studio('first', ['first']);
    await first.load('A');
    for (let n = 0; n < 6; n++) {
      nowMs += STALE_MS / 2;
      expect(await first.look()).toBe('none');
    }
    expect((await studio('second', ['first', 'second']).load('A')).readOnly).not.toBeNull();
    await first.close();
    expect(readdirSync(folder)).not.toContain('.lock');
    expect((await studio('second', ['first', 'second']).load('A')).readOnly).toBeNull();
  });

  it('takes a story away when asked: the first may neither save nor journal, until it takes it back', async () => {
    const seen: OutsideState[] = [];
    const first = studio('first', ['first', 'second'], seen);
    await first.load('A');
    const second = studio('second', ['first', 'second']);
    expect((await second.load('A', true)).readOnly).toBeNull();
    await second.save(stateNumber(2), 1);
    expect(await first.look()).toBe('taken');
    expect(seen).toEqual(['taken']);
    await expect(first.journal(stateNumber(1), 1)).rejects.toMatchObject({ code: 'io' });
    await expect(first.save(stateNumber(1), 2)).rejects.toMatchObject({ code: 'io' });
    expect(onDisk()).toBe(2);
    await first.settleOutside();
    await first.save(stateNumber(1), 3);
    expect(onDisk()).toBe(1);
    expect(await second.look()).toBe('taken');
  });
});

describe('another program', () => {
  it('is noticed, is not written over, and stays in the history when the writer keeps hers', async () => {
    const seen: OutsideState[] = [];
    const open = studio('one', [], seen);
    await open.load('A');
    foreign(5);
    expect(await open.look()).toBe('changed');
    expect(seen).toEqual(['changed']);
    await expect(open.save(stateNumber(1), 1)).rejects.toMatchObject({
      message: expect.stringContaining('changed') as string,
    });
    expect(onDisk()).toBe(5);
    await open.journal(stateNumber(1), 2); // what is typed meanwhile is safe
    expect(numberOfState((await open.readOutside()).story!)).toBe(5);
    await open.settleOutside();
    expect(seen).toEqual(['changed', 'none']);
    await open.save(stateNumber(1), 3);
    expect(onDisk()).toBe(1);
    const theirs = (await open.listSnapshots()).find(({ content }) => content?.reason === 'outside');
    expect(numberOfState(await open.readSnapshot(theirs!.id))).toBe(5);
  });

  it('is noticed by the save itself, without a look before', async () => {
    const open = studio('one');
    await open.load('A');
    foreign(5);
    await expect(open.save(stateNumber(1), 1)).rejects.toMatchObject({ code: 'io' });
    expect(onDisk()).toBe(5);
  });

  it('leaves something unreadable: it is put by as it is', async () => {
    const open = studio('one');
    await open.load('A');
    writeFileSync(storyPath(), '{"half');
    expect(await open.look()).toBe('unreadable');
    expect(await open.readOutside()).toMatchObject({ story: null, reason: expect.stringContaining('JSON') as string });
    await open.settleOutside();
    await open.save(stateNumber(1), 1);
    const kept = readdirSync(join(folder, 'history')).find((name) => name.startsWith('story.outside-'));
    expect(readFileSync(join(folder, 'history', kept!), 'utf8')).toBe('{"half');
  });

  it('moves the folder away: no save makes it again, and it is found when it comes back', async () => {
    const open = studio('one');
    await open.load('A');
    renameSync(folder, `${folder}-moved`);
    expect(await open.look()).toBe('missing');
    await expect(open.save(stateNumber(1), 1)).rejects.toMatchObject({
      message: expect.stringContaining('gone') as string,
    });
    expect(existsSync(folder)).toBe(false);
    renameSync(`${folder}-moved`, folder);
    expect(await open.look()).toBe('none');
    await open.save(stateNumber(1), 2);
    expect(onDisk()).toBe(1);
  });

  it('deletes story.json alone: the next save writes it again', async () => {
    const open = studio('one');
    await open.load('A');
    rmSync(storyPath());
    await open.save(stateNumber(1), 1);
    expect(onDisk()).toBe(1);
  });

  it('is never suspected because of the studio’s own saves, or of a file that was only touched', async () => {
    const seen: OutsideState[] = [];
    const open = studio('one', [], seen);
    await open.load('A');
    for (let n = 1; n < 4; n++) {
      await Promise.all([open.save(stateNumber(n), n), open.look(), open.look()]);
      writeFileSync(storyPath(), readFileSync(storyPath())); // the same bytes, another time
      await open.look();
    }
    expect(seen).toEqual([]);
  });
});

describe('snapshots', () => {
  it('are made at opening, after ten minutes of saves, and before several panels go; equal states once', async () => {
    const open = studio('one');
    await open.load('A');
    await open.save(stateNumber(1), 1);
    nowMs += SNAPSHOT_EVERY_MS;
    await open.save(stateNumber(2), 2);
    await open.saveEdit({ storyId: 'story-1', from: 2, to: 3, ...storyChangeBetween(stateNumber(2), stateNumber(0)) });
    const list = await open.listSnapshots();
    expect(list.map(({ content }) => content?.reason)).toEqual(['editing', 'opening']); // the state before was put by already
    expect(numberOfState(await open.readSnapshot(list[0]!.id))).toBe(2);
    await open.load('A');
    await open.load('A');
    expect(await open.listSnapshots()).toHaveLength(3);
  });

  it('put the state before by when an edit takes two panels away', async () => {
    const open = studio('one');
    await open.load('A');
    await open.journal(stateNumber(3), 1);
    await open.journalEdit({
      storyId: 'story-1',
      from: 1,
      to: 2,
      ...storyChangeBetween(stateNumber(3), stateNumber(1)),
    });
    const [newest] = await open.listSnapshots();
    expect(newest?.content?.reason).toBe('before-change');
    expect(numberOfState(await open.readSnapshot(newest!.id))).toBe(3);
  });

  it('are named, renamed and removed, with panels and words counted', async () => {
    const open = studio('one');
    await open.load('A');
    await open.journal(storyWith(['Two words.', '狐狸', '']), 1);
    const made = await open.createSnapshot('asked', 'Before');
    expect(made?.content).toEqual({ name: 'Before', reason: 'asked', panels: 3, words: 4 });
    const before = await open.readSnapshot(made!.id);
    expect((await open.renameSnapshot(made!.id, '“新名字”')).content?.name).toBe('“新名字”');
    expect(await open.readSnapshot(made!.id)).toEqual(before);
    await open.removeSnapshot(made!.id);
    await expect(open.readSnapshot(made!.id)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(open.readSnapshot('../../story')).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('list what they cannot read, and read what an older studio wrote', async () => {
    const open = studio('one');
    await open.load('A');
    const shelf = join(folder, 'history', 'snapshots');
    await open.createSnapshot('asked', 'Whole');
    writeFileSync(join(shelf, '20261101T090000000Z-broken.json'), '{"snap');
    const [name] = readdirSync(shelf).filter((file) => readFileSync(join(shelf, file), 'utf8').includes('Whole'));
    const head = readFileSync(join(shelf, name!), 'utf8').split('\n')[0]!;
    const old = JSON.stringify(documentOfVersion(1, stateNumber(2)));
    writeFileSync(join(shelf, '20261102T090000000Z-old.json'), `${head}\n"story":${old}}`);
    const list = await open.listSnapshots();
    expect(list.at(-1)).toMatchObject({
      id: '20261101T090000000Z-broken',
      at: '2026-11-01T09:00:00.000Z',
      content: null,
    });
    await expect(open.readSnapshot('20261101T090000000Z-broken')).rejects.toMatchObject({ code: 'bad-request' });
    expect(numberOfState(await open.readSnapshot('20261102T090000000Z-old'))).toBe(2);
  });
});

describe('recovered text', () => {
  it('survives typing and a second crash before the writer has decided', async () => {
    const first = studio('one');
    await first.load('A');
    await first.journal(stateNumber(1), 1);
    const second = studio('two');
    expect(numberOfState((await second.load('A')).recovered!.story)).toBe(1);
    await second.journal(stateNumber(2), 1); // typed on without deciding
    const third = studio('three');
    expect(numberOfState((await third.load('A')).recovered!.story)).toBe(2);
    const put = (await third.listSnapshots()).find(({ content }) => content?.reason === 'recovered');
    expect(numberOfState(await third.readSnapshot(put!.id))).toBe(1);
  });

  it('is offered again after a save of something else, until it is restored or discarded', async () => {
    const first = studio('one');
    await first.load('A');
    await first.journal(stateNumber(1), 1);
    const second = studio('two');
    await second.load('A');
    await second.save(stateNumber(2), 1);
    const third = studio('three');
    expect(numberOfState((await third.load('A')).recovered!.story)).toBe(1);
    await third.discardRecovery();
    expect((await studio('four').load('A')).recovered).toBeNull();
    const put = (await third.listSnapshots()).find(({ content }) => content?.reason === 'recovered');
    expect(numberOfState(await third.readSnapshot(put!.id))).toBe(1);
  });

  it('is small on disk: a line for each change, read through a torn last line', async () => {
    const open = studio('one');
    await open.load('A');
    let before = stateNumber(3);
    await open.journal(before, 1);
    const path = join(folder, 'journal.ndjson');
    const whole = readFileSync(path).byteLength;
    for (let n = 1; n <= 20; n++) {
      const after = { ...before, panels: before.panels.with(2, panelWith('panel-3', `Typed ${n}`)) };
      await open.journalEdit({ storyId: 'story-1', from: n, to: n + 1, ...storyChangeBetween(before, after) });
      before = after;
    }
    expect(readFileSync(path).byteLength - whole).toBeLessThan(20 * 500);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026","edit":{"from":21,"to":22,"pan`);
    expect((await studio('two').load('A')).recovered?.story.panels[2]?.text).toBe('Typed 20');
  });
});

describe('pictures that are gone', () => {
  it('keep no words from being saved, but a new picture must be there', async () => {
    putOnePixelAsset(folder);
    const illustrated = storyWith(['With a picture.'], true);
    await writeStoryFolder(writeContext(), folder, illustrated);
    rmSync(join(folder, 'assets', `${onePixelAsset.sha256}.png`));
    const open = studio('one');
    expect((await open.load('A')).missingPictures).toBe(1);
    const typed = { ...illustrated, panels: [{ ...illustrated.panels[0]!, text: 'More words.' }] };
    await open.save(typed, 1);
    const other = { ...onePixelAsset, sha256: 'c'.repeat(64) };
    const named = { ...typed, references: [{ ...typed.panels[0]!.pictures[0]!, asset: other }] };
    await expect(open.save(named, 2)).rejects.toMatchObject({ message: expect.stringContaining('missing') as string });
  });
});

it('keeps a file of an older version for good', async () => {
  const text = JSON.stringify(documentOfVersion(1, stateNumber(1)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(storyPath(), text);
  const open = studio('one');
  await open.load('A');
  for (let n = 2; n < 6; n++) await open.save(stateNumber(n), n);
  expect(readFileSync(join(folder, 'history', 'story.version-1.json'), 'utf8')).toBe(text);
});
