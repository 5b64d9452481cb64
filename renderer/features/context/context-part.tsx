// One part of what the model is told: what it is, its words and pictures, its size, and whether it fitted.
import { BookImage, Eye, Palette, PenLine, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PromptPart } from '../../../common/domain/prompt-inspection';
import { assetUrl } from '../../api/asset-url';
import { excerptOf } from '../../editor/selectors';
import { formatList, formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { useSession } from '../workspace/use-workspace';
import type { ContextQuestion } from './context-question';

interface ContextPartProps {
  readonly part: PromptPart;
  readonly before: ContextQuestion['before'];
}

const icons = { style: Palette, card: UserRound, reference: Eye, panel: BookImage, current: PenLine } as const;
const EXCERPT = 220;

export function ContextPart({ part, before }: ContextPartProps): ReactNode {
  const { storyId } = useSession();
  const Icon = icons[part.kind];
  const own = part.panel === null ? undefined : before[part.panel];
  const words = part.words !== '' ? part.words : (own?.panel.text ?? '');
  return (
    <li className="context-part" data-kind={part.kind} data-state={part.state} data-testid="context-part">
      <Icon size={17} aria-hidden />
      <div className="context-part-body">
        <p className="context-part-head">
          <strong>{nameOf(part, own?.number)}</strong>
          {part.state === 'left-out' && <span className="context-badge">{t('left out')}</span>}
          {part.state === 'cut' && <span className="context-badge">{t('shortened')}</span>}
          <span className="context-tokens">
            {t('{count, plural, one {# piece} other {# pieces}}', { count: part.tokens })}
          </span>
        </p>
        {words.trim() !== '' && (
          <p className="context-words" dir="auto">
            {part.state === 'cut' && '… '}
            {excerptOf(words, EXCERPT)}
          </p>
        )}
        {part.unknownWords.length > 0 && (
          <p className="context-unknown">
            {t('Not told, because this model cannot draw it: {words}', { words: formatList(part.unknownWords) })}
          </p>
        )}
      </div>
      {part.pictures.map((sha256) => (
        <img
          key={sha256}
          className="context-picture"
          src={assetUrl(storyId, { sha256 })}
          alt={t('A picture that it looks at')}
        />
      ))}
    </li>
  );
}

function nameOf({ kind, name }: PromptPart, number: number | undefined): string {
  switch (kind) {
    case 'style':
      return t('Drawing style');
    case 'card':
      return t('Card: {name}', { name: name === null || name === '' ? t('without a name') : name });
    case 'reference':
      return t('Reference picture');
    case 'panel':
      return number === undefined ? t('An earlier panel') : t('Panel {number}', { number: formatNumber(number) });
    case 'current':
      return t('This panel');
  }
}
