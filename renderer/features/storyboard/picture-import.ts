// Picture files from outside: where they can go, and bringing them into the story through main, which decodes and checks them.
import type { Asset } from '../../../common/domain/story';
import { pictureNameFrom } from '../../../common/domain/picture-name';
import { StudioError } from '../../../common/base/studio-error';
import {
  importPictureAsPanel,
  importPictureAsReference,
  importPictureIntoPanel,
} from '../../editor/commands/picture-commands';
import type { PanelPlace } from '../../editor/commands/panel-commands';
import { isEmptyPanel, panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';

export type PictureDestination =
  | { readonly kind: 'into'; readonly panelId: string }
  | { readonly kind: 'new'; readonly place: PanelPlace }
  | { readonly kind: 'reference' };

const MAX_PICTURE_BYTES = 64 * 1024 * 1024; // the contract's limit

/**
 * Adds files one after the other, in their order; each that cannot be read is named and nothing is added for it.
 * @returns the panel that shows the last of them, if one does
 */
export async function importPictures(
  workspace: Workspace,
  session: StorySession,
  files: readonly File[],
  destination: PictureDestination,
): Promise<string | null> {
  let next = destination;
  let last: string | null = null;
  await importEach(workspace, session, files, (asset) => {
    const panelId = place(session, asset, next);
    if (panelId === undefined) return; // the editor has said why
    last = panelId;
    workspace.seeing.look(session, asset.sha256);
    if (panelId !== null && next.kind === 'new') next = { kind: 'new', place: { after: panelId } };
    workspace.ui.actions.announce(placeWords(session, panelId));
  });
  return last;
}

/** Brings each file into the story's pictures and hands it to `take`; what cannot be taken is told once for all of them. */
export async function importEach(
  workspace: Workspace,
  session: StorySession,
  files: readonly File[],
  take: (asset: Asset) => void,
): Promise<void> {
  const refused: unknown[] = [];
  for (const file of files) {
    try {
      take(await importOne(workspace, session, file));
    } catch (thrown) {
      refused.push(thrown);
    }
  }
  workspace.reportAll(
    refused,
    t('{refused} of {count} files were not added:', { refused: refused.length, count: files.length }),
  );
}

/** One file through main; throws a sentence about it where it cannot be taken. */
async function importOne(workspace: Workspace, session: StorySession, file: File): Promise<Asset> {
  const name = pictureNameFrom(file.name) || t('The picture');
  if (file.size > MAX_PICTURE_BYTES) {
    throw new StudioError('bad-request', t('“{name}” is larger than 64 MB.', { name }), {
      hint: t('Save it smaller and drop it again.'),
    });
  }
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    // What a file manager drops as a folder arrives as a file that cannot be read; so does one that was moved meanwhile.
    throw new StudioError(
      'bad-request',
      t('“{name}” cannot be read: it is a folder, or it is not there any more.', { name }),
      {
        hint: t('Open the folder and drop the pictures themselves.'),
        cause,
      },
    );
  });
  const { story } = workspace.api.client;
  return story.importPicture({ storyId: session.storyId, name, bytes: new Uint8Array(bytes) });
}

/** @returns the panel that shows it now; null for a reference; undefined where the story has no room for it */
function place(session: StorySession, asset: Asset, destination: PictureDestination): string | null | undefined {
  const { editor } = session;
  switch (destination.kind) {
    case 'into':
      return editor.run(importPictureIntoPanel({ panelId: destination.panelId, asset }))
        ? destination.panelId
        : undefined;
    case 'reference':
      editor.run(importPictureAsReference({ asset }));
      return null;
    case 'new': {
      // A new story has one empty panel: the first picture belongs there, not behind a blank.
      const before = editor.getState().story.panels;
      const only = before.length === 1 ? before[0] : undefined;
      if (only !== undefined && isEmptyPanel(only)) return place(session, asset, { kind: 'into', panelId: only.id });
      editor.run(importPictureAsPanel({ place: destination.place, asset }));
      const known = new Set(before.map(({ id }) => id));
      return editor.getState().story.panels.find(({ id }) => !known.has(id))?.id;
    }
  }
}

/** Where the picture is now, for those who do not see it. */
function placeWords(session: StorySession, panelId: string | null): string {
  if (panelId === null) return t('Picture added as a reference for the next pictures.');
  const { story } = session.editor.getState();
  const [number, count] = [panelIndexOf(story, panelId) + 1, story.panels.length];
  return t('Picture added to panel {number} of {count}.', { number, count });
}

/** The files of a drop or a paste. */
export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];
export const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
