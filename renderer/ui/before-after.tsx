// Before and after in one frame, with a line between them that a slider moves: what was stands left of it, what is stands right.
import { useState, type CSSProperties, type ReactNode } from 'react';
import './before-after.css';

interface ComparedPicture {
  readonly src: string;
  readonly alt: string;
  /** Beside the slider. */
  readonly label: string;
}

interface BeforeAfterProps {
  readonly before: ComparedPicture;
  readonly after: ComparedPicture;
  readonly label: string;
  /** Where the line stands at first, from 0 (only the later picture) to 100. */
  readonly startAt?: number;
  readonly frame?: CSSProperties;
}

export function BeforeAfter({ before, after, label, startAt = 0, frame }: BeforeAfterProps): ReactNode {
  const [line, setLine] = useState(startAt);
  return (
    <div className="before-after" data-testid="before-after">
      <div className="before-after-frame" {...(frame === undefined ? {} : { style: frame })}>
        <img src={before.src} alt={before.alt} />
        <img src={after.src} alt={after.alt} style={{ clipPath: `inset(0 0 0 ${line}%)` }} />
        {line > 0 && line < 100 && <span className="before-after-edge" aria-hidden style={{ left: `${line}%` }} />}
      </div>
      <label className="before-after-slider">
        <span>{before.label}</span>
        <input
          className="range-input"
          type="range"
          min={0}
          max={100}
          value={line}
          aria-label={label}
          aria-valuetext={`${before.label} ${line} %, ${after.label} ${100 - line} %`}
          data-testid="compare-slider"
          onChange={(event) => setLine(Number(event.target.value))}
        />
        <span>{after.label}</span>
      </label>
    </div>
  );
}
