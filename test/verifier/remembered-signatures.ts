/** For tests: the real signature checks, remembered for equal arguments, so that forty unchanged signatures are not checked anew for each of thousands of bundles. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';

type Real = typeof import('../../src/core/transcript/signature.ts');

export function rememberSignatures(real: Real): Real {
  const remembered = new Map<string, boolean>();
  const remember = (name: string, check: Real['verifyP256']): Real['verifyP256'] => (signature, message, spki) => {
    const key = [name, ...[signature, message, spki].map(sha256Hex)].join();
    const known = remembered.get(key) ?? check(signature, message, spki);
    remembered.set(key, known);
    return known;
  };
  const verifyP256 = remember('P-256', real.verifyP256);
  const verifyP384 = remember('P-384', real.verifyP384);
  return { ...real, verifyP256, verifyP384 };
}
