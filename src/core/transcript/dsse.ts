/** DSSE 1.0.2: the bytes that are signed and the JSON envelope that carries them. Never looks inside the payload before a signature was checked. */
import { z } from 'zod';
import { concat, fromBase64, toBase64, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { signatureCharacters } from './algorithms.ts';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { DSSE_PAYLOAD_TYPE, type Envelope } from './types.ts';

/**
 * DSSE pre-authentication encoding (protocol.md, "Signature Definition"):
 * "DSSEv1" SP length(type) SP type SP length(payload) SP payload; lengths are decimal counts of bytes.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

const base64 = (max: number): z.ZodType<string> =>
  z.string().max(max).refine((text) => {
    try {
      return fromBase64(text).length > 0;
    } catch {
      return false;
    }
  }, 'not standard base64');

const envelopeSchema = z.strictObject({
  payload: base64(8 * 1024 * 1024),
  payloadType: z.literal(DSSE_PAYLOAD_TYPE),
  signatures: z.array(z.strictObject({ keyid: z.string().max(64), sig: base64(signatureCharacters) })).min(1).max(128),
});

/** A signature as kept in an envelope: name of the key (a hint only) and its bytes, DER for ECDSA. */
export interface EnvelopeSignature {
  readonly keyid: string;
  readonly signature: Uint8Array;
}

/** statement.dsse.json: RFC 8785 bytes of the envelope, without a final LF. Signatures in the given order. */
export function encodeEnvelope(payload: Uint8Array, signatures: readonly EnvelopeSignature[]): Uint8Array {
  const envelope: Envelope = {
    payload: toBase64(payload),
    payloadType: DSSE_PAYLOAD_TYPE,
    signatures: signatures.map((s) => ({ keyid: s.keyid, sig: toBase64(s.signature) })),
  };
  return canonicalBytes(envelope);
}

/**
 * Strict inverse: canonical JSON, exactly the documented fields, payload type in-toto, at least one signature.
 * Throws RefusalError `transcript.bad-envelope` or one of parseCanonical.
 */
export function decodeEnvelope(bytes: Uint8Array): { readonly payload: Uint8Array; readonly signatures: readonly EnvelopeSignature[] } {
  const parsed = envelopeSchema.safeParse(parseCanonical(bytes, { maxDepth: 4 }));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RefusalError('transcript.bad-envelope', { where: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
  }
  return {
    payload: fromBase64(parsed.data.payload),
    signatures: parsed.data.signatures.map((s) => ({ keyid: s.keyid, signature: fromBase64(s.sig) })),
  };
}
