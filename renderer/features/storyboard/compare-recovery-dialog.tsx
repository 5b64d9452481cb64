// The saved story beside the recovered one: only the panels that differ.
import type { ReactNode } from 'react';
import type { Panel, Story } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useRecovery, useSession, useWorkspace } from '../workspace/use-workspace';

interface Difference {
  readonly id: string;
  readonly saved: Panel | null;
  readonly recovered: Panel | null;
}

const differs = (a: Panel | null, b: Panel | null): boolean =>
  a?.text !== b?.text || a?.chosenPictureId !== b?.chosenPictureId;

/** Panels that are in only one of the two, or say or show something else. */
export function differencesOf(saved: Story, recovered: Story): Difference[] {
  const ids = new Set([...recovered.panels, ...saved.panels].map((panel) => panel.id));
  const find = (story: Story, id: string): Panel | null => story.panels.find((panel) => panel.id === id) ?? null;
  return [...ids]
    .map((id) => ({ id, saved: find(saved, id), recovered: find(recovered, id) }))
    .filter((pair) => differs(pair.saved, pair.recovered));
}

export function CompareRecoveryDialog(): ReactNode {
  const { ui, report } = useWorkspace();
  const session = useSession();
  const saved = useEditor((state) => state.story);
  const recovered = useRecovery();
  if (recovered === null) return null;
  const close = (): void => ui.actions.openDialog(null);
  const differences = differencesOf(saved, recovered.story);
  const foot = (
    <>
      <Button
        tone="quiet"
        onClick={() => {
          close();
          session.discardRecovered().catch(report);
        }}
      >
        {t('Discard the recovered text')}
      </Button>
      <Button
        tone="primary"
        onClick={() => {
          close();
          session.restoreRecovered();
        }}
      >
        {t('Restore it')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('Saved and recovered')}
      description={t('Restoring is one step that you can undo.')}
      width="wide"
      onClose={close}
      foot={foot}
    >
      {differences.length === 0 ? (
        <p>{t('The words and pictures are the same; only the order or an earlier version differs.')}</p>
      ) : (
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">{t('Saved')}</th>
              <th scope="col">{t('Recovered')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ id, saved: before, recovered: after }) => (
              <tr key={id}>
                <td dir="auto">
                  {before === null ? <em>{t('not there')}</em> : before.text || <em>{t('no words')}</em>}
                </td>
                <td dir="auto">
                  {after === null ? <em>{t('not there')}</em> : after.text || <em>{t('no words')}</em>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
