/** The parts of a plan that can be read although others cannot, so that one mistake does not hide the next. */
import type { z } from 'zod';
import type { Sections } from './rules/rule.ts';
import { variantOf } from './variant.ts';

/** Issues after which a value still has the types of the schema: a text too long or of the wrong form, a list too short. An unknown field is only too much. */
const soft: ReadonlySet<string> = new Set(['invalid_format', 'too_small', 'too_big', 'unrecognized_keys']);

/** Each top-level part of `value` that the schema takes, or takes but for soft issues; the others are left out. */
export function readableSections(value: unknown): Sections {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  const raw = value as Readonly<Record<string, unknown>>;
  const entries = Object.entries(variantOf(value).shape).flatMap(([name, schema]) => {
    const part = Object.hasOwn(raw, name) ? raw[name] : undefined;
    const parsed = (schema as z.ZodType).safeParse(part);
    if (parsed.success) return [[name, parsed.data]];
    const conforms = parsed.error.issues.every((issue) => soft.has(issue.code) && !tupleLength(issue));
    return conforms ? [[name, part]] : [];
  });
  return Object.fromEntries(entries) as Sections;
}

/** A pair with one or three entries does not have the type of a pair. */
function tupleLength(issue: z.core.$ZodIssue): boolean {
  return (issue.code === 'too_small' || issue.code === 'too_big') && issue.origin === 'array' && issue.path.some((part) => part === 'apart' || part === 'securityOfficer' || part === 'user');
}
