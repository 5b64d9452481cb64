// A menu that opens from a button, and a popover for richer content. Keyboard and positioning come from Base UI.
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly align?: 'start' | 'end';
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

export function Menu({ trigger, align = 'start', onOpen, children }: MenuProps): ReactNode {
  return (
    <BaseMenu.Root onOpenChange={(open) => open && onOpen?.()}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="popup-positioner" align={align} sideOffset={6}>
          <BaseMenu.Popup className="popup">{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly label: string;
  readonly tone?: 'danger';
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ icon, label, tone, disabled = false, onSelect }: MenuItemProps): ReactNode {
  return (
    <BaseMenu.Item className="menu-item" data-tone={tone} disabled={disabled} onClick={onSelect}>
      {icon}
      <span className="menu-item-label">{label}</span>
    </BaseMenu.Item>
  );
}

export const MenuSeparator = (): ReactNode => <BaseMenu.Separator className="menu-separator" />;

/** A named part of a menu. */
export function MenuGroup({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="menu-heading">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

interface PopoverProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly title: string;
  readonly children: ReactNode;
}

export function Popover({ trigger, title, children }: PopoverProps): ReactNode {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner className="popup-positioner" align="end" sideOffset={6}>
          <BasePopover.Popup className="popup popup-wide">
            <BasePopover.Title className="popup-title">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
