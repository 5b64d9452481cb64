// "Make a card from this panel": its picture, and what the model sees in it as a first look.
import { chosenPictureOf, type CastCard, type Panel } from '../../../common/domain/story';
import type { BundleSummary } from '../../../common/domain/bundle';
import type { PictureDescription } from '../../../common/domain/picture-description';
import { namesCard } from '../../editor/cast-mentions';
import { addCard } from '../../editor/commands/cast-commands';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';

const DESCRIBE_WITHIN_MS = 2500;

/** The first thing seen is what the card is about; a known name in the panel's words is probably its name. */
export function cardDraftFrom(
  panel: Pick<Panel, 'text'>,
  seen: PictureDescription | null,
  bundle: BundleSummary | null,
): Pick<CastCard, 'kind' | 'name' | 'look'> {
  const { characters = [], places = [], props = [] } = seen?.words ?? {};
  const kind = characters.length > 0 ? 'character' : places.length > 0 && props.length === 0 ? 'place' : 'thing';
  const about = kind === 'character' ? characters[0] : kind === 'place' ? places[0] : props[0];
  const name = bundle?.knows.names.find((known) => namesCard(panel.text, known)) ?? '';
  return seen === null
    ? { kind: 'character', name, look: '' }
    : { kind, name: kind === 'character' ? name : '', look: about ?? '' };
}

/** Adds the card as one step and opens it; waits for the model's look at the picture, but not for long. */
export async function makeCardFromPanel(workspace: Workspace, session: StorySession, panel: Panel): Promise<void> {
  const picture = chosenPictureOf(panel);
  const seen =
    picture === null ? null : await workspace.seeing.describe(session, picture.asset.sha256, DESCRIBE_WITHIN_MS);
  const cardId = workspace.newId();
  const { bundle } = workspace.api.engine.get();
  const { asset, alt, altOrigin } = picture ?? {};
  session.editor.run(
    addCard({
      ...cardDraftFrom(panel, seen, bundle),
      cardId,
      pictures:
        picture === null || asset === undefined
          ? []
          : [{ asset, alt: alt ?? '', altOrigin: altOrigin ?? 'human', from: picture }],
    }),
  );
  workspace.ui.actions.openDialog({ kind: 'cast', cardId });
}
