// What the queue remembers across a restart or a crash: requests that were not finished, and results that no story holds yet. One small
// file with story ids and content hashes, never a path. A broken file costs only the queue; a broken entry only itself.
import { dirname } from 'node:path';
import { z } from 'zod';
import { SerialQueue } from '../../../common/base/serial-queue';
import { jobSchema } from '../../../common/domain/job';
import { generateGroup } from '../../../common/ipc/contract/generate';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';

const requestSchema = generateGroup.start.input;
const keptSchema = z.strictObject({
  waiting: z.array(z.strictObject({ jobId: z.string().max(64), storyTitle: z.string(), request: requestSchema })),
  results: z.array(z.strictObject({ job: jobSchema, request: requestSchema })),
});
export type KeptRequests = z.infer<typeof keptSchema>;

const VERSION = 1;
const fileSchema = z.object({
  version: z.literal(VERSION),
  waiting: z.array(z.unknown()),
  results: z.array(z.unknown()),
});
/** More panels than any context window holds: a request of a long story stays small on disk. */
const MAX_CONTEXT = 200;

export class KeptRequestsFile {
  readonly #writes = new SerialQueue();
  #next: KeptRequests | null = null;

  constructor(
    private readonly write: ProvedWriteContext,
    private readonly path: string,
    private readonly onError: (thrown: unknown) => void,
  ) {}

  /** What was kept; nothing when there is no file. Never throws: what cannot be read is reported and left out. */
  async read(): Promise<KeptRequests> {
    try {
      if ((await this.write.files.stat(this.path)) === null) return { waiting: [], results: [] };
      const text = new TextDecoder().decode(await this.write.files.readFile(this.path));
      const file = fileSchema.parse(JSON.parse(text, withBytes));
      return {
        waiting: this.#whole(file.waiting, keptSchema.shape.waiting.element),
        results: this.#whole(file.results, keptSchema.shape.results.element),
      };
    } catch (thrown) {
      this.onError(thrown);
      return { waiting: [], results: [] };
    }
  }

  /** Writes what is to be kept now. Calls that come while one is being written become one. */
  async keep(kept: KeptRequests): Promise<void> {
    const isPending = this.#next !== null;
    this.#next = kept;
    if (isPending) return this.#writes.idle();
    await this.#writes.add(async () => {
      const newest = this.#next ?? kept;
      this.#next = null;
      const file = {
        version: VERSION,
        waiting: newest.waiting.map((entry) => ({ ...entry, request: shortened(entry.request) })),
        results: newest.results.map((entry) => ({ ...entry, request: shortened(entry.request) })),
      };
      try {
        await this.write.files.makeFolder(dirname(this.path));
        await writeProved(this.write, this.path, new TextEncoder().encode(JSON.stringify(file, bytesAsText)));
      } catch (thrown) {
        this.onError(thrown); // the work itself goes on; only its memory is not renewed
      }
    });
  }

  /** Resolves when everything that was to be kept is on disk. */
  idle(): Promise<void> {
    return this.#writes.idle();
  }

  #whole<T>(entries: readonly unknown[], schema: z.ZodType<T>): T[] {
    return entries.flatMap((entry) => {
      const parsed = schema.safeParse(entry);
      if (!parsed.success) this.onError(parsed.error);
      return parsed.success ? [parsed.data] : [];
    });
  }
}

/** Bytes (a mask) as text in the file, and back. */
const bytesAsText = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
const withBytes = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
    ? new Uint8Array(Buffer.from(value.base64, 'base64'))
    : value;

type KeptRequest = z.infer<typeof requestSchema>;
const shortened = (request: KeptRequest): KeptRequest => ({ ...request, context: request.context.slice(-MAX_CONTEXT) });
