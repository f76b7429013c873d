/** The schema of every event and of the entry that holds it. Must agree with ceremony/events.ts (checked below by the compiler); never accepts an unknown field. */
import { z } from 'zod';
import type { CeremonyEvent } from '../ceremony/events.ts';
import { RefusalError } from '../refusals/refusal.ts';
import type { Agree, DeepReadonly } from './agree.ts';
import { postQuantumAlgorithms, publicKeyCharacters, signatureCharacters } from './algorithms.ts';
import { parseCanonical } from './canonical-json.ts';
import { SALT_BYTES } from './chain.ts';
import { limits } from './limits.ts';
import { base64, capabilities, cardReport, carrier, ceremonyId, ceremonyKind, commitment, count, digest, environmentFinding, facts, hexBytes, identifier, inventory, keyEvidence, keyState, long, mode, restoredKey, setId, shareIndex, short, stepId, tokenInfo, tokenReport, utcTime } from './schema-parts.ts';
import type { Entry } from './types.ts';

const token = z.enum(['primary', 'spare']);
const people = z.array(identifier).max(60);
const deviationId = z.number().int().min(1).max(1_000_000);
const signature = base64(256);
const readFrom = z.enum(['image', 'camera', 'typed', 'smartcard']);
const destroyedOrNot = z.enum(['destroyed', 'not-destroyed']);
const signed = { participant: identifier, signature };
const secondKey = z.strictObject({ algorithm: z.enum(postQuantumAlgorithms), publicKey: base64(publicKeyCharacters), signature: base64(signatureCharacters) });
const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) => z.strictObject({ type: z.literal(type), ...shape });

export const eventSchema = z.discriminatedUnion('type', [
  event('ceremony.opened', { ceremony: ceremonyId, kind: ceremonyKind, mode, title: short, organisation: short, planSha256: digest, previous: digest.nullable(), inherited: z.array(z.strictObject({ name: short, sha256: digest })).max(64), application: short, machine: facts }),
  event('plan.reviewed', { words: z.array(z.string().max(40)).max(64), warnings: z.array(long).max(200) }),
  event('environment.checked', { findings: z.array(environmentFinding).max(200) }),
  event('participant.registered', { roles: z.array(short).min(1).max(16), publicKey: base64(512), again: z.boolean(), postQuantum: secondKey.exactOptional(), ...signed }),
  event('participant.absent', { participant: identifier, reason: long, by: identifier }),
  event('hsm.examined', { token, report: tokenReport, inventory }),
  event('hsm.prepare-started', { token }),
  event('hsm.prepared', { token, how: z.enum(['initialised', 'adopted']), report: tokenReport, capabilities, inventory, pinHolders: z.strictObject({ securityOfficer: people, user: people }) }),
  event('hsm.unlocked', { token, by: people }),
  event('hsm.locked', { token, why: z.enum(['pause', 'restart', 'device']) }),
  event('hsm.retired', { label: short, serial: short, fate: z.enum(['lost', 'stolen', 'broken', 'retired', 'destroyed']), note: long, by: identifier }),
  event('key.found', { key: identifier, evidence: keyEvidence }),
  event('key.generation-started', { key: identifier, id: hexBytes(16, 16) }),
  event('key.generated', { key: identifier, evidence: keyEvidence, inventoryBefore: inventory, inventoryAfter: inventory, found: z.boolean() }),
  event('backup.started', { set: setId }),
  event('backup.made', {
    set: setId,
    threshold: z.number().int().min(2).max(32),
    count: z.number().int().min(2).max(32),
    commitments: z.array(commitment).max(32),
    package: digest,
    trusted: z.boolean(),
    wrappingKey: facts,
    combinations: z.strictObject({ total: count, checked: count }),
    inventoryBefore: inventory,
    inventoryAfter: inventory,
  }),
  event('share.written', { set: setId, index: shareIndex, custodian: identifier, carrier, where: long, card: cardReport.exactOptional() }),
  event('share.removed', { set: setId, index: shareIndex }),
  event('share.read', { set: setId, index: shareIndex, from: readFrom, card: cardReport.exactOptional() }),
  event('share.refused', { step: stepId, code: short }),
  event('set.voided', { set: setId, reason: long }),
  event('set.declared-void', { set: setId, reason: long, second: z.strictObject(signed), ...signed }),
  event('quorum.joined', { set: setId, purpose: z.strictObject({ operation: ceremonyKind, token: short, keys: z.array(identifier).max(64) }), ...signed }),
  event('share.presented', { set: setId, index: shareIndex, participant: identifier, from: readFrom, card: cardReport.exactOptional() }),
  event('quorum.cleared', { set: setId, reason: long }),
  event('share.checked', { set: setId, index: shareIndex, result: z.enum(['readable', 'missing', 'damaged', 'bag-mismatch']), bag: short.nullable(), from: readFrom.exactOptional(), card: cardReport.exactOptional(), note: long.exactOptional() }),
  event('share.destroyed', { set: setId, index: shareIndex, result: destroyedOrNot, how: long }),
  event('package.destroyed', { set: setId, result: destroyedOrNot, how: long }),
  event('restore.started', { set: setId, shares: z.array(shareIndex).max(32) }),
  event('restore.passed', { set: setId, shares: z.array(shareIndex).max(32), challenge: hexBytes(16, 64), keys: z.array(restoredKey).max(16), evidence: z.array(keyEvidence).max(16), inventoryBefore: inventory, inventoryAfter: inventory }),
  event('restore.failed', { set: setId, code: short }),
  event('proof.started', { set: setId, shares: z.array(shareIndex).max(32) }),
  event('proof.passed', { set: setId, shares: z.array(shareIndex).max(32), token: tokenInfo, challenge: hexBytes(16, 64), keys: z.array(restoredKey).max(16), inventoryBefore: inventory, inventoryAfter: inventory }),
  event('proof.failed', { set: setId, code: short, keys: z.array(restoredKey).max(16) }),
  event('key.sealed', { key: identifier, evidence: keyEvidence }),
  event('key.state-set', { key: identifier, state: keyState, reason: long, until: z.iso.date().nullable() }),
  event('root.certified', { old: digest, next: digest, byOld: signature, byNext: signature }),
  event('root.attested', { signature }),
  event('key.destroyed', { key: identifier, failedUse: short, inventoryBefore: inventory, inventoryAfter: inventory }),
  event('target.imported', { kind: short, spkiSha256: digest, spki: base64(2048) }),
  event('key.delivered', { key: identifier, target: short, spkiSha256: z.union([digest, z.literal('')]), files: z.array(z.strictObject({ name: short, sha256: digest })).max(16) }),
  event('step.confirmed', { step: stepId, note: long.exactOptional(), ...signed }),
  event('deviation.recorded', { id: deviationId, step: stepId, what: long, remedy: long, by: short, automatic: z.boolean() }),
  event('deviation.accepted', { id: deviationId, ...signed }),
  event('ceremony.paused', { by: identifier, reason: long }),
  event('ceremony.continued', { by: identifier }),
  event('ceremony.resumed', { machine: facts, findings: z.array(long).max(200) }),
  event('step.failed', { step: stepId, code: short, detail: z.record(z.string().max(100), z.union([long, z.number(), z.boolean()])) }),
  event('record.ended', { inventory }),
  event('record.reopened', { reason: long }),
  event('statement.signed', { signer: identifier, signature, postQuantum: base64(signatureCharacters).exactOptional() }),
  event('ceremony.closed', { statement: digest }),
  event('ceremony.abandoned', { reason: long, second: z.strictObject(signed), ...signed }),
  event('key.discarded', { key: identifier, failedUse: short, inventoryBefore: inventory, inventoryAfter: inventory }),
]);

