/** The closing statement: an in-toto Statement v1 with Keyrite's own predicate. Only its canonical bytes are ever signed or believed. */
import { z } from 'zod';
import { RefusalError } from '../refusals/refusal.ts';
import type { Agree, DeepReadonly } from './agree.ts';
import { classicalAlgorithms, postQuantumAlgorithms } from './algorithms.ts';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { firstProblem } from './event-schema.ts';
import { ceremonyId, ceremonyKind, count, digest, identifier, keyEvidence, keyLife, mode, setId, short, standingSet, utcTime } from './schema-parts.ts';
import { PREDICATE_TYPE, STATEMENT_TYPE, type CeremonyPredicate, type CeremonyStatement } from './types.ts';

const predicateSchema = z.strictObject({
  version: z.literal(1),
  ceremony: ceremonyId,
  kind: ceremonyKind,
  mode,
  title: short,
  organisation: short,
  opened: utcTime,
  ended: utcTime,
  plan: z.strictObject({ sha256: digest }),
  previous: digest.nullable(),
  record: z.strictObject({ entries: count, head: digest, merkleRoot: digest }),
  keys: z.array(keyEvidence).max(64),
  lifecycle: z.array(keyLife).min(1).max(256),
  shareSets: z.array(standingSet).max(64),
  voidSets: z.array(setId).max(1000),
  deviations: z.strictObject({ recorded: count, accepted: count }),
  signers: z
    .array(z.strictObject({ id: identifier, name: short, roles: z.array(short).max(16), algorithm: z.enum(classicalAlgorithms), keySha256: digest, postQuantum: z.strictObject({ algorithm: z.enum(postQuantumAlgorithms), keySha256: digest }).exactOptional(), required: z.boolean() }))
    .min(2)
    .max(61),
});

export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string().min(1).max(255), digest: z.strictObject({ sha256: digest }) })).min(1).max(1024),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: predicateSchema,
});

/** Does not compile where schema and type disagree in either direction. */
export const schemaAgrees: Agree<DeepReadonly<z.infer<typeof statementSchema>>, CeremonyStatement> = true;

/** One file of the bundle: its name with forward slashes, and its SHA-256 in lower-case hex. */
export interface StatementSubject {
  readonly name: string;
  readonly sha256: string;
}

/** Canonical bytes of the statement (the DSSE payload); subjects are put in the order of their names. Throws RefusalError `transcript.bad-statement`. */
export function buildStatement(predicate: CeremonyPredicate, subjects: readonly StatementSubject[]): Uint8Array {
  const subject = subjects
    .map((s) => ({ name: s.name, digest: { sha256: s.sha256 } }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const statement: CeremonyStatement = { _type: STATEMENT_TYPE, subject, predicateType: PREDICATE_TYPE, predicate };
  const bytes = canonicalBytes(statement);
  parseStatement(bytes);
  return bytes;
}

/** The statement of a DSSE payload. Throws RefusalError `transcript.wrong-version`, `transcript.bad-statement`, or one of parseCanonical. */
export function parseStatement(bytes: Uint8Array): CeremonyStatement {
  const value = parseCanonical(bytes);
  const other = otherVersion(value);
  if (other !== null) throw new RefusalError('transcript.wrong-version', { version: other });
  const parsed = statementSchema.safeParse(value);
  if (!parsed.success) throw new RefusalError('transcript.bad-statement', { where: firstProblem(parsed.error) });
  return parsed.data;
}

/** The predicate type, where it is not the one this code knows: a version is a type, never a flag to look past. */
function otherVersion(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('predicateType' in value)) return null;
  const { predicateType } = value;
  return typeof predicateType === 'string' && predicateType !== PREDICATE_TYPE ? predicateType.slice(0, 100) : null;
}
