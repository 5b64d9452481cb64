// Two states of a story side by side, panel by panel: what is the same is left out, words that came or went are marked, pictures are
// shown. What can be done with a row, the caller says.
import type { ReactNode } from 'react';
import { chosenPictureOf, type Panel } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import type { ComparedPanel } from '../../editor/compare-stories';
import { wordChanges } from '../../editor/word-changes';
import { t } from '../../i18n/translate';
import { useSession } from '../workspace/use-workspace';
import './history.css';

interface StoryComparisonProps {
  readonly rows: readonly ComparedPanel[];
  readonly beforeTitle: string;
  readonly afterTitle: string;
  readonly actionFor?: (row: ComparedPanel) => ReactNode;
}

const kindWords = (kind: ComparedPanel['kind']): string => {
  switch (kind) {
    case 'new':
      return t('Added');
    case 'gone':
      return t('Removed');
    case 'changed':
      return t('Changed');
    case 'moved':
      return t('Moved');
    case 'same':
      return '';
  }
};

export function StoryComparison({ rows, beforeTitle, afterTitle, actionFor }: StoryComparisonProps): ReactNode {
  const different = rows.filter(({ kind }) => kind !== 'same');
  const alike = rows.length - different.length;
  if (different.length === 0)
    return (
      <p className="comparison-alike" data-testid="comparison-same">
        {t('Words, pictures and order are the same.')}
      </p>
    );
  return (
    <>
      <table className="comparison" data-testid="comparison">
        <thead>
          <tr>
            <th scope="col">{beforeTitle}</th>
            <th scope="col">{afterTitle}</th>
          </tr>
        </thead>
        <tbody>
          {different.map((row) => (
            <Row key={row.id} row={row} action={actionFor?.(row)} />
          ))}
        </tbody>
      </table>
      {alike > 0 && (
        <p className="comparison-alike">
          {t('{count, plural, one {# panel is} other {# panels are}} the same.', { count: alike })}
        </p>
      )}
    </>
  );
}

function Row({ row, action }: { readonly row: ComparedPanel; readonly action: ReactNode }): ReactNode {
  const { before, after, kind } = row;
  return (
    <tr data-kind={kind} data-testid="comparison-row">
      <td>
        <div className="comparison-head">
          <span className="comparison-kind" data-kind={kind}>
            {kindWords(kind)}
          </span>
          {action}
        </div>
        <Side panel={before} other={after} side="before" />
      </td>
      <td>
        <Side panel={after} other={before} side="after" />
      </td>
    </tr>
  );
}

interface SideProps {
  readonly panel: Panel | null;
  readonly other: Panel | null;
  readonly side: 'before' | 'after';
}

function Side({ panel, other, side }: SideProps): ReactNode {
  const { storyId } = useSession();
  if (panel === null) return <em className="comparison-none">{t('not there')}</em>;
  const picture = chosenPictureOf(panel);
  const otherPicture = other === null ? null : chosenPictureOf(other);
  const picturesDiffer = picture?.asset.sha256 !== otherPicture?.asset.sha256;
  const showPicture = picture !== null && (other === null || picturesDiffer);
  return (
    <div className="comparison-panel">
      {showPicture && (
        <img
          src={assetUrl(storyId, picture.asset)}
          alt={picture.alt || t('A picture without a description')}
          width={picture.asset.widthPx}
          height={picture.asset.heightPx}
          loading="lazy"
        />
      )}
      {picture === null && otherPicture !== null && <em className="comparison-none">{t('no picture')}</em>}
      <p dir="auto">
        {panel.text === '' ? (
          <em className="comparison-none">{t('no words')}</em>
        ) : (
          <Words panel={panel} other={other} side={side} />
        )}
      </p>
    </div>
  );
}

/** The words of one side, with those marked that the other side has not. */
function Words({ panel, other, side }: SideProps & { readonly panel: Panel }): ReactNode {
  if (other === null || other.text === panel.text) return panel.text;
  const pieces = side === 'before' ? wordChanges(panel.text, other.text) : wordChanges(other.text, panel.text);
  const mine = side === 'before' ? 'gone' : 'new';
  return pieces
    .filter(({ kind }) => kind === 'same' || kind === mine)
    .map(({ kind, text }, index) => {
      if (kind === 'same') return <span key={index}>{text}</span>;
      return mine === 'gone' ? <del key={index}>{text}</del> : <ins key={index}>{text}</ins>;
    });
}
