// The dialog that is open, if one is. One at a time.
import type { ReactNode } from 'react';
import { AdaptersDialog } from '../adapters/adapters-dialog';
import { DescriptionsDialog } from '../alt-text/descriptions-dialog';
import { CastDialog } from '../cast/cast-dialog';
import { ContextDialog } from '../context/context-dialog';
import { ExportDialog } from '../export/export-dialog';
import { CompareOutsideDialog } from '../history/compare-outside-dialog';
import { CompareRecoveryDialog } from '../history/compare-recovery-dialog';
import { HistoryDialog } from '../history/history-dialog';
import { InspectorDialog } from '../inspector/inspector-dialog';
import { RedrawDialog } from '../redraw/redraw-dialog';
import { SettingsDialog } from '../settings/settings-dialog';
import { PlacePictureDialog } from '../storyboard/place-picture-dialog';
import { TuneDialog } from '../tune/tune-dialog';
import { useInterface } from '../workspace/use-workspace';
import { UnsavedDialog } from './unsaved-dialog';

export function Dialogs(): ReactNode {
  const dialog = useInterface((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'settings':
      return <SettingsDialog />;
    case 'export':
      return <ExportDialog />;
    case 'descriptions':
      return <DescriptionsDialog />;
    case 'inspector':
      return <InspectorDialog panelId={dialog.panelId} />;
    case 'compare-recovery':
      return <CompareRecoveryDialog />;
    case 'compare-outside':
      return <CompareOutsideDialog />;
    case 'history':
      return <HistoryDialog />;
    case 'redraw':
      return <RedrawDialog panelId={dialog.panelId} />;
    case 'cast':
      return <CastDialog firstCardId={dialog.cardId} />;
    case 'context':
      return <ContextDialog panelId={dialog.panelId} />;
    case 'place-picture':
      return <PlacePictureDialog files={dialog.files} />;
    case 'adapters':
      return <AdaptersDialog />;
    case 'tune':
      return <TuneDialog firstRunId={dialog.runId} />;
    case 'unsaved':
      return <UnsavedDialog />;
  }
}
