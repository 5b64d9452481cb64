// Picture files from outside: where they can go, and bringing them into the story through main, which decodes and checks them.
import type { Asset } from '../../../common/domain/story';
import { StudioError } from '../../../common/base/studio-error';
import {
  importPictureAsPanel,
  importPictureAsReference,
  importPictureIntoPanel,
} from '../../editor/commands/picture-commands';
import type { PanelPlace } from '../../editor/commands/panel-commands';
import { isEmptyPanel } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';

export type PictureDestination =
  | { readonly kind: 'into'; readonly panelId: string }
  | { readonly kind: 'new'; readonly place: PanelPlace }
  | { readonly kind: 'reference' };

const MAX_PICTURE_BYTES = 64 * 1024 * 1024; // the contract's limit

/** Adds files one after the other; each that cannot be read is named in one sentence and nothing is added for it. */
export async function importPictures(
  workspace: Workspace,
  session: StorySession,
  files: readonly File[],
  destination: PictureDestination,
): Promise<void> {
  for (const file of files) {
    try {
      const asset = await importOne(workspace, session, file);
      place(session, asset, destination);
      workspace.seeing.look(session, asset.sha256);
      workspace.ui.actions.announce(t('Picture added.'));
    } catch (thrown) {
      workspace.report(thrown);
    }
  }
}

/** One file through main; throws a sentence about it where it cannot be taken. */
export async function importOne(workspace: Workspace, session: StorySession, file: File): Promise<Asset> {
  if (file.size > MAX_PICTURE_BYTES) {
    throw new StudioError('bad-request', t('“{name}” is larger than 64 MB.', { name: file.name }), {
      hint: t('Save it smaller and drop it again.'),
    });
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return workspace.api.client.story.importPicture({ storyId: session.storyId, name: file.name.slice(0, 300), bytes });
}

function place(session: StorySession, asset: Asset, destination: PictureDestination): void {
  const { editor } = session;
  switch (destination.kind) {
    case 'into':
      editor.run(importPictureIntoPanel({ panelId: destination.panelId, asset }));
      return;
    case 'reference':
      editor.run(importPictureAsReference({ asset }));
      return;
    case 'new': {
      // A new story has one empty panel: the first picture belongs there, not behind a blank.
      const { panels } = editor.getState().story;
      const only = panels.length === 1 ? panels[0] : undefined;
      if (only !== undefined && isEmptyPanel(only)) editor.run(importPictureIntoPanel({ panelId: only.id, asset }));
      else editor.run(importPictureAsPanel({ place: destination.place, asset }));
    }
  }
}

/** The files of a drop or a paste. */
export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];
export const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
