// The gestures of a writer, so that an end-to-end test reads as what a person does.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { JSHandle, Locator, Page } from 'playwright-core';
import type { Studio } from './studio-app';

export const GENERATION_LIMIT_MS = 90_000;

/** A file that comes to the window without lying on the disk. */
export interface OutsideFile {
  readonly fileName: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export class Writer {
  readonly page: Page;
  constructor(private readonly studio: Studio) {
    this.page = studio.page;
  }

  by(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`);
  }
  panels(): Locator {
    return this.by('panel');
  }
  async panelTexts(): Promise<string[]> {
    return this.by('panel-text').evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
  }
  /** Content addresses of the pictures that the panels show, in order; null where there is none. */
  async pictures(): Promise<(string | null)[]> {
    return this.panels().evaluateAll((panels) =>
      panels.map(
        (panel) => panel.querySelector('img[src^="story-asset"]')?.getAttribute('src')?.split('/').pop() ?? null,
      ),
    );
  }

  async engineReady(): Promise<void> {
    await this.page.waitForSelector('[data-testid="engine-status"][data-state="ready"]', { timeout: 60_000 });
  }
  async saved(): Promise<void> {
    await this.page.waitForSelector('[data-testid="save-status"][data-state="saved"]', { timeout: 15_000 });
  }
  async type(line: string): Promise<void> {
    await this.by('composer-input').fill(line);
  }
  async draw(line: string): Promise<void> {
    await this.type(line);
    await this.by('composer-input').press('Enter');
  }
  async pressContinue(): Promise<void> {
    await this.by('continue').click();
  }
  /** Waits until the story has `count` panels, all with a picture, and nothing is being made. */
  async illustrated(count: number): Promise<void> {
    await this.page.waitForFunction(
      (expected) => {
        const panels = [...document.querySelectorAll('[data-testid="panel"]')];
        const done = panels.filter((panel) => panel.querySelector('img[src^="story-asset"]') !== null);
        const busy = document.querySelector('[data-testid="run-progress"]');
        return panels.length === expected && done.length === expected && busy === null;
      },
      count,
      { timeout: GENERATION_LIMIT_MS },
    );
  }

  /** Drops a file from outside onto a target, with the events that a browser sends. */
  async drop(path: string, target: Locator, mimeType = 'image/png'): Promise<void> {
    await this.dropFiles([{ fileName: basename(path), bytes: readFileSync(path), mimeType }], target);
  }
  async dropFiles(files: readonly OutsideFile[], target: Locator): Promise<void> {
    const transfer = await this.transferOf(files);
    await this.page.locator('body').dispatchEvent('dragenter', { dataTransfer: transfer });
    await target.dispatchEvent('dragover', { dataTransfer: transfer });
    await target.dispatchEvent('drop', { dataTransfer: transfer });
  }
  /** Pastes files, with the event that a browser sends to what has the focus. */
  async paste(files: readonly OutsideFile[]): Promise<void> {
    await this.page.evaluate(
      (clipboardData) =>
        (document.activeElement ?? document.body).dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        ),
      await this.transferOf(files),
    );
  }
  private transferOf(files: readonly OutsideFile[]): Promise<JSHandle<DataTransfer>> {
    const plain = files.map(({ fileName, bytes, mimeType }) => ({
      fileName,
      mimeType,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    return this.page.evaluateHandle((all) => {
      const data = new DataTransfer();
      for (const { fileName, mimeType: type, base64 } of all) {
        const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([content], fileName, { type }));
      }
      return data;
    }, plain);
  }
  /** Drops real files and folders of the disk, by the browser's own input. */
  async dropFromDisk(paths: readonly string[], target: Locator): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const enter = await this.page.locator('body').boundingBox();
    await session.send('Input.dispatchDragEvent', { type: 'dragEnter', x: 5, y: (enter?.y ?? 0) + 5, data });
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (box === null) throw new Error('The target of the drop is not to be seen.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x, y, data });
    await session.detach();
  }

  /** Answers the next "save as" with a path. */
  async answerSaveDialog(path: string): Promise<void> {
    await this.studio.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
  }

  /** Process id of the engine: the child of main that runs it. */
  enginePid(): number {
    const main = this.studio.app.process().pid;
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
    const children = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((match) => match !== null);
    const engine = children.find(
      ([, , parent, args]) => Number(parent) === main && /out\/main\/engine\.js|utility-sub-type=node/.test(args ?? ''),
    );
    if (engine === undefined) throw new Error('The engine process was not found among the children of main.');
    return Number(engine[1]);
  }
}
