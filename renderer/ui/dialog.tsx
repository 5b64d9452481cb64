// A modal dialog with a title, a body that scrolls and a foot of actions. Focus trap, Escape and labelling come from Base UI.
import { t } from '../i18n/translate';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './button';

interface DialogProps {
  readonly title: string;
  readonly description?: string;
  readonly onClose: () => void;
  readonly width?: 'normal' | 'wide' | 'full';
  readonly foot?: ReactNode;
  /** There is more to read than to press: the body takes the focus too, so that the keyboard can scroll it. */
  readonly forReading?: boolean;
  /** Where the focus begins, if not at the first thing that takes it. */
  readonly firstFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  readonly testId?: string;
}

export function Dialog({
  title,
  description,
  onClose,
  width = 'normal',
  foot,
  forReading = false,
  firstFocus,
  children,
  testId,
}: DialogProps): ReactNode {
  return (
    <BaseDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Popup
          className="dialog"
          data-width={width}
          data-testid={testId}
          {...(firstFocus === undefined ? {} : { initialFocus: firstFocus })}
        >
          <div className="dialog-head">
            <div>
              <BaseDialog.Title className="dialog-title">{title}</BaseDialog.Title>
              {description !== undefined && (
                <BaseDialog.Description className="dialog-description">{description}</BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close render={<IconButton label={t('Close')} tooltipSide="below" tooltipAlign="end" />}>
              <X size={18} />
            </BaseDialog.Close>
          </div>
          <div className="dialog-body" {...(forReading ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}>
            {children}
          </div>
          {foot !== undefined && <div className="dialog-foot">{foot}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
