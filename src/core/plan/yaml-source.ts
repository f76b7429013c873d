/** Reads the YAML of a plan file into plain values, and knows on which line each stands. Refuses every YAML feature by which a plan could mean other than it says. */
import { Lexer, Parser, isAlias, isCollection, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Document, Node, ParsedNode } from 'yaml';
import { findHidden } from './hidden-characters.ts';
import type { Finding, PlanPath, PlanProblem } from './problem.ts';
import { problem } from './problem.ts';

/** Characters. The largest sensible plan (60 participants, 32 shares) stays under a tenth of it. */
export const PLAN_LIMIT = 256 * 1024;
/** Levels of maps and lists; a plan has five. Counted on the parser's own stack, before the composer, which is recursive, sees the text. */
const MAX_DEPTH = 16;

export interface YamlSource {
  /** Plain objects, lists, texts, numbers, booleans, nulls. Undefined where `problems` is not empty. */
  readonly value: unknown;
  readonly problems: readonly PlanProblem[];
  /** 1-based line of the deepest part of `path` that is in the file. */
  line(path: PlanPath): number;
}

/** Parses `text`. Never throws: whatever is wrong is in `problems`. */
export function readYaml(text: string): YamlSource {
  const early = refuseText(text);
  if (early !== null) return failed([early]);
  return parse(text);
}

function failed(problems: readonly PlanProblem[]): YamlSource {
  return { value: undefined, problems, line: () => 1 };
}

/** 1-based line of a character. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** What is refused before any parsing, because the parser would take it silently. */
function refuseText(text: string): PlanProblem | null {
  const whole = (code: Finding['code'], detail?: Finding['detail'], line = 1): PlanProblem =>
    problem({ code, path: [], severity: 'error', ...(detail === undefined ? {} : { detail }) }, line);
  if (text.length > PLAN_LIMIT) return whole('plan.too-large', { characters: text.length, limit: PLAN_LIMIT });
  // A lone surrogate or U+FFFD is what a lenient decoder makes of bytes that are not UTF-8; the fingerprint would be another file's.
  const broken = text.isWellFormed() ? text.indexOf('\ufffd') : 0;
  if (broken >= 0) return whole('plan.not-utf8', undefined, lineAt(text, broken));
  if (text.startsWith('\ufeff')) return whole('plan.byte-order-mark');
  const hidden = findHidden(text);
  if (hidden !== null) return whole('plan.hidden-character', { character: hidden.character }, lineAt(text, hidden.offset));
  return null;
}

function parse(text: string): YamlSource {
  const problems: PlanProblem[] = [];
  const add = (offset: number, code: Finding['code'], detail?: Finding['detail'], path: PlanPath = []): void => {
    problems.push(problem({ code, path, severity: 'error', ...(detail === undefined ? {} : { detail }) }, lineAt(text, offset)));
  };
  if (!shallow(text, add)) return failed(problems);

  const documents = parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, stringKeys: true, uniqueKeys: true, strict: true, prettyErrors: false, logLevel: 'silent' });

  const first = 'empty' in documents ? undefined : documents[0];
  if (first === undefined || first.contents === null || (isScalar(first.contents) && first.contents.value === null && first.errors.length === 0)) {
    add(0, 'plan.empty');
    return failed(problems);
  }
  const second = 'empty' in documents ? undefined : documents[1];
  if (second !== undefined) add(second.range[0], 'plan.several-documents');

  for (const error of [...first.errors, ...first.warnings]) {
    const offset = error.pos[0];
    if (error.code === 'DUPLICATE_KEY') add(offset, 'plan.duplicate-field', { field: wordAt(text, offset) });
    else if (error.code === 'TAG_RESOLVE_FAILED') continue; // named below, where the tag stands
    else add(offset, 'plan.syntax', { reason: error.message.replace(/\.$/, '') });
  }
  refuseFeatures(first, add);
  const line = (path: PlanPath): number => lineAt(text, offsetOf(first.contents, path));
  return problems.length > 0 ? { value: undefined, problems, line } : { value: first.toJS({ maxAliasCount: 0 }) as unknown, problems, line };
}

/** Directives, and whether the text is nested no deeper than {@link MAX_DEPTH}; stops at the first place that is. */
function shallow(text: string, add: (offset: number, code: Finding['code'], detail?: Finding['detail']) => void): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) if (token.type === 'directive') add(token.offset, 'plan.tag', { tag: token.source });
    // A document, then a collection and the scalar in it for each level.
    if (parser.stack.length > 2 * MAX_DEPTH) {
      add(parser.offset, 'plan.too-deep');
      return false;
    }
  }
  return true;
}

/** Aliases, anchors, tags, hidden characters written as escapes, and deep nesting. */
function refuseFeatures(document: Document.Parsed, add: (offset: number, code: Finding['code'], detail?: Finding['detail']) => void): void {
  visit(document, {
    Node(_key, node: Node) {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) {
        add(offset, 'plan.alias');
        return undefined;
      }
      if (isScalar(node) || isCollection(node)) {
        if (node.anchor !== undefined) add(offset, 'plan.alias');
        if (node.tag !== undefined) add(offset, 'plan.tag', { tag: node.tag });
      }
      if (isScalar(node) && typeof node.value === 'string') {
        const hidden = findHidden(node.value.trim(), 'refused');
        if (hidden !== null) add(offset, 'plan.hidden-character', { character: hidden.character });
        if (node.value === '__proto__') add(offset, 'plan.unknown-field', { field: node.value, hint: '' });
      }
      return undefined;
    },
  });
}

function wordAt(text: string, offset: number): string {
  return /^[^:\n]{0,60}/.exec(text.slice(offset))![0].trim();
}

/** Offset of the field name, or of the list item, that `path` ends at. */
function offsetOf(root: ParsedNode | null, path: PlanPath): number {
  let node: unknown = root;
  let offset = root?.range[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      const item = node.items[part];
      if (item === undefined) break;
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}
