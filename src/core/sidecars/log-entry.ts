/** An entry of a Rekor transparency log (v1 and v2) with its inclusion proof, as a Sigstore bundle has it. Reads bytes; judges no key and no time. */
import { z } from 'zod';
import { equalBytes, fromBase64, toHex } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { firstProblem } from '../transcript/event-schema.ts';
import { sidecarForms } from './names.ts';
import { parseStrictJson } from './strict-json.ts';

const base64 = (max: number): z.ZodType<Uint8Array> =>
  z
    .string()
    .min(4)
    .max(max)
    .transform((text, context) => {
      try {
        return fromBase64(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not standard base64' });
        return z.NEVER;
      }
    });
/** A 64 bit number, which the JSON form of protocol buffers writes as text. */
const int64 = z.string().regex(/^(?:0|[1-9]\d{0,18})$/);

const entrySchema = z.strictObject({
  logIndex: int64,
  logId: z.strictObject({ keyId: base64(128) }),
  kindVersion: z.strictObject({ kind: z.string().max(40), version: z.string().max(20) }),
  integratedTime: int64.optional(),
  inclusionPromise: z.strictObject({ signedEntryTimestamp: base64(1024) }).nullable().optional(),
  inclusionProof: z.strictObject({
    logIndex: int64,
    rootHash: base64(44),
    treeSize: int64,
    hashes: z.array(base64(44)).max(64),
    checkpoint: z.strictObject({ envelope: z.string().max(16 * 1024) }),
  }),
  canonicalizedBody: base64(256 * 1024),
});
const fileSchema = z.strictObject({ tlogEntries: z.array(entrySchema).length(1) });

export type LogEntry = Readonly<z.output<typeof entrySchema>>;

/** The entry in a file {"tlogEntries":[entry]}. Throws RefusalError `sidecar.bad-log-entry`. */
export function decodeLogEntry(bytes: Uint8Array): LogEntry {
  const bad = (where: string): RefusalError => new RefusalError('sidecar.bad-log-entry', { where });
  if (bytes.length > sidecarForms.logEntry.maxBytes) throw bad('it is too large');
  const parsed = fileSchema.safeParse(parseStrictJson(bytes, 8));
  if (!parsed.success) throw bad(firstProblem(parsed.error));
  return parsed.data.tlogEntries[0]!;
}

const sha2 = { SHA2_256: 'SHA-256', SHA2_384: 'SHA-384', SHA2_512: 'SHA-512', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
const hashV1 = z.object({ algorithm: z.enum(['sha256', 'sha384', 'sha512']), value: z.string().regex(/^(?:[0-9a-f]{2}){32,64}$/) });
const hashV2 = z.object({ algorithm: z.enum(['SHA2_256', 'SHA2_384', 'SHA2_512']), digest: base64(88) });
/** What an entry says that it is about, by kind and version; what else stands in a body is of no account. */
const bodySchema = z.union([
  z.object({ apiVersion: z.literal('0.0.1'), kind: z.literal('dsse'), spec: z.object({ payloadHash: hashV1 }) }).transform(({ spec }) => ({ kind: 'dsse' as const, version: '0.0.1', algorithm: sha2[spec.payloadHash.algorithm], digest: spec.payloadHash.value })),
  z.object({ apiVersion: z.literal('0.0.1'), kind: z.literal('hashedrekord'), spec: z.object({ data: z.object({ hash: hashV1 }) }) }).transform(({ spec }) => ({ kind: 'hashedrekord' as const, version: '0.0.1', algorithm: sha2[spec.data.hash.algorithm], digest: spec.data.hash.value })),
  z.object({ apiVersion: z.literal('0.0.2'), kind: z.literal('dsse'), spec: z.object({ dsseV002: z.object({ payloadHash: hashV2 }) }) }).transform(({ spec }) => ({ kind: 'dsse' as const, version: '0.0.2', algorithm: sha2[spec.dsseV002.payloadHash.algorithm], digest: toHex(spec.dsseV002.payloadHash.digest) })),
  z.object({ apiVersion: z.literal('0.0.2'), kind: z.literal('hashedrekord'), spec: z.object({ hashedRekordV002: z.object({ data: hashV2 }) }) }).transform(({ spec }) => ({ kind: 'hashedrekord' as const, version: '0.0.2', algorithm: sha2[spec.hashedRekordV002.data.algorithm], digest: toHex(spec.hashedRekordV002.data.digest) })),
]);

/** What was logged: a digest of the DSSE payload (dsse), or of the bytes that were signed (hashedrekord). Hex. */
export interface LoggedDigest {
  readonly kind: 'dsse' | 'hashedrekord';
  readonly algorithm: 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly digest: string;
}

/** What the body of an entry is about, or null where it is of no kind that is known or is not the kind that the entry names. */
export function loggedDigest({ canonicalizedBody, kindVersion }: LogEntry): LoggedDigest | null {
  const parsed = bodySchema.safeParse(parseStrictJson(canonicalizedBody, 16));
  if (!parsed.success || parsed.data.kind !== kindVersion.kind || parsed.data.version !== kindVersion.version) return null;
  const { kind, algorithm, digest } = parsed.data;
  return { kind, algorithm, digest };
}

/** A checkpoint (C2SP tlog-checkpoint, signed-note): the text that is signed, and the signatures without their key hints. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: string;
  readonly root: Uint8Array;
  /** Up to and with the LF before the empty line. */
  readonly signedText: string;
  readonly signatures: readonly Uint8Array[];
}

/** Null where the text is no checkpoint. */
export function parseCheckpoint(envelope: string): Checkpoint | null {
  const split = envelope.lastIndexOf('\n\n');
  if (split < 0) return null;
  const signedText = envelope.slice(0, split + 1);
  const [origin = '', size = '', root = ''] = signedText.split('\n');
  const lines = envelope.slice(split + 2).split('\n');
  if (origin === '' || !/^(?:0|[1-9]\d{0,18})$/.test(size) || lines.length < 2 || lines.length > 33 || lines.at(-1) !== '') return null;
  try {
    const signatures = lines.slice(0, -1).map((line) => {
      const found = /^\u2014 [^ +\n]+ ([A-Za-z0-9+/=]{8,4096})$/u.exec(line);
      const bytes = fromBase64(found?.[1] ?? '!');
      if (bytes.length <= 4) throw new RangeError('no signature');
      // The first four bytes are a hint at the key.
      return bytes.slice(4);
    });
    return { origin, size, root: fromBase64(root), signedText, signatures };
  } catch {
    return null;
  }
}

/** Whether the checkpoint is about the tree of the inclusion proof. */
export function checkpointFits({ inclusionProof }: LogEntry, { size, root }: Checkpoint): boolean {
  return size === inclusionProof.treeSize && equalBytes(root, inclusionProof.rootHash);
}
