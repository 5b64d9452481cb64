// A progress bar. The share goes into a custom property through the style object (CSSOM), which the page's policy allows.
import { useEffect, useRef, type ReactNode } from 'react';

interface ProgressProps {
  readonly label: string;
  readonly fraction: number | null; // 0 to 1; null while nobody knows
}

export function Progress({ label, fraction }: ProgressProps): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    bar.current?.style.setProperty('--progress', String(fraction ?? 0));
  }, [fraction]);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(fraction === null ? { 'data-indeterminate': '' } : { 'aria-valuenow': Math.round(fraction * 100) })}
    >
      <div ref={bar} className="progress-bar" />
    </div>
  );
}
