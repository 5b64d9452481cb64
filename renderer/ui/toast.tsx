// Toasts: short sentences in the corner, with at most one thing to do. Which ones there are is somebody else's business.
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../i18n/translate';
import { Button, IconButton } from './button';

export interface ToastView {
  readonly id: number;
  readonly tone: 'info' | 'success' | 'problem';
  readonly text: string;
  readonly action: { readonly label: string; readonly perform: () => void } | null;
}

const icons = { info: Info, success: CircleCheck, problem: CircleAlert } as const;

interface ToastsProps {
  readonly toasts: readonly ToastView[];
  readonly onDismiss: (id: number) => void;
}

export function Toasts({ toasts, onDismiss }: ToastsProps): ReactNode {
  return (
    <section className="toasts" aria-label={t('Messages')} aria-live="polite">
      {toasts.map((toast) => {
        const Icon = icons[toast.tone];
        return (
          <div key={toast.id} className="toast" data-testid="toast" data-tone={toast.tone} role="status">
            <Icon size={18} aria-hidden />
            <span className="toast-text">{toast.text}</span>
            {toast.action !== null && (
              <Button
                tone="quiet"
                className="toast-action"
                onClick={() => {
                  toast.action?.perform();
                  onDismiss(toast.id);
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton label={t('Dismiss')} size="small" tooltipAlign="end" onClick={() => onDismiss(toast.id)}>
              <X size={16} />
            </IconButton>
          </div>
        );
      })}
    </section>
  );
}
