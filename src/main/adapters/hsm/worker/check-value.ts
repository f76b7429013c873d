/**
 * AES-CMAC of one zero block, first 5 bytes (ANSI X9.24-1:2017 Annex A), computed without ever giving the key a second purpose: with the use
 * the key has. A key that may sign gives its CMAC directly; one that may encrypt or only wrap gives single AES blocks, of which
 * NIST SP 800-38B section 6 makes the CMAC (docs/adr/0020). It must never read, copy or change the key.
 */
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { readBoolean } from './attributes.ts';
import { CKK, CKM, CKO } from './constants.ts';
import type { Attributes } from './key-specs.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';

const BLOCK = 16;
const CHECK_LENGTH = 5;

/** AES of one block under the key. */
type OneBlock = (block: Uint8Array) => Uint8Array;

/** Doubling in GF(2^128), x^128+x^7+x^2+x+1 (SP 800-38B section 6.1). */
function double(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = ((block[i]! << 1) | ((block[i + 1] ?? 0) >> 7)) & 255;
  if ((block[0]! & 0x80) !== 0) out[BLOCK - 1]! ^= 0x87;
  return out;
}

/** CMAC of one whole zero block: AES(K1), with K1 = 2 * AES(0). */
const cmacOfZero = (aes: OneBlock): Uint8Array => aes(double(aes(new Uint8Array(BLOCK))));

const upperHex = (mac: Uint8Array): string => Buffer.from(mac.subarray(0, CHECK_LENGTH)).toString('hex').toUpperCase();

function cmacBySigning(s: Session, key: Buffer): Uint8Array {
  s.module.C_SignInit(s.handle, { mechanism: CKM.AES_CMAC }, key);
  return s.module.C_Sign(s.handle, Buffer.alloc(BLOCK), Buffer.alloc(BLOCK));
}

function cmacByEncrypting(s: Session, key: Buffer): Uint8Array {
  return cmacOfZero((block) => {
    s.module.C_EncryptInit(s.handle, { mechanism: CKM.AES_ECB }, key);
    return s.module.C_Encrypt(s.handle, Buffer.from(block), Buffer.alloc(2 * BLOCK)).subarray(0, BLOCK);
  });
}

/** A public, known key whose value is zeros: wrapped by AES-CBC with the block as IV, it shows AES of that block. */
const zeroKey: Attributes = { CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK.AES, VALUE: new Uint8Array(BLOCK), TOKEN: false, PRIVATE: true, SENSITIVE: false, EXTRACTABLE: true };

async function cmacByWrapping(s: Session, key: Buffer): Promise<Uint8Array> {
  return withScratch(s, (scratch) => {
    const known = scratch.create(zeroKey);
    return cmacOfZero((iv) => {
      const wrapped = s.module.C_WrapKey(s.handle, { mechanism: CKM.AES_CBC, parameter: Buffer.from(iv) }, key, known, Buffer.alloc(4 * BLOCK));
      return wrapped.subarray(0, BLOCK);
    });
  });
}

/** The check value of a secret key: 10 upper-case hex digits. `hsm.check-unavailable` where the key's own use gives none. */
export async function checkValue(s: Session, key: Buffer): Promise<string> {
  const may = (use: 'SIGN' | 'ENCRYPT' | 'WRAP'): boolean => readBoolean(s, key, use) === 'true';
  try {
    if (may('SIGN')) return upperHex(cmacBySigning(s, key));
    if (may('ENCRYPT')) return upperHex(cmacByEncrypting(s, key));
    if (may('WRAP')) return upperHex(await cmacByWrapping(s, key));
  } catch (error) {
    const refused: ReadonlySet<number> = new Set([0x54, 0x63, 0x68, 0x70, 0x71, 0xd1, 0x114]);
    if (error instanceof CkrError && refused.has(error.rv)) throw new RefusalError('hsm.check-unavailable', {}, { cause: error });
    throw error;
  }
  throw new RefusalError('hsm.check-unavailable');
}
