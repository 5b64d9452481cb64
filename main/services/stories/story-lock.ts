// Who has a story folder open: `.lock`, with a heartbeat. A lock whose process is gone or whose heart stopped is taken over. It keeps
// studios apart, not other programs (those are found by comparing the file, see open-story.ts), and never costs a save: where no lock
// can be written, the story opens without one.
import { join } from 'node:path';
import { z } from 'zod';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';

/** How often a lock is renewed, and how old one may be before its studio counts as gone. */
export const HEARTBEAT_MS = 20_000;
export const STALE_MS = 90_000;

const lockSchema = z.strictObject({
  host: z.string().max(300),
  pid: z.int(),
  instance: z.string().max(64),
  at: z.string().max(40),
});
export type LockHolder = z.infer<typeof lockSchema>;

/** This studio, as a lock names it. `instance` differs at each start, since process ids come again. */
export interface LockIdentity {
  readonly host: string;
  readonly pid: number;
  readonly instance: string;
  readonly isAlive: (pid: number) => boolean;
}

const MAX_LOCK_BYTES = 4096;

export class StoryLock {
  #held = false;

  constructor(
    private readonly context: ProvedWriteContext,
    private readonly folder: string,
    private readonly self: LockIdentity,
    private readonly now: () => string,
  ) {}

  /** Takes the lock; answers who has it instead when another studio works here. `force` takes it from a living one. */
  async take(force: boolean): Promise<LockHolder | null> {
    const holder = await this.#holder();
    if (holder !== null && !force && !this.#isOurs(holder) && !this.#isStale(holder)) return holder;
    this.#held = await this.#write();
    return null;
  }

  /** Whether another studio has taken the lock away. */
  async isLost(): Promise<boolean> {
    if (!this.#held) return false;
    const holder = await this.#holder();
    return holder !== null && !this.#isOurs(holder);
  }

  /** Says that this studio is still here. Only after `isLost` has said no. */
  async beat(): Promise<void> {
    if (this.#held) await this.#write();
  }

  async release(): Promise<void> {
    if (!this.#held || (await this.isLost())) return;
    this.#held = false;
    await this.context.files.unlink(this.#path()).catch(() => undefined); // a stale lock is taken over anyway
  }

  #path(): string {
    return join(this.folder, '.lock');
  }

  #isOurs(holder: LockHolder): boolean {
    return holder.instance === this.self.instance;
  }

  #isStale(holder: LockHolder): boolean {
    if (holder.host === this.self.host && !this.self.isAlive(holder.pid)) return true;
    const ageMs = Date.parse(this.now()) - Date.parse(holder.at);
    return !(ageMs < STALE_MS); // also what is no time at all
  }

  async #holder(): Promise<LockHolder | null> {
    try {
      const stat = await this.context.files.stat(this.#path());
      if (stat?.kind !== 'file' || stat.bytes > MAX_LOCK_BYTES) return null;
      return lockSchema.parse(JSON.parse(new TextDecoder().decode(await this.context.files.readFile(this.#path()))));
    } catch {
      return null;
    }
  }

  async #write(): Promise<boolean> {
    const { host, pid, instance } = this.self;
    const text = JSON.stringify({ host, pid, instance, at: this.now() });
    return writeProved(this.context, this.#path(), new TextEncoder().encode(`${text}\n`)).then(
      () => true,
      () => false,
    );
  }
}
