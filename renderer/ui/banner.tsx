// A sentence that stays at the top of a page until its cause is gone, with what can be done about it.
import type { ReactNode } from 'react';

interface BannerProps {
  readonly icon: ReactNode;
  readonly tone?: 'note' | 'danger';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly testId?: string;
}

export function Banner({ icon, tone = 'note', children, actions, testId }: BannerProps): ReactNode {
  return (
    <div className="banner" data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'} data-testid={testId}>
      {icon}
      <div className="banner-text">{children}</div>
      {actions !== undefined && <div className="banner-actions">{actions}</div>}
    </div>
  );
}
