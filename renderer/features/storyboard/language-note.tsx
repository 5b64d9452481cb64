// A friendly word to whoever writes a line in Chinese, Japanese or Korean while the model tells its stories in English only. It
// stands above the line, is in nobody's way, and goes when the letters do.
import { Languages } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { t } from '../../i18n/translate';

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether the model will hardly understand this line. */
export const isForeignTo = (language: string, line: string): boolean =>
  language.split('-')[0] === 'en' && eastAsian.test(line);

export function LanguageNote({ line }: { readonly line: string }): ReactNode {
  const { bundle } = useEngine();
  const foreign = bundle !== null && isForeignTo(bundle.language, line);
  // The region is there before it speaks, or a screen reader would not hear it.
  return (
    <div role="status" className="language-note" data-testid="language-note" data-shown={foreign ? '' : undefined}>
      {foreign && (
        <>
          <Languages size={16} aria-hidden />
          <span>
            {t(
              'This model tells its stories in English. Your own words stay as you write them; what it shall draw or continue, write in English.',
            )}
          </span>
        </>
      )}
    </div>
  );
}
