/** What each type of key is in an HSM, as data: another one is a name in plan/names.ts and a row here. Says nothing of purposes (key-types.ts), and does nothing by itself. */
import { fromHex } from '../../bytes/bytes.ts';
import { algorithms } from '../../transcript/algorithms.ts';
import type { AlgorithmRow } from '../../transcript/algorithms.ts';
import { rsaModulus, verifyRsaSha256 } from '../../transcript/rsa.ts';
import type { KeyType } from '../schema.ts';

/** How a key signs, and how that is checked. */
export type KeySigning = Pick<AlgorithmRow, 'hash' | 'requireKey' | 'verify'>;

interface Common {
  /** Bits of the curve, the modulus or the key. */
  readonly bits: number;
  readonly strength: { readonly bits: 128 | 152 | 192 | 256; readonly source: string };
  /** Whether it is believed to withstand a quantum computer: a secret key of 256 bits is (NIST IR 8105 section 2, table 1), RSA and elliptic curves are not. */
  readonly kind: 'classical' | 'post-quantum';
  /** PKCS#11 objects that a key of the type is: each at most once, the first always. */
  readonly objects: readonly [string, ...string[]];
  /** Mechanisms that a device must list for what a ceremony does with such a key. */
  readonly needs: readonly string[];
  /** Names of CKA_KEY_GEN_MECHANISM that make such a key (PKCS#11 3.1; 0x1040 has two names). */
  readonly madeBy: readonly string[];
}
interface EcRow extends Common {
  readonly family: 'ec';
  readonly signing: KeySigning;
  /** CKA_EC_PARAMS: the DER OID of the curve (RFC 5480 section 2.1.1.1). */
  readonly ecParams: Uint8Array;
}
interface RsaRow extends Common {
  readonly family: 'rsa';
  readonly signing: KeySigning;
}
interface AesRow extends Common {
  readonly family: 'aes';
  readonly signing: null;
}
export type HsmKeyTypeRow = EcRow | RsaRow | AesRow;

const TABLE_2 = 'NIST SP 800-57 part 1 rev 5 section 5.6.1.1, table 2';
const pair = ['CKO_PRIVATE_KEY', 'CKO_PUBLIC_KEY'] as const;
const ec = { family: 'ec', kind: 'classical', objects: pair, needs: ['CKM_EC_KEY_PAIR_GEN', 'CKM_ECDSA'], madeBy: ['CKM_EC_KEY_PAIR_GEN', 'CKM_ECDSA_KEY_PAIR_GEN', 'CKM_EC_KEY_PAIR_GEN_W_EXTRA_BITS'] } as const;
const rsa = { family: 'rsa', kind: 'classical', objects: pair, needs: ['CKM_RSA_PKCS_KEY_PAIR_GEN'], madeBy: ['CKM_RSA_PKCS_KEY_PAIR_GEN', 'CKM_RSA_X9_31_KEY_PAIR_GEN'], signing: { hash: 'SHA-256', requireKey: rsaModulus, verify: verifyRsaSha256 } } as const;

export const hsmKeyTypes = {
  'ec-p384': { ...ec, bits: 384, strength: { bits: 192, source: TABLE_2 }, signing: algorithms.ES384, ecParams: fromHex('06052b81040022') },
  'ec-p256': { ...ec, bits: 256, strength: { bits: 128, source: TABLE_2 }, signing: algorithms.ES256, ecParams: fromHex('06082a8648ce3d030107') },
  'rsa-3072': { ...rsa, bits: 3072, strength: { bits: 128, source: TABLE_2 } },
  'rsa-4096': { ...rsa, bits: 4096, strength: { bits: 152, source: 'NIST SP 800-56B rev 2 appendix D, table 4' } },
  'aes-256': { family: 'aes', kind: 'post-quantum', bits: 256, strength: { bits: 256, source: TABLE_2 }, objects: ['CKO_SECRET_KEY'], needs: ['CKM_AES_KEY_GEN'], madeBy: ['CKM_AES_KEY_GEN'], signing: null },
} as const satisfies Readonly<Record<KeyType, HsmKeyTypeRow>>;

type OfFamily<F extends HsmKeyTypeRow['family']> = { [T in KeyType]: (typeof hsmKeyTypes)[T]['family'] extends F ? T : never }[KeyType];
export type EcKeyType = OfFamily<'ec'>;
export type RsaKeyType = OfFamily<'rsa'>;

export const isEc = (type: KeyType): type is EcKeyType => hsmKeyTypes[type].family === 'ec';
export const isRsa = (type: KeyType): type is RsaKeyType => hsmKeyTypes[type].family === 'rsa';

/** The row of a type, with the fields that every row has. */
export function keyTypeRow(type: KeyType): HsmKeyTypeRow {
  return hsmKeyTypes[type];
}
