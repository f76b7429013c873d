/** For tests: a small transparency log in the two shapes of Rekor, with keys of its own. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { createHash } from 'node:crypto';
import { concat, toBase64, toHex, utf8 } from '../../../src/core/bytes/bytes.ts';
import { canonicalText } from '../../../src/core/transcript/canonical-json.ts';
import { preAuthEncoding } from '../../../src/core/transcript/dsse.ts';
import { DSSE_PAYLOAD_TYPE } from '../../../src/core/transcript/types.ts';
import { personKey } from '../sample-keys.ts';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(parts.reduce((h, p) => h.update(p), createHash('sha256')).digest());
const leafOf = (entry: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), entry);
const splitOf = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);

/** RFC 6962 section 2.1, written as the recursion that it is. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  const k = splitOf(leaves.length);
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** RFC 6962 section 2.1.1. */
function pathOf(index: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = splitOf(leaves.length);
  return index < k ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))] : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

const secret = sha256(utf8('keyrite sample log'));
export const logs = {
  /** Rekor v1 signs with P-256. */
  v1: { spki: personKey('log').spki, sign: (message: Uint8Array) => personKey('log').sign(message) },
  /** Rekor v2 signs with Ed25519. */
  v2: { spki: concat(Uint8Array.from(Buffer.from('302a300506032b6570032100', 'hex')), ed25519.getPublicKey(secret)), sign: (message: Uint8Array) => ed25519.sign(message, secret) },
} as const;
export const logPins = { v1: toBase64(logs.v1.spki), v2: toBase64(logs.v2.spki), stranger: toBase64(personKey('another log').spki) } as const;

export type Kind = 'dsse' | 'hashedrekord';
export type Version = '0.0.1' | '0.0.2';

export function bodyOf(payload: Uint8Array, kind: Kind, version: Version): unknown {
  const about = kind === 'dsse' ? payload : preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const hex = toHex(sha256(about));
  const old = { algorithm: 'sha256', value: hex };
  const now = { algorithm: 'SHA2_256', digest: toBase64(sha256(about)) };
  const spec = version === '0.0.1' ? (kind === 'dsse' ? { payloadHash: old, signatures: [] } : { data: { hash: old }, signature: {} }) : kind === 'dsse' ? { dsseV002: { payloadHash: now, signatures: [] } } : { hashedRekordV002: { data: now, signature: {} } };
  return { apiVersion: version, kind, spec };
}

export interface Made {
  readonly kind?: Kind;
  readonly version?: Version;
  readonly index?: number;
  readonly size?: number;
  readonly body?: unknown;
  readonly entry?: (entry: Readonly<Record<string, unknown>>) => unknown;
  readonly checkpoint?: (text: string) => string;
  readonly time?: number;
}

/** The file of an entry about `payload`. */
export function logFile(payload: Uint8Array, { kind = 'dsse', version = '0.0.1', index = 5, size = 11, body, entry = (e) => e, checkpoint = (t) => t, time = 1_790_000_000 }: Made = {}): Uint8Array {
  const log = version === '0.0.1' ? logs.v1 : logs.v2;
  const canonicalizedBody = utf8(canonicalText(body ?? bodyOf(payload, kind, version)));
  const leaves = Array.from({ length: size }, (_x, i) => leafOf(i === index ? canonicalizedBody : utf8(`other entry ${i}`)));
  const root = rootOf(leaves);
  const logId = sha256(log.spki);
  const text = `log.example\n${size}\n${toBase64(root)}\n`;
  const envelope = `${text}\n\u2014 log.example ${toBase64(concat(logId.subarray(0, 4), log.sign(utf8(text))))}\n`;
  const promise = utf8(canonicalText({ body: toBase64(canonicalizedBody), integratedTime: time, logID: toHex(logId), logIndex: 1000 + index }));
  const whole = {
    logIndex: String(1000 + index),
    logId: { keyId: toBase64(logId) },
    kindVersion: { kind, version },
    ...(version === '0.0.1' ? { integratedTime: String(time), inclusionPromise: { signedEntryTimestamp: toBase64(log.sign(promise)) } } : {}),
    inclusionProof: { logIndex: String(index), rootHash: toBase64(root), treeSize: String(size), hashes: pathOf(index, leaves).map(toBase64), checkpoint: { envelope: checkpoint(envelope) } },
    canonicalizedBody: toBase64(canonicalizedBody),
  };
  return utf8(JSON.stringify({ tlogEntries: [entry(whole)] }));
}
