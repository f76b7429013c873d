/** The exact files that a transfer ceremony hands over. Pure: the same input gives the same bytes. Never sees a key in the clear, and writes nothing where anything is amiss. */
import { concat, fromBase64, utf8 } from '../bytes/bytes.ts';
import { sha256Hex } from '../bytes/digest.ts';
import type { Delivery, KeyCheck } from '../ports/hsm.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { spkiSha256, spkiToPem } from '../transcript/signature.ts';
import { instant, requireInTime } from './deadline.ts';
import { byokBlob, dkeDocument, xksMetadata } from './documents.ts';
import type { TransferContext, TransferKey } from './instructions/page.ts';
import { keyRefused } from './keys-taken.ts';
import { readmeText } from './readme.ts';
import { takesKeyMaterial, wrapFormOf, wrappingKeyBits } from './targets.ts';
import type { TransferTarget, WrappingTarget } from './targets.ts';

export interface TransferFile {
  /** Plain file name, ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it is for, for the screen and the record. */
  readonly purpose: string;
}

const incomplete = (what: string): RefusalError => new RefusalError('transfer.delivery-incomplete', { what });

function sameCheck(a: KeyCheck, b: KeyCheck): boolean {
  return a.kind === b.kind && a.value === b.value && (a.kind !== 'spki-sha256' || b.kind !== 'spki-sha256' || a.spki === b.spki);
}

/** RFC 5649 section 3: the plaintext padded to blocks of 8 bytes, and one block more. */
function requireForm(target: WrappingTarget, key: TransferKey, delivery: Delivery): void {
  const { wrappedAesKey, wrappedKey } = delivery;
  // SECURITY: what is not wrapped in the form that the plan names opens to something else at the target, or to nothing.
  if ((wrapFormOf(target) === 'direct') !== (wrappedAesKey === null)) throw incomplete('it is wrapped in another form than the target takes');
  const underRsa = wrappedAesKey ?? wrappedKey;
  const bits = underRsa.length * 8;
  const planned = wrappingKeyBits(target);
  if (planned === null ? bits < 2048 || bits > 4096 : bits !== planned) throw incomplete(`what is wrapped by RSA has ${underRsa.length} bytes`);
  if (wrappedAesKey === null) return;
  const length = wrappedKey.length;
  // A PKCS#8 PrivateKeyInfo of P-256 has 67 bytes at least (RFC 5208, with an ECPrivateKey of RFC 5915 without its public key).
  if (key.type === 'aes-256' ? length !== 40 : length % 8 !== 0 || length < 80) throw incomplete(`the wrapped key has ${length} bytes`);
}

/** The delivery that `target` needs, or null where it takes no key material. */
function requireDelivery(target: TransferTarget, key: TransferKey, delivery: Delivery | null): Delivery | null {
  if (!takesKeyMaterial(target)) {
    // SECURITY: what goes to a public-only target must have nothing of the key in it, however it came about.
    if (delivery !== null) throw incomplete('this target takes no key material, and there is some');
    return null;
  }
  if (delivery === null) throw incomplete('there is no key material');
  // SECURITY: a quorum opened the HSM for this key; another one must not leave in its place.
  if (!sameCheck(delivery.check, key.check)) throw new RefusalError('transfer.check-differs');
  requireForm(target, key, delivery);
  return delivery;
}

/** CKM_RSA_AES_KEY_WRAP (PKCS#11 v3.1 section 6.1.23): the wrapped AES key, then the wrapped key. In the direct form the wrapped key alone. */
function blob({ wrappedAesKey, wrappedKey }: Delivery): Uint8Array {
  return wrappedAesKey === null ? wrappedKey.slice() : concat(wrappedAesKey, wrappedKey);
}

const WRAPPED = 'the key, wrapped for the target only';

function payload(target: TransferTarget, key: TransferKey, delivery: Delivery | null, context: TransferContext): readonly TransferFile[] {
  switch (target.kind) {
    case 'azure-byok':
      return [{ name: `${key.name}.byok`, bytes: byokBlob(target, blob(delivery!), context.source), purpose: WRAPPED }];
    case 'aws-kms':
      return [{ name: 'EncryptedKeyMaterial.bin', bytes: blob(delivery!), purpose: WRAPPED }];
    case 'google-kms':
      return [{ name: `${key.name}.wrapped.bin`, bytes: blob(delivery!), purpose: WRAPPED }];
    case 'pkcs11':
      return [
        { name: 'wrapped-aes-key.bin', bytes: delivery!.wrappedAesKey!.slice(), purpose: 'the transport key, under the public key of the target (RSA-OAEP)' },
        { name: 'wrapped-key.bin', bytes: delivery!.wrappedKey.slice(), purpose: 'the key, under the transport key (RFC 5649)' },
        { name: 'rsa-aes-key-wrap.bin', bytes: blob(delivery!), purpose: 'both in one, for modules with CKM_RSA_AES_KEY_WRAP' },
      ];
    case 'dke':
      return [{ name: `${key.name}.dke.json`, bytes: dkeDocument(target, key, context.madeAt), purpose: 'what the Double Key Encryption service answers' }];
    case 'aws-xks':
      return [{ name: `${key.name}.xks-metadata.json`, bytes: xksMetadata(), purpose: 'what the external key store proxy answers' }];
  }
}

/** The public key of an asymmetric key, to compare at the target with what it derived. */
function publicKeyFile(key: TransferKey): readonly TransferFile[] {
  if (key.check.kind !== 'spki-sha256') return [];
  const spki = fromBase64(key.check.spki);
  if (spkiSha256(spki) !== key.check.value) throw incomplete('the public key is not the one of its SHA-256');
  return [{ name: `${key.name}.public.pem`, bytes: utf8(spkiToPem(spki)), purpose: 'the public key, to compare with what the target shows' }];
}

/**
 * The files to carry to `target`, README.txt last. `delivery` is what HsmPort.deliver gave under the target's public key with oaepHashOf(target),
 * in wrapFormOf(target), and null for the targets that take no key material. `given.madeAt` is the only time there is.
 * Throws RefusalError `transfer.key-not-taken`, `transfer.expired`, `transfer.delivery-incomplete`, `transfer.check-differs`, `transfer.bad-time`.
 */
export function transferFiles(target: TransferTarget, delivery: Delivery | null, key: TransferKey, given: TransferContext): readonly TransferFile[] {
  // SECURITY: model and firmware are what a device says of itself; a line end in them could write commands of its own into README.txt.
  const context = { ...given, source: given.source.replace(/[^\x20-\x7e]/g, '?') };
  const refused = keyRefused(target, key);
  if (refused) throw new RefusalError(refused.code, refused.detail);
  instant(context.madeAt);
  const deadline = requireInTime(target, context.madeAt);
  const material = requireDelivery(target, key, delivery);
  const files = [...payload(target, key, material, context), ...publicKeyFile(key)];
  const digests = files.map(({ name, bytes, purpose }) => ({ name, purpose, sha256: sha256Hex(bytes) }));
  return [...files, { name: 'README.txt', bytes: utf8(readmeText({ target, key, context, deadline }, digests)), purpose: 'what the receiving side does with them' }];
}
