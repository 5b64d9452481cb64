// A panel that is only being made: the model's words stream in, then the picture comes into being. It becomes a panel of the
// story when it is finished, as one step that can be undone.
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { scrollBehaviour } from '../../ui/scroll-behaviour';
import { isActive, type Run } from '../workspace/run';
import { Suggestion } from './panel-text';
import { RunEnd, RunProgress } from './run-status';
import { SuggestionActions } from './suggestion-actions';

export function GhostPanel({ run }: { readonly run: Run }): ReactNode {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'center', behavior: scrollBehaviour() });
  }, []);
  const active = isActive(run);
  return (
    <article
      ref={card}
      className="panel ghost"
      data-testid="ghost-panel"
      data-panel-id={run.panelId}
      data-state={run.phase}
      aria-label={t('A new panel is being made')}
      aria-busy={active}
    >
      <div className="panel-spread">
        <div className="panel-visual">
          <figure className="panel-picture" data-drawing={active ? '' : undefined}>
            {run.previewUrl === null ? (
              <div className="picture-place" data-busy={active ? '' : undefined} />
            ) : (
              <img
                className="panel-image"
                src={run.previewUrl}
                alt={t('The picture as it comes into being')}
                data-preview=""
                data-testid="preview"
              />
            )}
            {active && (
              <div className="panel-picture-foot">
                <RunProgress run={run} />
              </div>
            )}
          </figure>
        </div>
        <div className="panel-words">
          {run.phase !== 'failed' && <Suggestion run={run} />}
          {run.phase !== 'failed' && <SuggestionActions run={run} withKeys={false} />}
          {!active && <RunEnd run={run} />}
        </div>
      </div>
    </article>
  );
}
