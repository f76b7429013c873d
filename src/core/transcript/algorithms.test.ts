/** The table of algorithms: each has vectors from outside, and what it says of itself is so. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { concat, fromHex, toHex, utf8 } from '../bytes/bytes.ts';
import { keyTypes } from '../plan/names.ts';
import { hsmKeyTypes } from '../plan/tables/hsm-key-types.ts';
import { algorithms, classicalAlgorithms, postQuantumAlgorithms, signatureAlgorithms, verifySignature } from './algorithms.ts';
import type { AlgorithmRow, SignatureAlgorithm } from './algorithms.ts';
import { mlDsa65ToSpki, spkiToMlDsa65, verifyMlDsa65 } from './ml-dsa.ts';
import { pemToSpki, spkiToPem } from './signature.ts';

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: string | object;
    readonly publicKeyDer?: string;
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly ctx?: string; readonly result: 'valid' | 'invalid' | 'acceptable' }[];
  }[];
}

const rowOf = (id: SignatureAlgorithm): AlgorithmRow => algorithms[id];
const vectorsOf = (id: SignatureAlgorithm): URL => new URL(`../../../test/vectors/${rowOf(id).vectors}`, import.meta.url);
const spkiOf = (id: SignatureAlgorithm, { publicKey, publicKeyDer }: Wycheproof['testGroups'][number]): Uint8Array => (publicKeyDer === undefined ? concat(rowOf(id).spki.head, fromHex(typeof publicKey === 'string' ? publicKey : '')) : fromHex(publicKeyDer));

/** A key of OpenSSL's, and its signature over a message. */
const openssl: Readonly<Record<SignatureAlgorithm, () => { readonly spki: Uint8Array; readonly sign: (message: Uint8Array) => Uint8Array }>> = {
  ES256: () => ec('P-256', 'sha256'),
  ES384: () => ec('P-384', 'sha384'),
  'ML-DSA-65': () => {
    const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-65');
    return { spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
  },
};
function ec(namedCurve: string, hash: string): ReturnType<(typeof openssl)['ES256']> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), sign: (message) => new Uint8Array(sign(hash, message, privateKey)) };
}

describe.each(signatureAlgorithms)('%s', (id) => {
  const row = rowOf(id);

  it('has a vector file, and says of every signature in it what the file says', () => {
    expect(existsSync(vectorsOf(id)), row.vectors).toBe(true);
    const { testGroups } = JSON.parse(readFileSync(vectorsOf(id), 'utf8')) as Wycheproof;
    let valid = 0;
    for (const group of testGroups) {
      const spki = spkiOf(id, group);
      for (const test of group.tests) {
        const signature = fromHex(test.sig);
        expect(verifySignature(id, signature, fromHex(test.msg), spki), `${test.tcId}`).toBe(test.result === 'valid');
        if (test.result !== 'valid') continue;
        valid++;
        expect(signature.length).toBeGreaterThanOrEqual(row.signature.least);
        expect(signature.length).toBeLessThanOrEqual(row.signature.most);
      }
    }
    expect(valid).toBeGreaterThan(0);
  }, 60_000);

  it('takes a key and a signature of OpenSSL, of the sizes in the table', () => {
    const key = openssl[id]();
    const signature = key.sign(utf8('message'));
    expect(key.spki).toHaveLength(row.spki.bytes);
    expect(toHex(key.spki.subarray(0, row.spki.head.length))).toBe(toHex(row.spki.head));
    expect(signature.length).toBeGreaterThanOrEqual(row.signature.least);
    expect(signature.length).toBeLessThanOrEqual(row.signature.most);
    expect(verifySignature(id, signature, utf8('message'), key.spki)).toBe(true);
    expect(verifySignature(id, signature, utf8('massage'), key.spki)).toBe(false);
    expect(pemToSpki(spkiToPem(key.spki))).toEqual(key.spki);
  });

  it('takes no key of another algorithm, and no key with a byte more or less', () => {
    for (const other of signatureAlgorithms) {
      const { spki } = openssl[other]();
      if (other === id) {
        row.requireKey(spki);
        for (const bytes of [spki.subarray(0, -1), concat(spki, Uint8Array.of(0)), spki.subarray(row.spki.head.length), new Uint8Array(0)]) expect(codeOf(() => row.requireKey(bytes))).toBe('transcript.bad-public-key');
      } else {
        expect(codeOf(() => row.requireKey(spki)), other).toBe('transcript.bad-public-key');
      }
    }
  });
});

describe('the table', () => {
  it('knows every algorithm as one of two kinds', () => {
    expect([...classicalAlgorithms, ...postQuantumAlgorithms].toSorted()).toEqual([...signatureAlgorithms].toSorted());
    expect(classicalAlgorithms).toEqual(['ES256', 'ES384']);
    expect(postQuantumAlgorithms).toEqual(['ML-DSA-65']);
  });

  it('has a row of at least 128 bits for every type of key in an HSM', () => {
    expect(Object.keys(hsmKeyTypes).toSorted()).toEqual([...keyTypes].toSorted());
    for (const type of keyTypes) expect(hsmKeyTypes[type].strength.bits, type).toBeGreaterThanOrEqual(128);
  });
});

describe('ML-DSA-65', () => {
  const { spki, sign: signed } = openssl['ML-DSA-65']();
  const message = utf8('DSSEv1 4 test 1 x');
  const signature = signed(message);
  const byOpenssl = (bytes: Uint8Array): boolean => verify(null, message, createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }), bytes);

  it('refuses, as OpenSSL does, a signature with any one of its parts changed, cut or extended', () => {
    expect(byOpenssl(signature)).toBe(true);
    // The parts of FIPS 204 algorithm 26: the challenge's hash (48 bytes), the response (5 times 640), the hint (55 positions, then 6 ends).
    const places = [0, 47, 48, 687, 688, 3247, 3248, 3302, 3303, 3308];
    const changed = places.flatMap((at) => [1, 0x80].map((bit) => signature.with(at, signature[at]! ^ bit)));
    for (const bytes of [...changed, signature.subarray(0, -1), concat(signature, Uint8Array.of(0)), new Uint8Array(0), new Uint8Array(3309), new Uint8Array(3309).fill(255)]) {
      expect(byOpenssl(bytes)).toBe(false);
      expect(verifyMlDsa65(bytes, message, spki)).toBe(false);
    }
  }, 60_000);

  it('is the pure variant with the empty context: a signature under another context is none', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-65');
    const key = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
    const under = (context: string): Uint8Array => new Uint8Array(sign(null, message, { key: privateKey, context: Buffer.from(context) }));
    expect(verifyMlDsa65(under(''), message, key)).toBe(true);
    expect(verifyMlDsa65(under('keyrite'), message, key)).toBe(false);
  });

  it('reads and writes one encoding of a key', () => {
    expect(mlDsa65ToSpki(spkiToMlDsa65(spki))).toEqual(spki);
    expect(codeOf(() => mlDsa65ToSpki(new Uint8Array(1951)))).toBe('transcript.bad-public-key');
    // Parameters are absent, never NULL (RFC 9881 section 2).
    expect(codeOf(() => spkiToMlDsa65(concat(fromHex('308207b4300d06096086480165030403120500038207a100'), spki.subarray(22))))).toBe('transcript.bad-public-key');
  });
});
