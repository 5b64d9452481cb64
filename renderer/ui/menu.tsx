// A menu that opens from a button, and a popover for richer content. Keyboard and positioning come from Base UI.
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { Check } from 'lucide-react';
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
  readonly hint?: string; // the key that does the same
  readonly tone?: 'danger';
  readonly testId?: string;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ icon, label, hint, tone, testId, disabled = false, onSelect }: MenuItemProps): ReactNode {
  return (
    <BaseMenu.Item className="menu-item" data-tone={tone} data-testid={testId} disabled={disabled} onClick={onSelect}>
      {icon}
      <span className="menu-item-label">{label}</span>
      {hint !== undefined && <kbd className="menu-item-hint">{hint}</kbd>}
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

interface MenuChoicesProps {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** A named part of a menu of which one is chosen; choosing closes the menu. */
export function MenuChoices({ label, choices, chosen, onChoose }: MenuChoicesProps): ReactNode {
  return (
    <BaseMenu.RadioGroup value={chosen} onValueChange={(id: string) => onChoose(id)}>
      <BaseMenu.GroupLabel className="menu-heading">{label}</BaseMenu.GroupLabel>
      {choices.map(({ id, name }) => (
        <BaseMenu.RadioItem key={id} value={id} closeOnClick className="menu-item">
          <span className="menu-item-label">{name}</span>
          <BaseMenu.RadioItemIndicator>
            <Check size={16} aria-hidden />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

/** Around a button inside of a popover that leads elsewhere: pressing it closes the popover too. */
export const ClosesPopover = ({
  children,
}: {
  readonly children: ReactElement<Record<string, unknown>>;
}): ReactNode => <BasePopover.Close render={children} />;

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
