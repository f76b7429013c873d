/** An officer's sign-off: an in-toto statement of its own about the ceremony's statement, in a DSSE envelope with one signature. Makes and reads bytes; judges and keeps nothing. */
import { z } from 'zod';
import { fromBase64, toBase64 } from '../bytes/bytes.ts';
import { sha256Hex } from '../bytes/digest.ts';
import { RefusalError } from '../refusals/refusal.ts';
import type { Agree, DeepReadonly } from '../transcript/agree.ts';
import { canonicalBytes, parseCanonical } from '../transcript/canonical-json.ts';
import { decodeEnvelope, encodeEnvelope, preAuthEncoding } from '../transcript/dsse.ts';
import { firstProblem } from '../transcript/event-schema.ts';
import { base64, ceremonyId, count, digest, long, short, utcTime } from '../transcript/schema-parts.ts';
import { spkiSha256, spkiToPoint } from '../transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE, STATEMENT_TYPE } from '../transcript/types.ts';
import { sidecarForms } from './names.ts';

export const SIGN_OFF_TYPE = 'https://keyrite.org/sign-off/v1';
/** The one subject of a sign-off: the bytes that were signed at the end of the ceremony. */
export const SIGN_OFF_SUBJECT = 'statement.dsse.json#payload';

export type Decision = 'accepted' | 'refused';

export interface SignOffPredicate {
  readonly version: 1;
  readonly ceremony: string;
  readonly decision: Decision;
  readonly reasons: string;
  /** `spki`: DER SubjectPublicKeyInfo of a P-256 key in base64; `keySha256` its SHA-256, hex. */
  readonly officer: { readonly name: string; readonly role: string; readonly keySha256: string; readonly spki: string };
  /** UTC; the officer's machine's clock. */
  readonly time: string;
  /** What the officer had before them: SHA-256 of transcript.jsonl, and the warnings that the verifier gave of the ceremony. */
  readonly verified: { readonly transcriptSha256: string; readonly warnings: readonly { readonly rule: string; readonly event: number | null }[] };
  /** Of an acceptance: DER signature (base64) over the DSSE encoding of the ceremony's own statement. Of a refusal null, so that it can never be read as one. */
  readonly endorsement: string | null;
}

export interface SignOffStatement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly { readonly name: typeof SIGN_OFF_SUBJECT; readonly digest: { readonly sha256: string } }[];
  readonly predicateType: typeof SIGN_OFF_TYPE;
  readonly predicate: SignOffPredicate;
}

/** A name or role: without a letter or digit nobody could be compared with it. */
const said = short.regex(/[\p{L}\p{N}]/u);
const rule = z.string().regex(/^R(?:-[A-Z0-9]{1,20}){2,4}$/);

const predicateSchema = z.strictObject({
  version: z.literal(1),
  ceremony: ceremonyId,
  decision: z.enum(['accepted', 'refused']),
  reasons: long.min(1),
  officer: z.strictObject({ name: said, role: said, keySha256: digest, spki: base64(256) }),
  time: utcTime,
  verified: z.strictObject({ transcriptSha256: digest, warnings: z.array(z.strictObject({ rule, event: count.nullable() })).max(1000) }),
  endorsement: base64(256).nullable(),
});

export const signOffSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.literal(SIGN_OFF_SUBJECT), digest: z.strictObject({ sha256: digest }) })).length(1),
  predicateType: z.literal(SIGN_OFF_TYPE),
  predicate: predicateSchema,
});

/** Does not compile where schema and type disagree in either direction. */
export const signOffAgrees: Agree<DeepReadonly<z.infer<typeof signOffSchema>>, SignOffStatement> = true;

/** What an officer decides, before anything is signed. */
export interface SignOffDraft {
  readonly decision: Decision;
  readonly reasons: string;
  /** `spki` DER. */
  readonly officer: { readonly name: string; readonly role: string; readonly spki: Uint8Array };
  readonly time: string;
  readonly ceremony: string;
  /** The ceremony's statement: the payload of statement.dsse.json. */
  readonly payload: Uint8Array;
  readonly transcriptSha256: string;
  readonly warnings: SignOffPredicate['verified']['warnings'];
}

