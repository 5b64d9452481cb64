// Sentences that main wrote, in the language of the interface. Main says them in English (logs and the command line read them too);
// here each is found again by its template and said in Chinese. One that is not known stays as it is: a reason in English is
// better than none. Decision 0013; the templates are in zh/from-main.ts and held to main's sources by a test.
import { languageNow } from './language';
import { fromMain } from './zh/from-main';

interface Template {
  readonly pattern: RegExp;
  readonly order: readonly number[]; // which value stands at each place of the pattern
  readonly chinese: string;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const templates: readonly Template[] = Object.entries(fromMain)
  .filter(([english]) => english.includes('{0}'))
  .sort(([a], [b]) => fixedLength(b) - fixedLength(a)) // the most exact first
  .map(([english, chinese]) => {
    const parts = english.split(/\{(\d)\}/);
    return {
      pattern: new RegExp(
        `^${parts.map((part, index) => (index % 2 === 0 ? escaped(part) : '([^]+?)')).join('')}$`,
        'u',
      ),
      order: parts.filter((_, index) => index % 2 === 1).map(Number),
      chinese,
    };
  });

function fixedLength(english: string): number {
  return english.replace(/\{\d\}/g, '').length;
}

/** One sentence, or null when it is not known. */
function chineseOf(sentence: string): string | null {
  const exact = Object.hasOwn(fromMain, sentence) ? fromMain[sentence] : undefined;
  if (exact !== undefined) return exact;
  for (const { pattern, order, chinese } of templates) {
    const match = pattern.exec(sentence);
    if (match === null) continue;
    const values = new Map(order.map((value, index) => [value, match[index + 1] ?? '']));
    return chinese.replace(/\{(\d)\}/g, (_, value: string) => {
      const said = values.get(Number(value)) ?? '';
      return chineseOf(said) ?? said;
    });
  }
  return null;
}

/** A sentence (or several in a row) of main in the language of the interface. */
export function saidByMain(text: string): string {
  if (languageNow() !== 'zh' || text === '') return text;
  const whole = chineseOf(text);
  if (whole !== null) return whole;
  const sentences = text.split(/(?<=[.…?!]) (?=\p{Lu})/u).map(chineseOf);
  return sentences.every((sentence) => sentence !== null) ? sentences.join('') : text;
}
