// What a format gives, in a few lines, below it what the format adds, and beside it a glimpse of what comes out.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

interface FormatFactsProps {
  readonly title: string;
  readonly facts: readonly string[];
  readonly glimpse?: ReactNode;
  readonly children?: ReactNode;
}

export function FormatFacts({ title, facts, glimpse, children }: FormatFactsProps): ReactNode {
  return (
    <div className="format-split">
      <div className="format-facts">
        <h3>{title}</h3>
        <ul>
          {facts.map((fact) => (
            <li key={fact}>
              <Check size={16} aria-hidden />
              {fact}
            </li>
          ))}
        </ul>
        {children}
      </div>
      {glimpse}
    </div>
  );
}
