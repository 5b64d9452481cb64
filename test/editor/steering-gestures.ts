// Gestures of steering for the fuzz of the editor: pictures that follow their words, pictures drawn over, cards, descriptions.
import type { CommandFrom } from '../../renderer/editor/command';
import {
  addCard,
  addCardPicture,
  duplicateCard,
  moveCard,
  putCardPictureFirst,
  removeCard,
  removeCardPicture,
  setCardAlways,
  setCardKind,
  writeCard,
} from '../../renderer/editor/commands/cast-commands';
import {
  describePicture,
  takeModelDescription,
  type PictureSpot,
} from '../../renderer/editor/commands/description-commands';
import { followBack, followEdit, keepRedraw } from '../../renderer/editor/commands/follow-commands';
import type { Story } from '../../common/domain/story';
import { assetNumber, resultOf } from './editor-fixture';

export interface SteeringGesture {
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

export const STEERING_GESTURES = 12;

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];
const kinds = ['character', 'place', 'thing'] as const;

export function steeringCommands(story: Story, { a, b, text }: SteeringGesture, serial: number): CommandFrom[] {
  const panel = pick(story.panels, a);
  const panelId = panel?.id ?? 'none';
  const pictureId = pick(panel?.pictures ?? [], b)?.id ?? 'none';
  const card = pick(story.cast, a);
  const cardId = card?.id ?? 'none';
  const cardPictureId = pick(card?.pictures ?? [], b)?.id ?? 'none';
  const asset = assetNumber(b);
  const { generation } = resultOf('', b);
  const source = { sha256: asset.sha256, strength: 0.5, masked: b % 2 === 0 };
  const spots: readonly PictureSpot[] = [
    { kind: 'panel', panelId, pictureId },
    { kind: 'card', cardId, pictureId: cardPictureId },
    { kind: 'reference', pictureId: pick(story.references, b)?.id ?? 'none' },
  ];
  const spot = spots[b % 3]!;
  const follow = { panelId, pictureId: `follow-${serial}`, words: panel?.text ?? '', asset, generation };
  return [
    followEdit({ ...follow, replaces: panel?.chosenPictureId ?? null }),
    followEdit({ ...follow, replaces: b % 2 === 0 ? pictureId : null }),
    followBack({ panelId, pictureId, replaces: panel?.chosenPictureId ?? 'none' }),
    keepRedraw({ panelId, words: text, asset, generation: { ...generation, source } }),
    addCard({ kind: kinds[a % 3]!, name: text, ...(b % 2 === 0 ? { pictures: [{ asset }] } : {}) }),
    writeCard({ cardId, field: b % 2 === 0 ? 'name' : 'look', text }),
    b % 2 === 0 ? setCardAlways({ cardId, always: a % 2 === 0 }) : setCardKind({ cardId, kind: kinds[b % 3]! }),
    b % 2 === 0 ? removeCard(cardId) : duplicateCard({ cardId }),
    moveCard({ cardId, toIndex: b }),
    addCardPicture({ cardId, asset }),
    b % 2 === 0
      ? removeCardPicture({ cardId, pictureId: cardPictureId })
      : putCardPictureFirst({ cardId, pictureId: cardPictureId }),
    a % 2 === 0 ? describePicture({ spot, alt: text }) : takeModelDescription({ spot, alt: text }),
  ];
}
