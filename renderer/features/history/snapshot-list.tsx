// The snapshots by time, newest first; one of them is looked at.
import { Bookmark, Clock, FileWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Snapshot, SnapshotReason } from '../../../common/domain/snapshot';
import { formatDateTime, formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';

export const reasonWords = (reason: SnapshotReason): string => {
  switch (reason) {
    case 'asked':
      return t('Saved by you');
    case 'opening':
      return t('When the story was opened');
    case 'editing':
      return t('While you were working');
    case 'before-restore':
      return t('Before a restore');
    case 'before-change':
      return t('Before several panels went');
    case 'outside':
      return t('What another program had written');
    case 'recovered':
      return t('Found after a crash');
  }
};

interface SnapshotListProps {
  readonly snapshots: readonly Snapshot[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

export function SnapshotList({ snapshots, chosenId, onChoose }: SnapshotListProps): ReactNode {
  return (
    <ul className="snapshots" aria-label={t('Snapshots')} data-testid="snapshots">
      {snapshots.map(({ id, at, content }) => (
        <li key={id}>
          <button
            type="button"
            className="snapshot"
            aria-current={id === chosenId}
            data-testid="snapshot"
            data-named={content !== null && content.name !== null}
            onClick={() => onChoose(id)}
          >
            {content === null ? (
              <FileWarning size={16} aria-hidden />
            ) : content.name === null ? (
              <Clock size={16} aria-hidden />
            ) : (
              <Bookmark size={16} aria-hidden />
            )}
            <span className="snapshot-text">
              <span className="snapshot-name" dir="auto">
                {content?.name ?? formatDateTime(at)}
              </span>
              <span className="snapshot-details">
                {content === null
                  ? t('This file cannot be read')
                  : content.name === null
                    ? reasonWords(content.reason)
                    : formatDateTime(at)}
              </span>
              {content !== null && (
                <span className="snapshot-details">
                  {t('{panels, plural, one {# panel} other {# panels}}, {words} words', {
                    panels: content.panels,
                    words: formatNumber(content.words),
                  })}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
