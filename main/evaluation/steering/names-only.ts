// The question "does a card carry a character?": a held-out story told by names alone, without a kind and without a picture, so that only
// a card can say who somebody is. Panel three or a later one is asked.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../../common/base/rng';
import type { GenerateRequest } from '../../../common/ipc/engine-contract';
import { character } from '../../../native-models/miniature/world/characters';
import {
  ALL_CHARACTERS,
  makeScene,
  renderScene,
  type CharacterId,
  type SceneGraph,
  type StoryPanel,
} from '../../../native-models/miniature/world/world';
import { heldOutStory } from '../held-out-panels';

type Card = NonNullable<GenerateRequest['cast']>[number];

export interface NamesOnly {
  readonly context: readonly { readonly text: string; readonly imagePath: null }[];
  readonly text: string;
  readonly graph: SceneGraph;
  /** The main character of the story. */
  readonly main: CharacterId;
  /** A card of everybody in the story. */
  readonly cast: readonly Card[];
  /** Cards of two who are not in the story. */
  readonly strangers: readonly Card[];
  readonly seed: number;
}

/** Question number `index`. */
export async function namesOnly(options: {
  readonly seed: number;
  readonly index: number;
  /** Receives the pictures of the cards. */
  readonly dir: string;
  readonly sizePx: number;
}): Promise<NamesOnly> {
  const { seed, index, dir, sizePx } = options;
  const rng = new Rng(seed).fork(`names-${index}`);
  const story = heldOutStory({ seed, index });
  const names = new Map(story.flatMap(({ graph }) => graph.characters.map(({ id, name }) => [id, name] as const)));
  const texts = story.map((panel) => withoutKinds(panel, names));
  const at = 2 + rng.int(story.length - 2);
  const { graph } = story[at]!;
  const cardOf = async (id: CharacterId, name: string): Promise<Card> => {
    const path = join(dir, `card-${index}-${id}.png`);
    let alone = makeScene(rng.fork(id), false, { character: id });
    for (let again = 0; alone.characters.length > 1; again++)
      alone = makeScene(rng.fork(`${id} ${again}`), false, { character: id });
    await writeFile(path, await renderScene({ ...alone, style: graph.style }, sizePx));
    const look = `a ${character(id).word} with a green scarf`;
    return { name, kind: 'character', look, always: false, imagePaths: [path] };
  };
  const cast: Card[] = [];
  for (const [id, name] of names) cast.push(await cardOf(id, name));
  const strangers: Card[] = [];
  for (const { id } of ALL_CHARACTERS.filter((other) => !names.has(other.id)).slice(0, 2))
    strangers.push(await cardOf(id, `Zo${strangers.length}`));
  const main = graph.characters.find(({ role }) => role === 'main')?.id ?? graph.characters[0]!.id;
  return {
    context: texts.slice(0, at).map((text) => ({ text, imagePath: null })),
    text: texts[at]!,
    graph,
    main,
    cast,
    strangers,
    seed: rng.uint32(),
  };
}

/** "Pip the merry fox", "a fox called Pip" and "the fox" become "Pip". */
function withoutKinds({ text }: StoryPanel, names: ReadonlyMap<CharacterId, string>): string {
  let told = text;
  for (const [id, name] of names) {
    const kind = `(?:\\w+ )?(?:${[character(id).word, ...character(id).synonyms].join('|')})`;
    for (const form of [`${name} the ${kind}`, `[Aa]n? ${kind} called ${name}`, `[Tt]he ${kind}`, `[Aa]n? ${kind}`])
      told = told.replace(new RegExp(`\\b${form}\\b`, 'g'), name);
  }
  return told;
}
