// Reads the page's sources as TypeScript does and tells which words of the interface stand in them: messages given to t() and
// <Trans>, and words that were forgotten, because they stand bare in the markup. Used by test/unit/i18n.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
export interface WordsOfFile {
  readonly messages: readonly Place[];
  /** Letters that a person would read or hear, outside t() and Trans. */
  readonly bare: readonly Place[];
  /** Calls of t or Trans that the reader of sources, or a change of the language, cannot follow. */
  readonly unreadable: readonly Place[];
}

/** Attributes whose value is read or heard. */
const spokenAttributes = new Set(
  'aria-label aria-description aria-roledescription aria-valuetext title placeholder alt label description hint name note heading tooltip data-tooltip'.split(
    ' ',
  ),
);
/** Fields of objects whose value is shown somewhere else. */
const spokenFields = new Set('text label title advice note hint description name placeholder heading'.split(' '));
const spokenCalls = new Set(['announce']);
const elementsWithNames = new Set(['input', 'meta', 'slot']); // here `name` is a field of the form

const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text);

export function sourcesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}

export const readWords = (root: string, file: string): WordsOfFile =>
  wordsIn(file, readFileSync(join(root, file), 'utf8'));

export function wordsIn(file: string, source: string): WordsOfFile {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const messages: Place[] = [];
  const bare: Place[] = [];
  const unreadable: Place[] = [];
  const placeOf = (node: ts.Node, text: string): Place => ({
    file,
    line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1,
    text,
  });
  const noteBare = (expression: ts.Node | undefined): void => {
    for (const literal of literalsSaidBy(expression))
      if (hasLetters(literal.text)) bare.push(placeOf(literal.node, literal.text));
  };

  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const [message] = node.arguments;
      if (message !== undefined && ts.isStringLiteralLike(message)) messages.push(placeOf(node, message.text));
      else unreadable.push(placeOf(node, 'the message of t() must be written out'));
      if (!inFunction) unreadable.push(placeOf(node, 't() outside of any function keeps the first language'));
    } else if (ts.isJsxText(node)) {
      if (hasLetters(node.text)) bare.push(placeOf(node, node.text.trim()));
    } else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
      noteBare(node.expression);
    } else if (ts.isJsxAttribute(node)) {
      visitAttribute(node);
    } else if (ts.isPropertyAssignment(node) && spokenFields.has(node.name.getText(tree))) {
      noteBare(node.initializer);
    } else if (ts.isCallExpression(node) && spokenCalls.has(calledName(node))) {
      noteBare(node.arguments[0]);
    } else if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && isSentence(node.text) && !isForLog(node)) {
      bare.push(placeOf(node, node.text));
    }
    const within = inFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  const visitAttribute = (node: ts.JsxAttribute): void => {
    const element = node.parent.parent.tagName.getText(tree);
    const name = node.name.getText(tree);
    const value = node.initializer;
    const expression = value !== undefined && ts.isJsxExpression(value) ? value.expression : value;
    if (element === 'Trans' && name === 'id') {
      if (expression !== undefined && ts.isStringLiteralLike(expression)) messages.push(placeOf(node, expression.text));
      else unreadable.push(placeOf(node, 'the id of Trans must be written out'));
    } else if (spokenAttributes.has(name) && !(name === 'name' && elementsWithNames.has(element))) {
      noteBare(expression);
    }
  };
  visit(tree, false);
  return { messages, bare, unreadable };
}

/** More than one word with a capital in front: hardly a name of the code. */
const isSentence = (text: string): boolean => /^\p{Lu}[\p{Ll}’']+,? .*\p{L}/u.test(text);

/** Messages of thrown errors and of the console go to the log; t() and Trans translate; JSX and fields are looked at above. */
function isForLog(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isBlock(at) && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isNewExpression(at) || ts.isJsxAttribute(at) || ts.isJsxExpression(at) || ts.isPropertyAssignment(at))
      return true;
    if (ts.isCallExpression(at) && /^(t|console\.\w+|required|announce|.*\.announce)$/.test(at.expression.getText()))
      return true;
  }
  return false;
}

const calledName = (call: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : call.expression.getText();

/** The literals that an expression may come to: both sides of a choice, and the fixed parts of a template. */
function literalsSaidBy(node: ts.Node | undefined): { node: ts.Node; text: string }[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [{ node, text: node.text }];
  if (ts.isTemplateExpression(node)) {
    const fixed = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ');
    return [{ node, text: fixed }, ...node.templateSpans.flatMap((span) => literalsSaidBy(span.expression))];
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return literalsSaidBy(node.expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(literalsSaidBy);
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return literalsSaidBy(node.right);
    const joins = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
    if (joins.includes(operator)) return [node.left, node.right].flatMap(literalsSaidBy);
  }
  return [];
}
