/** Turns what the schema refuses into findings that a compliance officer can act on: one a field, each with its path. */
import type { z } from 'zod';
import { fieldsAt, probablyMeant } from './field-names.ts';
import type { Finding, PlanPath } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Findings of all `issues` that the schema found in `value`. All are errors. */
export function schemaFindings(issues: readonly Issue[], value: unknown): readonly Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, value));
}

function findingsOf(issue: Issue, root: unknown): readonly Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const value = valueAt(root, path);
  const field = path.findLast((part) => typeof part === 'string') ?? 'plan';
  const error = (code: Finding['code'], detail: Finding['detail'] = {}, at: PlanPath = path): Finding => ({ code, path: at, severity: 'error', detail: { field, ...detail } });

  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => error('plan.unknown-field', { field: key, hint: hintFor(key, path, value) }, [...path, key]));
  if (path.length === 0) return [error('plan.not-a-plan', { found: describe(value) })];
  if (value === undefined) return [error('plan.missing-field')];
  switch (issue.code) {
    case 'invalid_type':
      return [error('plan.wrong-type', { expected: expected(issue.expected), found: describe(value), hint: typeHint(issue.expected, value) })];
    case 'invalid_value':
      return [error('plan.not-allowed', { allowed: issue.values.map(String).join(', ') })];
    case 'invalid_union':
      return [error('plan.not-allowed', { allowed: ('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(String).join(', ') })];
    case 'invalid_format':
      return [error('plan.wrong-form', { rule: issue.format === 'date' ? 'write a day that exists as YYYY-MM-DD' : issue.message })];
    case 'too_small':
    case 'too_big':
      return [error('plan.out-of-range', { rule: rangeRule(issue) })];
    default:
      return [error('plan.wrong-form', { rule: issue.message })];
  }
}

/** Suggests the field that was probably meant, unless it is there as well. */
function hintFor(key: string, path: PlanPath, group: unknown): string {
  const meant = probablyMeant(key, fieldsAt(path));
  return meant === null || Object.hasOwn(group as object, meant) ? '' : ` Was "${meant}" meant?`;
}

function valueAt(root: unknown, path: PlanPath): unknown {
  let value = root;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Object.hasOwn(value, part) ? (value as Record<string | number, unknown>)[part] : undefined;
  }
  return value;
}

function expected(type: string): string {
  const words: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', object: 'a group of fields', array: 'a list', tuple: 'a list of two' };
  return words[type] ?? type;
}

/** What stands there, in words and short. */
function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  if (typeof value === 'string') return `the text "${value.slice(0, 40)}"`;
  return typeof value === 'number' ? `the number ${value}` : JSON.stringify(value);
}

function typeHint(type: string, value: unknown): string {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return ' Put it in quotation marks.';
  if (type === 'boolean' && typeof value === 'string') return ' Write true or false, without quotation marks.';
  if ((type === 'number' || type === 'int') && typeof value === 'string') return ' Write the number without quotation marks.';
  return '';
}

function rangeRule(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const bound = issue.code === 'too_small' ? `at least ${String(issue.minimum)}` : `at most ${String(issue.maximum)}`;
  if (issue.origin === 'string') return `${bound} characters`;
  if (issue.origin === 'array') return `${bound} entries`;
  return bound;
}
