// Buttons: one with words, one with an icon whose name is its tooltip. No domain knowledge.
import type { ComponentProps, ReactNode } from 'react';

export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger';

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  readonly tone?: ButtonTone;
  readonly size?: 'normal' | 'small';
  readonly className?: string;
};

export function Button({
  tone = 'plain',
  size = 'normal',
  className = '',
  type = 'button',
  ...rest
}: ButtonProps): ReactNode {
  return <button type={type} className={`button ${className}`} data-tone={tone} data-size={size} {...rest} />;
}

type IconButtonProps = ButtonProps & {
  readonly label: string;
  readonly tooltipSide?: 'above' | 'below' | 'right';
  readonly tooltipAlign?: 'centre' | 'end';
};

/** An icon alone; `label` is read aloud and shown on hover and keyboard focus. */
export function IconButton({
  label,
  tooltipSide = 'above',
  tooltipAlign = 'centre',
  tone = 'quiet',
  className = '',
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Button
      tone={tone}
      className={`icon-button ${className}`}
      aria-label={label}
      data-tooltip={label}
      data-tooltip-side={tooltipSide}
      data-tooltip-align={tooltipAlign}
      {...rest}
    />
  );
}
