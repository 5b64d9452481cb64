// Finds the sentences that main may send to a writer: every literal of its sources that reads like one. Values in a sentence become
// {0}, {1}… in the order in which they stand. Used by test/unit/i18n.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Place } from './interface-words';

/** Starts like a sentence, has more than one word, and ends. */
const isSentence = (text: string): boolean =>
  /^([\p{Lu}“{]|story\.json)/u.test(text) &&
  /\p{L}{2,} \p{L}|\} \p{L}/u.test(text) &&
  /[.…?!]$/.test(text) &&
  !/[<>]|\n/.test(text);

/** Errors whose message a writer reads; the others have words of the page's own (renderer/api/writer-words.ts) and only a hint counts. */
const shownCodes = new Set(['bad-request', 'io']);

export function sentencesOf(root: string, file: string): Place[] {
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Place[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isCallExpression(node) && /^(log|console)\./.test(node.expression.getText(tree))) return;
    if (ts.isNewExpression(node) && node.expression.getText(tree) === 'StudioError') {
      const [code, message, more] = node.arguments ?? [];
      const isShown = code === undefined || !ts.isStringLiteralLike(code) || shownCodes.has(code.text);
      for (const part of isShown ? [code, message, more] : [more]) if (part !== undefined) visit(part);
      return;
    }
    const text = templateOf(node);
    if (text === null) return ts.forEachChild(node, visit);
    if (isSentence(text))
      found.push({ file, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, text });
    if (!ts.isTemplateExpression(node)) return undefined;
    // A value of a sentence may bring a sentence of its own.
    for (const span of node.templateSpans) visit(span.expression);
  };
  visit(tree);
  return found;
}

/** A literal, a template or a sum of both, as one text with numbered values; null for anything else. */
function templateOf(node: ts.Node): string | null {
  let values = 0;
  const read = (part: ts.Node): string | null => {
    if (ts.isStringLiteralLike(part)) return part.text;
    if (ts.isTemplateExpression(part))
      return part.templateSpans.reduce((text, span) => `${text}{${values++}}${span.literal.text}`, part.head.text);
    if (!ts.isBinaryExpression(part) || part.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
    const left = read(part.left);
    const right = left === null ? null : read(part.right);
    return right === null ? null : `${left}${right}`;
  };
  return read(node);
}
