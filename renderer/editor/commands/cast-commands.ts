// Commands on the cards of the story's cast and world: add, edit (one step per burst of typing), delete, order, copy, and their
// reference pictures.
import type { Asset, CastCard, Origin, PictureVariant, Story } from '../../../common/domain/story';
import type { Command, CommandFrom } from '../command';
import type { CardFields } from '../story-op';

export const MAX_CARDS = 200;
export const MAX_CARD_PICTURES = 12;

export const cardOf = (story: Story, cardId: string): CastCard | null =>
  story.cast.find((card) => card.id === cardId) ?? null;

export interface NewCardPicture {
  readonly asset: Asset;
  readonly alt?: string;
  readonly altOrigin?: Origin;
  /** A picture of the story keeps what is known of its making. */
  readonly from?: Pick<PictureVariant, 'origin' | 'generation'>;
}

const cardPicture = (id: string, { asset, alt = '', altOrigin = 'human', from }: NewCardPicture): PictureVariant => ({
  id,
  asset,
  origin: from?.origin ?? 'imported',
  alt,
  altOrigin,
  favourite: false,
  generation: from?.generation ?? null,
});

/** A new card behind the others. `cardId` only where the caller must know it. */
export const addCard =
  (args: {
    kind: CastCard['kind'];
    name?: string;
    look?: string;
    always?: boolean;
    pictures?: readonly NewCardPicture[];
    cardId?: string;
  }): CommandFrom =>
  (story, ports) => {
    if (story.cast.length >= MAX_CARDS) return null;
    const item: CastCard = {
      id: args.cardId ?? ports.newId(),
      kind: args.kind,
      name: args.name ?? '',
      look: args.look ?? '',
      always: args.always ?? false,
      pictures: (args.pictures ?? []).map((picture) => cardPicture(ports.newId(), picture)),
    };
    return {
      label: 'add card',
      capture: 'immediately',
      ops: [{ type: 'insert-card', index: story.cast.length, item }],
    };
  };

/** Words that are typed: a burst of them is one step. */
export const writeCard =
  (args: { cardId: string; field: 'name' | 'look'; text: string }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    if (card === null || card[args.field] === args.text) return null;
    return {
      label: 'edit card',
      capture: 'eventually',
      group: `card:${args.field}:${args.cardId}`,
      ops: [{ type: 'set-card', cardId: args.cardId, fields: { [args.field]: args.text } }],
    };
  };

const change = (cardId: string, fields: CardFields, label: Command['label']): Command => ({
  label,
  capture: 'immediately',
  ops: [{ type: 'set-card', cardId, fields }],
});

export const setCardKind =
  (args: { cardId: string; kind: CastCard['kind'] }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    return card === null || card.kind === args.kind ? null : change(card.id, { kind: args.kind }, 'edit card');
  };

export const setCardAlways =
  (args: { cardId: string; always: boolean }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    return card === null || card.always === args.always ? null : change(card.id, { always: args.always }, 'edit card');
  };

export const removeCard =
  (cardId: string): CommandFrom =>
  (story) =>
    cardOf(story, cardId) === null
      ? null
      : { label: 'delete card', capture: 'immediately', ops: [{ type: 'remove-card', id: cardId }] };

/** Moves a card so that it stands at `toIndex` of the list without it. */
export const moveCard =
  (args: { cardId: string; toIndex: number }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    const to = Math.max(0, Math.min(args.toIndex, story.cast.length - 1));
    if (card === null || to === story.cast.indexOf(card)) return null;
    return {
      label: 'move card',
      capture: 'immediately',
      ops: [
        { type: 'remove-card', id: card.id },
        { type: 'insert-card', index: to, item: card },
      ],
    };
  };

/** A copy behind the card; the name stays, so that the writer sees whose copy it is. */
export const duplicateCard =
  (args: { cardId: string; copyId?: string }): CommandFrom =>
  (story, ports) => {
    const card = cardOf(story, args.cardId);
    if (card === null || story.cast.length >= MAX_CARDS) return null;
    const pictures = card.pictures.map((picture) => ({ ...picture, id: ports.newId() }));
    const item: CastCard = { ...card, id: args.copyId ?? ports.newId(), pictures };
    const index = story.cast.indexOf(card) + 1;
    return { label: 'duplicate card', capture: 'immediately', ops: [{ type: 'insert-card', index, item }] };
  };

/** One and the same file is taken once. */
export const addCardPicture =
  (args: { cardId: string; pictureId?: string } & NewCardPicture): CommandFrom =>
  (story, ports) => {
    const card = cardOf(story, args.cardId);
    if (card === null || card.pictures.length >= MAX_CARD_PICTURES) return null;
    if (card.pictures.some(({ asset }) => asset.sha256 === args.asset.sha256)) return null;
    const picture = cardPicture(args.pictureId ?? ports.newId(), args);
    return change(card.id, { pictures: [...card.pictures, picture] }, 'add card picture');
  };

export const removeCardPicture =
  (args: { cardId: string; pictureId: string }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    const rest = card?.pictures.filter(({ id }) => id !== args.pictureId) ?? [];
    if (card === null || rest.length === card.pictures.length) return null;
    return change(card.id, { pictures: rest }, 'remove card picture');
  };

/** The first picture is the one that stands for the card and that the model is shown first. */
export const putCardPictureFirst =
  (args: { cardId: string; pictureId: string }): CommandFrom =>
  (story) => {
    const card = cardOf(story, args.cardId);
    const picture = card?.pictures.find(({ id }) => id === args.pictureId);
    if (card === null || picture === undefined || card.pictures[0] === picture) return null;
    const rest = card.pictures.filter((other) => other !== picture);
    return change(card.id, { pictures: [picture, ...rest] }, 'move card picture');
  };
