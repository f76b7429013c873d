/** DER of raw r||s: minimal INTEGERs, never negative (RFC 3279 section 2.2.3, X.690 section 8.3). */
import { createSign, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../../../core/bytes/bytes.ts';
import { derSignature } from './signing.ts';

describe('derSignature', () => {
  it.each([
    ['small numbers lose their leading zeros', '0000000100000002', '3006020101020102'],
    ['a set top bit gets a zero byte', '80000000000000ff', '300b0205008000000002020 0ff'.replaceAll(' ', '')],
    ['zero keeps one byte', '0000000000000001', '3006020100020101'],
  ])('%s', (_what, raw, der) => {
    expect(toHex(derSignature(fromHex(raw)))).toBe(der);
  });

  it('is what software verifies, for hundreds of signatures', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    for (let i = 0; i < 300; i++) {
      const message = utf8(`message ${String(i)}`);
      const raw = createSign('sha384').update(message).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verify('sha384', message, publicKey, derSignature(raw))).toBe(true);
    }
  });

  it.each([0, 1, 95, 98])('refuses %i bytes', (length) => {
    expect(() => derSignature(new Uint8Array(length))).toThrow(expect.objectContaining({ code: 'hsm.signature-wrong' }) as Error);
  });
});
