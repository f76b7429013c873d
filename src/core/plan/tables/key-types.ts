/** Which key types fit which purpose, as data. One purpose a key: NIST SP 800-57 part 1 rev 5 section 5.2. */
import type { KeyPurpose, KeyType } from '../schema.ts';

export interface PurposeRow {
  readonly types: readonly KeyType[];
  /** In words, for people. */
  readonly sentence: string;
  readonly why: string;
}

export const purposes: Readonly<Record<KeyPurpose, PurposeRow>> = {
  'root-signing': { types: ['ec-p384'], sentence: 'signs other keys and the record of the ceremony', why: 'the record is signed with ECDSA P-384 and SHA-384 (FIPS 186-5, CNSA 1.0)' },
  signing: { types: ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096'], sentence: 'signs', why: 'at least 128 bits of strength (NIST SP 800-57 part 1 rev 5 section 5.6.1.1, table 2)' },
  'master-wrapping': { types: ['aes-256'], sentence: 'wraps key-encryption keys', why: 'AES key wrap (NIST SP 800-38F) at the strength of the keys below it' },
  'key-wrapping': { types: ['aes-256', 'rsa-3072', 'rsa-4096'], sentence: 'wraps data keys', why: 'AES key wrap (NIST SP 800-38F) or RSA-OAEP (NIST SP 800-56B rev 2)' },
  'data-encryption': { types: ['aes-256'], sentence: 'encrypts data', why: 'AES (FIPS 197) at 256 bits' },
};
