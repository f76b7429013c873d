/** Which fields the schema knows at a place, and which of them a mistyped name was probably meant to be. Suggests only; it accepts nothing. */
import { z } from 'zod';
import type { PlanPath } from './problem.ts';
import { planSchema } from './schema.ts';

/** Names of the fields of the group at `path`, over all its variants; empty where there is no group. */
export function fieldsAt(path: PlanPath): readonly string[] {
  let schemas: readonly unknown[] = variants(planSchema);
  for (const part of path) schemas = schemas.flatMap((schema) => variants(child(schema, part)));
  return [...new Set(schemas.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])))];
}

function child(schema: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodObject) return typeof part === 'string' && Object.hasOwn(schema.shape, part) ? (schema.shape as Record<string, unknown>)[part] : undefined;
  return schema instanceof z.ZodArray && typeof part === 'number' ? schema.element : undefined;
}

/** The schema without its wrappers; each option of a union. */
function variants(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return variants(schema.unwrap());
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap(variants);
  return schema === undefined ? [] : [schema];
}

/** The one of `known` that `name` was probably meant to be: the same but for case and separators, the beginning of it, or one or two letters away; else null. */
export function probablyMeant(name: string, known: readonly string[]): string | null {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const same = known.find((k) => plain(k) === plain(name));
  if (same !== undefined) return same;
  const longer = known.filter((k) => plain(name).length >= 4 && plain(k).startsWith(plain(name)));
  if (longer.length === 1) return longer[0]!;
  if (name.length > 40) return null;
  const near = known.map((k) => ({ k, d: distance(plain(name), plain(k)) })).toSorted((a, b) => a.d - b.d)[0];
  return near !== undefined && near.d <= (near.k.length <= 4 ? 1 : 2) ? near.k : null;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