/** The bytes that an officer who accepts signs first: those that everyone signed at the end of the ceremony. A refusal never signs them. */
export function endorsementMessage(payload: Uint8Array): Uint8Array {
  return preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
}

/** The bytes that the officer signs: the DSSE encoding of the sign-off's own statement. */
export function signOffMessage(signOff: Uint8Array): Uint8Array {
  return preAuthEncoding(DSSE_PAYLOAD_TYPE, signOff);
}

/**
 * Canonical bytes of the sign-off's statement. `endorsement` is DER; SECURITY: null for a refusal, and never null for an acceptance.
 * Throws RefusalError `sign-off.bad-value` (also for a draft without a reason), `transcript.bad-public-key`.
 */
export function buildSignOff(draft: SignOffDraft, endorsement: Uint8Array | null): Uint8Array {
  const { decision, reasons, officer, time, ceremony, payload, transcriptSha256, warnings } = draft;
  if ((decision === 'accepted') !== (endorsement !== null)) throw new RefusalError('sign-off.bad-value', { where: 'an acceptance is endorsed, and a refusal never' });
  if (reasons.trim() === '') throw new RefusalError('sign-off.bad-value', { where: 'give the reasons' });
  if (spkiToPoint(officer.spki).curve !== 'P-256') throw new RefusalError('transcript.bad-public-key', { where: 'the key of an officer is not of P-256' });
  const statement: SignOffStatement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: SIGN_OFF_SUBJECT, digest: { sha256: sha256Hex(payload) } }],
    predicateType: SIGN_OFF_TYPE,
    predicate: {
      version: 1,
      ceremony,
      decision,
      reasons,
      officer: { name: officer.name, role: officer.role, keySha256: spkiSha256(officer.spki), spki: toBase64(officer.spki) },
      time,
      verified: { transcriptSha256, warnings },
      endorsement: endorsement === null ? null : toBase64(endorsement),
    },
  };
  const parsed = signOffSchema.safeParse(statement);
  if (!parsed.success) throw new RefusalError('sign-off.bad-value', { where: firstProblem(parsed.error) });
  return canonicalBytes(statement);
}

/** The file: the envelope with the officer's one signature (DER), whose keyid is the SHA-256 of the officer's key. */
export function encodeSignOff(signOff: Uint8Array, keySha256: string, signature: Uint8Array): Uint8Array {
  return encodeEnvelope(signOff, [{ keyid: keySha256, signature }]);
}

/** A sign-off as it stands in its file. Nothing in it is true before its signature was checked. */
export interface SignOff {
  readonly statement: SignOffStatement;
  /** Canonical bytes of the statement: the DSSE payload. */
  readonly payload: Uint8Array;
  /** DER. */
  readonly signature: Uint8Array;
  /** DER SubjectPublicKeyInfo of the officer's key. */
  readonly spki: Uint8Array;
}

/** Strict inverse of {@link encodeSignOff}. Throws RefusalError `sign-off.bad-form`, `transcript.bad-public-key`, `transcript.bad-envelope`, or one of parseCanonical. */
export function decodeSignOff(bytes: Uint8Array): SignOff {
  const bad = (where: string): RefusalError => new RefusalError('sign-off.bad-form', { where });
  if (bytes.length > sidecarForms.signOff.maxBytes) throw bad('it is too large');
  const { payload, signatures } = decodeEnvelope(bytes);
  const [only] = signatures;
  if (only === undefined || signatures.length !== 1) throw bad('it has not exactly one signature');
  const parsed = signOffSchema.safeParse(parseCanonical(payload));
  if (!parsed.success) throw bad(firstProblem(parsed.error));
  const { officer } = parsed.data.predicate;
  const spki = fromBase64(officer.spki);
  if (spkiToPoint(spki).curve !== 'P-256') throw bad('the key of the officer is not of P-256');
  if (only.keyid !== officer.keySha256) throw bad('the keyid is not the SHA-256 of the officer\'s key');
  return { statement: parsed.data, payload, signature: only.signature, spki };
}
