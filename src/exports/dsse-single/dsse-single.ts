/**
 * Copies of the signed statement with one signature each, and requests that put them into a transparency log. A Sigstore bundle allows exactly one signature, and Rekor v2
 * wants one entry a signature; DSSE says that the copies mean the same. Signs nothing, and sends nothing.
 */
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { fromUtf8, toBase64, toHex, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { encodeEnvelope, preAuthEncoding } from '../../core/transcript/dsse.ts';
import { spkiToPem } from '../../core/transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { ClassicalAlgorithm, SignatureAlgorithm } from '../../core/transcript/algorithms.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { jsonText } from '../common/text.ts';

interface LogNames {
  /** Name of the hash in Rekor v1. */
  readonly v1: 'sha256' | 'sha384';
  /** PublicKeyDetails of sigstore/protobuf-specs. */
  readonly keyDetails: string;
  readonly hash: (message: Uint8Array) => Uint8Array;
}

/** How the logs name what the signers of a statement sign with. */
const logNames: Readonly<Record<ClassicalAlgorithm, LogNames>> = {
  ES256: { v1: 'sha256', keyDetails: 'PKIX_ECDSA_P256_SHA_256', hash: sha256 },
  ES384: { v1: 'sha384', keyDetails: 'PKIX_ECDSA_P384_SHA_384', hash: sha384 },
};

interface Single {
  /** keyid: the id of the signer, for a second key with its algorithm. */
  readonly key: string;
  readonly signer: string;
  readonly algorithm: ClassicalAlgorithm;
  readonly signature: Uint8Array;
  readonly spki: Uint8Array;
  readonly payload: Uint8Array;
}

const envelopeOf = ({ key, signature, payload }: Pick<Single, 'key' | 'signature' | 'payload'>): string => fromUtf8(encodeEnvelope(payload, [{ keyid: key, signature }]));
const messageOf = ({ payload }: Single): Uint8Array => preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);

/** Rekor v1, proposed entry of kind dsse 0.0.1. It checks every signature with SHA-256, so that one with SHA-384 is never accepted: null. */
function rekorV1Dsse(single: Single): unknown {
  if (logNames[single.algorithm].v1 !== 'sha256') return null;
  return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope: envelopeOf(single), publicKeys: [toBase64(utf8(spkiToPem(single.spki)))] } } };
}

/** Rekor v1, proposed entry of kind hashedrekord 0.0.1, over what was signed: the pre-authentication encoding. */
function rekorV1HashedRekord(single: Single): unknown {
  const { v1, hash } = logNames[single.algorithm];
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: { data: { hash: { algorithm: v1, value: toHex(hash(messageOf(single))) } }, signature: { content: toBase64(single.signature), publicKey: { content: toBase64(utf8(spkiToPem(single.spki))) } } },
  };
}

const verifierOf = ({ algorithm, spki }: Single): unknown => ({ publicKey: { rawBytes: toBase64(spki) }, keyDetails: logNames[algorithm].keyDetails });

/** Rekor v2 (rekor-tiles), CreateEntryRequest with HashedRekordRequestV002, in the JSON of protocol buffers. */
function rekorV2HashedRekord(single: Single): unknown {
  const { hash } = logNames[single.algorithm];
  return { hashedRekordRequestV002: { digest: toBase64(hash(messageOf(single))), signature: { content: toBase64(single.signature), verifier: verifierOf(single) } } };
}

/** Rekor v2, CreateEntryRequest with DSSERequestV002: deprecated there in favour of the one above, for logs that still ask for it. */
function rekorV2Dsse(single: Single): unknown {
  const { key, signature, payload } = single;
  return { dsseRequestV002: { envelope: { payload: toBase64(payload), payloadType: DSSE_PAYLOAD_TYPE, signatures: [{ sig: toBase64(signature), keyid: key }] }, verifiers: [verifierOf(single)] } };
}

interface Made {
  readonly name: string;
  readonly text: string;
  readonly signer: string | null;
  readonly algorithm: SignatureAlgorithm | null;
  readonly what: string;
}

function copyOf(of: Pick<Single, 'key' | 'signer' | 'signature' | 'payload'> & { readonly algorithm: SignatureAlgorithm }, prefix: string): Made {
  return { name: `${prefix}${of.key}.dsse.json`, text: envelopeOf(of), signer: of.signer, algorithm: of.algorithm, what: 'the envelope with this signature alone' };
}

/** Names and texts for one signer; no name of a participant can be anything but a name of a file. */
function filesOf(single: Single, prefix: string): readonly Made[] {
  const { key, signer, algorithm } = single;
  const requests: readonly (readonly [string, string, unknown])[] = [
    ['rekor-v1-dsse', 'Rekor v1: POST /api/v1/log/entries', rekorV1Dsse(single)],
    ['rekor-v1-hashedrekord', 'Rekor v1: POST /api/v1/log/entries', rekorV1HashedRekord(single)],
    ['rekor-v2-hashedrekord', 'Rekor v2: POST /api/v2/log/entries', rekorV2HashedRekord(single)],
    ['rekor-v2-dsse', 'Rekor v2, deprecated: POST /api/v2/log/entries', rekorV2Dsse(single)],
  ];
  return [
    copyOf(single, prefix),
    ...requests.filter(([, , body]) => body !== null).map(([name, what, body]): Made => ({ name: `${prefix}${key}.${name}.json`, text: `${jsonText(body)}\n`, signer, algorithm, what })),
  ];
}

/** Files of a folder: for each signature a copy and its requests; what was signed; and an index with every digest. */
export async function* dsseSingle(verified: VerifiedTranscript): AsyncGenerator<{ readonly name: string; readonly text: string }> {
  const { payload, statement, keys } = verified;
  const { predicate } = statement;
  const prefix = verified.rehearsal ? 'rehearsal-' : '';
  const singles = verified.signatures.flatMap(({ signer: id, signature }): readonly Single[] => {
    const signer = predicate.signers.find((s) => s.id === id);
    const spki = keys.get(id);
    return signer === undefined || spki === undefined ? [] : [{ key: id, signer: id, algorithm: signer.algorithm, signature, spki, payload }];
  });
  // ML-DSA signs the message itself (FIPS 204 section 5.2), so no digest was signed that a hashedrekord could hold; whether a log takes such a key in a dsse entry was not seen. Copies without requests.
  const seconds = verified.secondSignatures.map((second) => copyOf({ ...second, payload }, prefix));
  const message: Made = { name: `${prefix}statement.pae`, text: fromUtf8(preAuthEncoding(DSSE_PAYLOAD_TYPE, payload)), signer: null, algorithm: null, what: 'the bytes that every signer signed (DSSE pre-authentication encoding)' };
  const files = [message, ...singles.flatMap((single) => filesOf(single, prefix)), ...seconds];
  yield* files.map(({ name, text }) => ({ name, text }));
  const index = {
    keyriteDsseSingle: 1,
    rehearsal: verified.rehearsal,
    ceremony: predicate.ceremony,
    verdict: verified.verdict,
    transcriptSha256: verified.transcriptSha256,
    statementSha256: verified.statementSha256,
    files: files.map(({ name, text, signer, algorithm, what }) => ({ name, signer, algorithm, what, sha256: sha256Hex(utf8(text)) })),
  };
  yield { name: `${prefix}index.json`, text: `${jsonText(index, 2)}\n` };
}
