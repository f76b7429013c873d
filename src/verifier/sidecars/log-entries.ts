/** R-LOG: entries of transparency logs. Without pinned keys of logs only what needs no key is judged, and the report says so. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { equalBytes, fromBase64, toBase64, toHex, utf8 } from '../../core/bytes/bytes.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { leafHash, rootByPath } from '../../core/sidecars/inclusion.ts';
import { checkpointFits, decodeLogEntry, loggedDigest, parseCheckpoint } from '../../core/sidecars/log-entry.ts';
import type { LogEntry } from '../../core/sidecars/log-entry.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { preAuthEncoding } from '../../core/transcript/dsse.ts';
import { verifyP256 } from '../../core/transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { Findings } from '../findings.ts';
import type { RuleId } from '../rules.ts';
import type { LogReport } from './sidecar-report.ts';

const hashes = { 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;
/** DER of SubjectPublicKeyInfo of an Ed25519 key up to the key (RFC 8410). */
const ED25519_HEAD = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00] as const;

/** Whether `signature` over `message` is that of a log's key (SPKI): Ed25519, or ECDSA P-256 with SHA-256. False for any other key. */
export function signedByLog(spki: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    if (spki.length === 44 && ED25519_HEAD.every((byte, i) => spki[i] === byte)) return signature.length === 64 && ed25519.verify(signature, message, spki.subarray(12), { zip215: false });
    return verifyP256(signature, message, spki);
  } catch {
    return false;
  }
}

export interface LogOptions {
  readonly findings: Findings;
  /** SPKIs in base64; null where none is pinned. */
  readonly logKeys: readonly string[] | null;
  /** What the entry must be about: the DSSE payload. */
  readonly payload: Uint8Array;
}

/** R-LOG-04: whether what was logged is the payload, or the bytes that were signed. */
function isAbout(entry: LogEntry, payload: Uint8Array): boolean {
  const logged = loggedDigest(entry);
  if (logged === null) return false;
  const digest = (bytes: Uint8Array): string => toHex(hashes[logged.algorithm](bytes));
  return logged.digest === digest(payload) || (logged.kind === 'hashedrekord' && logged.digest === digest(preAuthEncoding(DSSE_PAYLOAD_TYPE, payload)));
}

/** The bytes of Rekor v1's signed entry timestamp: the entry in canonical JSON (RFC 8785). */
function promised({ canonicalizedBody, integratedTime, logId, logIndex }: LogEntry): Uint8Array {
  return utf8(canonicalText({ body: toBase64(canonicalizedBody), integratedTime: Number(integratedTime ?? '0'), logID: toHex(logId.keyId), logIndex: Number(logIndex) }));
}

/** The report on one entry, or null where its form cannot be read; what is wrong is a finding. */
export function judgeLogEntry({ findings, logKeys, payload }: LogOptions, file: string, bytes: Uint8Array): LogReport | null {
  let entry: LogEntry;
  try {
    entry = decodeLogEntry(bytes);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add('R-LOG-01', { file }, error.message);
    return null;
  }
  let valid = true;
  const add = (rule: RuleId, found: string): void => {
    valid = false;
    findings.add(rule, { file }, found);
  };
  const { inclusionProof: proof, inclusionPromise, integratedTime } = entry;
  const root = rootByPath(leafHash(entry.canonicalizedBody), BigInt(proof.logIndex), BigInt(proof.treeSize), proof.hashes);
  if (root === null || !equalBytes(root, proof.rootHash)) add('R-LOG-02', `The proof does not lead from entry ${proof.logIndex} to the root of a tree of ${proof.treeSize} entries.`);
  const checkpoint = parseCheckpoint(proof.checkpoint.envelope);
  if (checkpoint === null) add('R-LOG-03', 'The checkpoint does not have the documented form.');
  else if (!checkpointFits(entry, checkpoint)) add('R-LOG-03', 'The checkpoint is of another tree than the proof.');
  if (!isAbout(entry, payload)) add('R-LOG-04', `The entry, of kind ${entry.kindVersion.kind} ${entry.kindVersion.version}, is not about this statement.`);
  const keys = (logKeys ?? []).map(fromBase64);
  if (logKeys !== null && checkpoint !== null && !keys.some((key) => checkpoint.signatures.some((s) => signedByLog(key, s, utf8(checkpoint.signedText))))) {
    add('R-LOG-05', `The checkpoint of "${checkpoint.origin}" is not signed by a log whose key is pinned.`);
  }
  let time: string | null = null;
  if (logKeys !== null && inclusionPromise != null) {
    const seconds = Number(integratedTime ?? '0');
    if (!keys.some((key) => signedByLog(key, inclusionPromise.signedEntryTimestamp, promised(entry)))) add('R-LOG-06', 'The time that the log gives is not signed by a log whose key is pinned.');
    else if (seconds > 0 && seconds < 253_402_300_800) time = new Date(seconds * 1000).toISOString();
  }
  return { file, log: checkpoint?.origin ?? '', index: entry.logIndex, time, judged: logKeys !== null, valid };
}
