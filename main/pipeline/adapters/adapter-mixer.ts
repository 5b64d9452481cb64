// The adapters of a request, read, proved and mixed into what a generation runs: context cache, mapper and U-Net. What is mixed is kept until
// another mix is asked for, and what was read with one mix is never used with another: keys and values belong to the weights that made them.
// Without adapters nothing here is touched, and the plain networks stay as they are (decision 0014).
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import {
  ADAPTER_CARD_FILE,
  ADAPTER_FILES,
  MAX_CHOSEN_ADAPTERS,
  type UsedAdapter,
} from '../../../common/domain/adapter';
import { adapterFitOf, type AdapterFit } from '../../runtime/adapters/adapter-fit';
import { mixedLowRank, mixedValues, type AdapterChoice, type StrongAdapter } from '../../runtime/adapters/adapter-mix';
import { readAdapter, type Adapter } from '../../runtime/adapters/read-adapter';
import { ownVokens } from '../../runtime/adapters/vokens-file';
import type { Bundle } from '../../runtime/bundle';
import { bundleWordRows, strongestWords } from '../../runtime/bundle-words';
import type { Session } from '../../runtime/session';
import type { TextTokenizer } from '../../runtime/tokenizer';
import type { ContextCache } from '../context-cache';
import { LanguageModel } from '../language-model';
import { ConditionMapper } from '../map';
import type { AdaptedNetworks, Networks } from '../networks';
import { weightFeeds, withFeeds, withRowsIn, withRowsOut, withWordRows } from './adapted-sessions';

/** What a generation runs: the plain parts, or those of a mix. */
export interface GenerationParts {
  readonly cache: ContextCache;
  readonly mapper: ConditionMapper;
  readonly unet: Session;
}

export interface Mixed extends GenerationParts {
  readonly used: readonly UsedAdapter[];
  /** Words for characters that the bundle does not know. */
  readonly words: readonly string[];
}

export interface AdapterMixerParts {
  readonly bundle: Bundle;
  readonly networks: Networks;
  readonly tokenizer: Pick<TextTokenizer, 'encode'>;
  /** Embeds tokens without adapters. */
  readonly embedding: Session;
  readonly plain: GenerationParts;
  /** A cache of its own around a language model. */
  readonly contextCache: (model: LanguageModel) => ContextCache;
}

/** A part of a mix with what it was made from. */
interface Kept<T> {
  readonly key: string;
  readonly value: T;
}

export class AdapterMixer {
  readonly #parts: AdapterMixerParts;
  readonly #read = new Map<string, { readonly stamp: string; readonly adapter: Adapter }>();
  readonly #sessions = new Map<keyof AdaptedNetworks, Kept<Session>>();
  #fit: Promise<AdapterFit> | undefined;
  #own: ReturnType<typeof ownVokens> | undefined;
  #cache: Kept<ContextCache> | undefined;
  #mapper: Kept<ConditionMapper> | undefined;
  #unet: Kept<Session> | undefined;

  constructor(parts: AdapterMixerParts) {
    this.#parts = parts;
  }