export const entrySchema = z.strictObject({ v: z.literal(1), seq: count, prev: digest, time: utcTime, mono: z.number().min(0), salt: hexBytes(SALT_BYTES, SALT_BYTES), event: eventSchema });

/** Does not compile where schema and type disagree in either direction. */
export const schemasAgree: readonly [Agree<DeepReadonly<z.infer<typeof eventSchema>>, CeremonyEvent>, Agree<DeepReadonly<z.infer<typeof entrySchema>>, Entry>] = [true, true];

/** First problem of a failed parse as "path: message", without quoting any value. */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`;
}

/**
 * One line (without LF) as an entry: canonical, of version 1, with the expected sequence number, every field as documented.
 * Throws RefusalError `transcript.too-large`, `transcript.wrong-version`, `transcript.wrong-sequence`, `transcript.bad-entry`, or one of parseCanonical.
 */
export function parseEntry(line: Uint8Array, expectedSeq: number): Entry {
  if (line.length > limits.lineBytes) throw new RefusalError('transcript.too-large', { what: `Entry ${expectedSeq}`, limit: limits.lineBytes });
  const value = parseCanonical(line);
  if (typeof value === 'object' && value !== null && 'v' in value && value.v !== 1) {
    throw new RefusalError('transcript.wrong-version', { version: typeof value.v === 'number' ? value.v : 'unknown' });
  }
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw new RefusalError('transcript.bad-entry', { where: firstProblem(parsed.error) });
  if (parsed.data.seq !== expectedSeq) throw new RefusalError('transcript.wrong-sequence', { found: parsed.data.seq, expected: expectedSeq });
  return parsed.data;
}
