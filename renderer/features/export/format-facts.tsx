// What a format gives, in a few lines, and below it what the format adds.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

interface FormatFactsProps {
  readonly title: string;
  readonly facts: readonly string[];
  readonly children?: ReactNode;
}

export function FormatFacts({ title, facts, children }: FormatFactsProps): ReactNode {
  return (
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
  );
}
