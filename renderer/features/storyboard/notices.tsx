// What a writer should know about a result: words that this model cannot draw, or that an early part of the story was out of
// its sight. Quiet, and gone when closed.
import { Info, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { GenerationNotice } from '../../../common/domain/job';
import type { Knows } from '../../../common/words/known-words';
import { formatSentences, formatSeries, sentenceGap } from '../../i18n/format';
import { useLanguage } from '../../i18n/language';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { useKnows } from '../words/use-knows';
import { useInterface, useWorkspace } from '../workspace/use-workspace';

const MAX_KNOWN_WORDS = 8;

/** The notice as one or two sentences. */
export function noticeWords(notice: GenerationNotice, knows: Knows | null): string {
  switch (notice.kind) {
    case 'unknown-words': {
      const known = knows === null ? [] : [...knows.characters, ...knows.props].slice(0, MAX_KNOWN_WORDS);
      const cannot = t('The small built-in model cannot draw: {words}.', { words: formatSeries(notice.words) });
      return known.length === 0
        ? cannot
        : formatSentences([cannot, t('It drew what it knows: {words}…', { words: formatSeries(known) })]);
    }
    case 'context-cut': {
      const { panelsCut: count, isTextCut } = notice;
      if (isTextCut && count > 0) {
        return t(
          'The text is longer than the model can read at once: it read the end of it, and the first {count, plural, one {panel was} other {# panels were}} out of its sight.',
          { count },
        );
      }
      if (isTextCut) return t('The text is longer than the model can read at once: it read the end of it.');
      return count > 0
        ? t(
            'The story is longer than the model can read at once: the first {count, plural, one {panel was} other {# panels were}} out of its sight.',
            { count },
          )
        : t('The story is longer than the model can read at once: a part of it was out of its sight.');
    }
    case 'empty-prompt':
      return t('There were no words to start from, so the model began freely.');
    case 'story-complete':
      return t('The story before this panel had come to its end. The model began something new.');
  }
}

const none: readonly GenerationNotice[] = [];

export const PanelNotices = memo(function PanelNotices({ panelId }: { readonly panelId: string }): ReactNode {
  useLanguage();
  const notices = useInterface((state) => state.notices.get(panelId) ?? none);
  const knows = useKnows();
  const { ui } = useWorkspace();
  if (notices.length === 0) return null;
  return (
    <div className="panel-notices" role="status" data-testid="notices">
      <Info size={16} aria-hidden />
      <div>
        {notices.map((notice) => (
          <p key={notice.kind}>
            {noticeWords(notice, knows)}
            {sentenceGap()}
            {notice.kind === 'context-cut' && (
              <button
                type="button"
                className="notice-link"
                data-testid="notice-context"
                onClick={() => ui.actions.openDialog({ kind: 'context', panelId })}
              >
                {t('What the model sees')}
              </button>
            )}
          </p>
        ))}
      </div>
      <IconButton
        size="small"
        label={t('Dismiss')}
        tooltipAlign="end"
        onClick={() => ui.actions.setNotices(panelId, [])}
      >
        <X size={14} />
      </IconButton>
    </div>
  );
});
