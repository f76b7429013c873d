import { expect, it } from 'vitest';
import { targetInWords } from './target-name.ts';

it('names a place as people say it, another HSM by its label', () => {
  expect(targetInWords({ kind: 'pkcs11', publicKey: 'ab'.repeat(32), token: 'other-hsm', oaepHash: 'sha1' })).toBe('the HSM “other-hsm”');
  expect(targetInWords({ kind: 'dke', url: 'https://dke.example.org/Key' })).toBe('Microsoft Double Key Encryption');
});