  /** An adapter against this bundle. Throws as `readAdapter` does. */
  async read(dir: string): Promise<Adapter> {
    const stamp = await stampOf(dir);
    const known = this.#read.get(dir);
    if (known?.stamp === stamp) return known.adapter;
    this.#fit ??= adapterFitOf(this.#parts.bundle);
    const adapter = await readAdapter(dir, await this.#fit);
    if (this.#read.size >= MAX_CHOSEN_ADAPTERS) this.#read.clear();
    this.#read.set(dir, { stamp, adapter });
    return adapter;
  }

  /** What to run for these adapters. Those of strength 0 are as if they were not there. Throws as `readAdapter` does. */
  async mixed(choices: readonly AdapterChoice[]): Promise<Mixed> {
    if (choices.length > MAX_CHOSEN_ADAPTERS)
      throw new StudioError(
        'bad-request',
        `${choices.length} adapters were chosen; at most ${MAX_CHOSEN_ADAPTERS} mix.`,
      );
    const adapters = await this.#strong(choices);
    // In one order whatever the writer's was: sums of floats depend on it, and a seed is to give the same bytes.
    adapters.sort((a, b) => (a.adapter.digest < b.adapter.digest ? -1 : 1));
    const { plain } = this.#parts;
    if (adapters.length === 0) return { ...plain, used: [], words: [] };
    return {
      cache: await this.#mixedCache(adapters),
      mapper: await this.#mixedMapper(adapters),
      unet: await this.#mixedUnet(adapters),
      used: adapters.map(({ adapter: { card, name, digest }, strength }) => ({
        ...(card === null ? {} : { id: card.id }),
        name,
        digest,
        strength,
      })),
      words: wordsOf(adapters),
    };
  }

  /** What these adapters bring words for, without opening anything. Throws as `readAdapter` does. */
  async words(choices: readonly AdapterChoice[]): Promise<readonly string[]> {
    return wordsOf(await this.#strong(choices));
  }

  async #strong(choices: readonly AdapterChoice[]): Promise<StrongAdapter[]> {
    const adapters: StrongAdapter[] = [];
    for (const { dir, strength } of choices) {
      if (strength !== 0) adapters.push({ adapter: await this.read(dir), strength });
    }
    return adapters;
  }

  /** Forgets what was read of stories and closes what was opened for adapters. */
  async clear(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#read.clear();
    this.#cache = this.#mapper = this.#unet = undefined;
    for (const { value } of sessions) await value.close();
  }

  async #mixedCache(all: readonly StrongAdapter[]): Promise<ContextCache> {
    const adapters = all.filter(
      ({ adapter: { voice, learned, words } }) => voice.size > 0 || learned.rowsNorm > 0 || words.length > 0,
    );
    if (adapters.length === 0) return this.#parts.plain.cache;
    const key = keyOf(adapters);
    if (this.#cache?.key === key) return this.#cache.value;
    this.#cache = undefined; // it belongs to the old mix, and a failure below must not leave it
    const { networks, bundle, tokenizer, contextCache } = this.#parts;
    const low = mixedLowRank(adapters, 'voice');
    let network =
      low === undefined
        ? networks.languageModel
        : withFeeds(
            await this.#session('languageModel', low.sites, (sites) => networks.adapted.languageModel(sites)),
            low.feeds,
          );
    const words = strongestWords(
      adapters.flatMap(({ adapter, strength }) => adapter.words.map((word) => ({ word, strength }))),
    );
    let embedding = withWordRows(this.#parts.embedding, await bundleWordRows(bundle, tokenizer, words));
    const ids = bundle.manifest.tokens.vokens;
    const rows = async (table: 'rowsIn' | 'rowsOut') => {
      const learned = adapters.flatMap(({ adapter, strength }) => {
        const values = adapter.learned[table];
        return values === undefined ? [] : [{ values, strength }];
      });
      return learned.length === 0 ? undefined : { ids, rows: mixedValues((await this.#ownVokens())[table], learned) };
    };
    const [rowsIn, rowsOut] = [await rows('rowsIn'), await rows('rowsOut')];
    if (rowsIn !== undefined) embedding = withRowsIn(embedding, rowsIn);
    if (rowsOut !== undefined) network = withRowsOut(network, rowsOut);
    const cache = contextCache(new LanguageModel(networks.languageModelShape, embedding, network));
    this.#cache = { key, value: cache };
    return cache;
  }

  async #mixedMapper(all: readonly StrongAdapter[]): Promise<ConditionMapper> {
    const adapters = all.filter(({ adapter }) => adapter.learned.mapper.size > 0);
    if (adapters.length === 0) return this.#parts.plain.mapper;
    const key = keyOf(adapters);
    if (this.#mapper?.key === key) return this.#mapper.value;
    const { networks, bundle } = this.#parts;
    const session = await this.#session('mapper', new Set(), () => networks.adapted.mapper());
    const { mapper: own } = await this.#ownVokens();
    const values = new Map<string, Float32Array>();
    const fit = await this.#fit!;
    for (const tensor of fit.mapper.keys()) {
      const learned = adapters.map(({ adapter, strength }) => ({
        values: adapter.learned.mapper.get(tensor)!,
        strength,
      }));
      values.set(tensor, mixedValues(await own.readFloat32(tensor), learned));
    }
    const mapper = new ConditionMapper(withFeeds(session, weightFeeds(values, fit.mapper)), {
      numVokens: bundle.manifest.tokens.vokens.length,
      hiddenSize: networks.languageModelShape.hiddenSize,
    });
    this.#mapper = { key, value: mapper };
    return mapper;
  }

  async #mixedUnet(all: readonly StrongAdapter[]): Promise<Session> {
    const adapters = all.filter(({ adapter }) => adapter.look.size > 0);
    const low = mixedLowRank(adapters, 'look');
    if (low === undefined) return this.#parts.plain.unet;
    const key = keyOf(adapters);
    if (this.#unet?.key === key) return this.#unet.value;
    this.#unet = undefined; // its session may be closed below
    const { networks } = this.#parts;
    const session = await this.#session('unet', low.sites, (sites) => networks.adapted.unet(sites));
    this.#unet = { key, value: withFeeds(session, low.feeds) };
    return this.#unet.value;
  }

  /** The network that takes these layers' matrices; one a network is kept. */
  async #session(
    name: keyof AdaptedNetworks,
    sites: ReadonlySet<string>,
    open: (sites: ReadonlySet<string>) => Promise<Session>,
  ): Promise<Session> {
    const key = [...sites].sort().join(' ');
    const kept = this.#sessions.get(name);
    if (kept?.key === key) return kept.value;
    this.#sessions.delete(name);
    await kept?.value.close();
    const value = await open(sites);
    this.#sessions.set(name, { key, value });
    return value;
  }

  #ownVokens(): ReturnType<typeof ownVokens> {
    this.#own ??= this.#fit!.then(ownVokens);
    return this.#own;
  }
}

const wordsOf = (adapters: readonly StrongAdapter[]): readonly string[] => [
  ...new Set(adapters.flatMap(({ adapter }) => adapter.words)),
];

const keyOf = (adapters: readonly StrongAdapter[]): string =>
  JSON.stringify(adapters.map(({ adapter, strength }) => [adapter.digest, strength]));

/** Changes whenever a file of the adapter is written anew. */
async function stampOf(dir: string): Promise<string> {
  const stamps = [];
  for (const path of [...ADAPTER_FILES, ADAPTER_CARD_FILE]) {
    stamps.push(
      await stat(join(dir, path)).then(
        ({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`,
        () => '',
      ),
    );
  }
  return stamps.join('\n');
}
