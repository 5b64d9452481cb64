// The story so far as the language model has read it, kept from panel to panel: what a new request shares with the last one is not
// read again. Pieces are read whole and always in the same cuts, so that keys and values depend on the sequence alone and not on
// the order in which a writer worked: the same seed gives the same bytes with a warm and with a cold cache.
import { throwIfCancelled } from '../../common/base/studio-error';
import { KeyValueCache } from './key-value-cache';
import type { ForwardResult, LanguageModel } from './language-model';
import type { Prefix } from './prefix';
import { keyOf, type Segment } from './prompt';

/** Soft tokens of a picture by content hash: float32[n][d]. */
export type PictureFeatures = (hash: string) => Promise<Float32Array>;

/** What the model expects after the last position that it read. */
export interface Outlook {
  /** Scores of the next token, float32[V]. */
  readonly logits: Float32Array;
  /** Final-norm state of the last position, float32[d]. */
  readonly hidden: Float32Array;
}

interface Entry extends Outlook {
  readonly key: string;
  readonly end: number;
}

/** Runs give way to the event loop: cancel and messages are heard between two runs. */
export type Pause = () => Promise<void>;

/** Pieces of a word that may have been read before its last one. */
const MOST_BEFORE = 15;

export class ContextCache {
  readonly #model: LanguageModel;
  readonly #features: PictureFeatures;
  readonly #pause: Pause;
  readonly #past: KeyValueCache;
  readonly #entries: Entry[] = [];
  /** Tokens read since the last entry, which are not kept. */
  readonly #stepped: number[] = [];
  /** Positions of the trained prefix: what the cache holds when it holds nothing. */
  readonly #prefixLength: number;

  constructor(model: LanguageModel, features: PictureFeatures, pause: Pause, prefix?: Prefix) {
    this.#model = model;
    this.#features = features;
    this.#pause = pause;
    this.#past = new KeyValueCache(model.shape);
    if (prefix !== undefined) this.#past.append(prefix.present, prefix.length);
    this.#prefixLength = this.#past.length;
  }

  /** Positions that are kept: the prefix and what was read. */
  get length(): number {
    return this.#entries.at(-1)?.end ?? this.#prefixLength;
  }

  /** Makes `segments` the story so far, reading only what differs from before. Cancelled between two runs. */
  async read(segments: readonly Segment[], signal?: AbortSignal): Promise<Outlook> {
    let shared = 0;
    while (shared < segments.length && this.#entries[shared]?.key === keyOf(segments[shared]!)) shared++;
    this.#entries.length = shared;
    this.#forgetSteps();
    for (const segment of segments.slice(shared)) {
      throwIfCancelled(signal);
      const embeds = await this.#embedsOf(segment);
      const result = await this.#model.forward(embeds, this.#past);
      this.#past.append(result.present, embeds.length / this.#model.shape.hiddenSize);
      this.#entries.push({ key: keyOf(segment), end: this.#past.length, ...this.#outlookFrom(result) });
      await this.#pause();
    }
    return this.#entries.at(-1)!;
  }

  /** Reads one more token that is not kept: the next `read` forgets it. For sampling. */
  async step(id: number): Promise<Outlook> {
    const embeds = await this.#model.embed([id], this.#stepped.slice(-MOST_BEFORE));
    const result = await this.#model.forward(embeds, this.#past);
    this.#past.append(result.present, 1);
    this.#stepped.push(id);
    await this.#pause();
    return this.#outlookFrom(result);
  }

  /**
   * The states that predict each of `vokens`, in one forward step after what was read: float32[n][d]. The first is the state of
   * the last position, the others are those of vokens 0…n-2. Vokens do not stay in the context.
   */
  async vokenStates(vokens: readonly number[]): Promise<Float32Array> {
    const { hiddenSize } = this.#model.shape;
    const last = this.#entries.at(-1)!;
    this.#forgetSteps();
    const { hidden } = await this.#model.forward(await this.#model.embed(vokens), this.#past);
    const states = new Float32Array(vokens.length * hiddenSize); // (n, d)
    states.set(last.hidden, 0);
    states.set(hidden.subarray(0, (vokens.length - 1) * hiddenSize), hiddenSize);
    return states;
  }

  /** Forgets everything that was read. */
  clear(): void {
    this.#entries.length = 0;
    this.#forgetSteps();
  }

  #forgetSteps(): void {
    this.#stepped.length = 0;
    this.#past.truncate(this.length);
  }

  async #embedsOf(segment: Segment): Promise<Float32Array> {
    if (segment.kind === 'tokens') return this.#model.embed(segment.ids);
    const open = await this.#model.embed(segment.open);
    const picture = await this.#features(segment.hash);
    const close = await this.#model.embed(segment.close);
    const embeds = new Float32Array(open.length + picture.length + close.length);
    embeds.set(open, 0);
    embeds.set(picture, open.length);
    embeds.set(close, open.length + picture.length);
    return embeds;
  }

  #outlookFrom({ logits, hidden }: ForwardResult): Outlook {
    return { logits: logits.slice(), hidden: hidden.slice(hidden.length - this.#model.shape.hiddenSize) };
  }
}
