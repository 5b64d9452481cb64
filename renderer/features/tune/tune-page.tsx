// One page of the dialog: a heading that takes the focus when the page comes, what is on it, and its buttons at the foot.
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../i18n/translate';

interface TunePageProps {
  readonly title: string;
  /** 1 to 3 on the way to a start. */
  readonly step?: number;
  readonly note?: string;
  readonly foot: ReactNode;
  readonly testId: string;
  readonly children: ReactNode;
}
const STEPS = 3;

export function TunePage({ title, step, note, foot, testId, children }: TunePageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <section className="tune-page" data-testid={testId} aria-label={title}>
      <header className="tune-page-head">
        {step !== undefined && <p className="tune-step">{t('Step {step} of {count}', { step, count: STEPS })}</p>}
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        {note !== undefined && <p className="tune-note">{note}</p>}
      </header>
      <div className="tune-page-body">{children}</div>
      <footer className="tune-page-foot">{foot}</footer>
    </section>
  );
}
