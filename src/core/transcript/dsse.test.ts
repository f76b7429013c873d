/** DSSE: the protocol's own vector, and envelopes that must be refused. */
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import vector from '../../../test/vectors/dsse-1.0.2/hello-world.json' with { type: 'json' };
import { fromBase64, fromHex, fromUtf8, utf8 } from '../bytes/bytes.ts';
import { signatureToDer } from './der.ts';
import { decodeEnvelope, encodeEnvelope, preAuthEncoding } from './dsse.ts';
import { pointToSpki, verifyP256 } from './signature.ts';

describe('preAuthEncoding', () => {
  it('is what the protocol document shows, and its signature verifies', () => {
    const pae = preAuthEncoding(vector.payloadType, utf8(vector.payload));
    expect(fromUtf8(pae)).toBe(vector.pae);
    const spki = pointToSpki('P-256', fromHex(`04${vector.publicKey.x}${vector.publicKey.y}`));
    expect(verifyP256(signatureToDer(fromBase64(vector.signature)), pae, spki)).toBe(true);
  });

  it('counts bytes, not characters', () => {
    expect(fromUtf8(preAuthEncoding('é', utf8('€')))).toBe('DSSEv1 2 é 3 €');
  });
});

describe('envelope', () => {
  const encoded = encodeEnvelope(utf8('{"a":1}'), [{ keyid: 'anna', signature: Uint8Array.of(1, 2, 3) }]);

  it('comes back as it was', () => {
    expect(decodeEnvelope(encoded)).toEqual({ payload: utf8('{"a":1}'), signatures: [{ keyid: 'anna', signature: Uint8Array.of(1, 2, 3) }] });
  });

  const text = fromUtf8(encoded);
  it.each([
    ['a final line feed', `${text}\n`, 'transcript.not-canonical'],
    ['another payload type', text.replace('vnd.in-toto+json', 'json'), 'transcript.bad-envelope'],
    ['no signature', text.replace(/\[.*\]/, '[]'), 'transcript.bad-envelope'],
    ['an unknown field', text.replace('"keyid"', '"cert":"x","keyid"'), 'transcript.bad-envelope'],
    ['base64url', text.replace('AQID', '-_-_'), 'transcript.bad-envelope'],
    ['base64 without padding', text.replace('eyJhIjoxfQ==', 'eyJhIjoxfQ'), 'transcript.bad-envelope'],
    ['trailing bits in base64', text.replace('eyJhIjoxfQ==', 'eyJhIjoxfR=='), 'transcript.bad-envelope'],
    ['an empty payload', text.replace('eyJhIjoxfQ==', ''), 'transcript.bad-envelope'],
  ])('refuses %s', (_name, other, code) => {
    expect(other).not.toBe(text);
    expect(codeOf(() => decodeEnvelope(utf8(other)))).toBe(code);
  });
});
