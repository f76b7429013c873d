/** For tests: what the devices of the sample report: tokens, keys, objects, a card. */
import { fromHex, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { attributeNames } from '../../src/core/ports/hsm.ts';
import type { Capabilities, KeyEvidence, ObjectSummary, TokenReport, TriState } from '../../src/core/ports/hsm.ts';
import { encodePackage } from '../../src/core/shares/package-file.ts';
import type { BackupPackage } from '../../src/core/shares/package-file.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { rootKeyOf } from './sample-keys.ts';
import type { Mode } from './sample-plan.ts';

export function tokenReport(serial: string, label: string): TokenReport {
  return {
    library: { description: 'Sample PKCS#11', manufacturer: 'Sample', version: '1.0', cryptoki: '2.40' },
    slot: { description: 'Slot', hardware: '1.0', firmware: '1.0', removable: true },
    token: { initialised: true, label, manufacturer: 'Sample', model: 'Model S', serial, hardware: '1.0', firmware: '1.0', protectedAuthenticationPath: false, userPinInitialised: true, writeProtected: false, userPin: 'ok', soPin: 'ok', minPinLength: 8, maxPinLength: 64 },
    mechanisms: ['CKM_AES_KEY_WRAP_PAD', 'CKM_ECDSA'],
  };
}

export const capabilities: Capabilities = { keyTypes: ['ec-p384', 'aes-256'], keyWrapPad: 'CKM_AES_KEY_WRAP_PAD', unwrapsPrivateKeys: true, ecdsa: true, cmac: true, dataObjects: true, random: true, trustedWrapping: 'yes', wrapNonExtractable: 'refused' };

export const card = { label: 'card-ben', model: 'Card C', serial: 'C0007', removable: true } as const;

const ids: Readonly<Record<string, string>> = { root: '01'.repeat(16), master: '02'.repeat(16) };

/** CKA_ID of the sample key of this name. */
export function keyId(name: string): string {
  return ids[name] ?? sha256Hex(utf8(`id ${name}`)).slice(0, 32);
}

export function isRoot(name: string): boolean {
  return name.startsWith('root');
}

/** Evidence of a key: made on the device, or brought back onto it from a package. */
export function keyEvidence(name: string, extractable: TriState, from: 'device' | 'package' = 'device'): KeyEvidence {
  const none = Object.fromEntries(attributeNames.map((a) => [a, 'false'])) as Record<(typeof attributeNames)[number], TriState>;
  const local = { LOCAL: from === 'device' ? 'true' : 'false', ALWAYS_SENSITIVE: from === 'device' ? 'true' : 'false' } as const;
  const attributes = { ...none, ...local, SENSITIVE: 'true', WRAP_WITH_TRUSTED: from === 'device' ? 'true' : 'false', PRIVATE: 'true', TOKEN: 'true', EXTRACTABLE: extractable } as const;
  const mechanism = (made: string): string => (from === 'device' ? made : 'unavailable');
  const common = { name, id: keyId(name) };
  if (!isRoot(name)) {
    const value = name === 'master' ? 'E3B1041AC5' : sha256Hex(utf8(`cmac ${name}`)).slice(0, 10).toUpperCase();
    return { ...common, type: 'aes-256', purpose: 'master-wrapping', attributes: { ...attributes, WRAP: 'true', UNWRAP: 'true' }, keyGenMechanism: mechanism('CKM_AES_KEY_GEN'), check: { kind: 'cmac', value } };
  }
  const { spki } = rootKeyOf(name);
  return { ...common, type: 'ec-p384', purpose: 'root-signing', attributes: { ...attributes, SIGN: 'true' }, keyGenMechanism: mechanism('CKM_EC_KEY_PAIR_GEN'), check: { kind: 'spki-sha256', value: spkiSha256(spki), spki: toBase64(spki) } };
}

export function keyObjects(name: string): readonly ObjectSummary[] {
  const object = (kind: string, keyType: string, secret: boolean): ObjectSummary => ({ class: kind, label: name, id: keyId(name), keyType, token: true, private: secret });
  return isRoot(name) ? [object('CKO_PRIVATE_KEY', 'CKK_EC', true), object('CKO_PUBLIC_KEY', 'CKK_EC', false)] : [object('CKO_SECRET_KEY', 'CKK_AES', true)];
}

/** Commitments of the shares of a set. */
export function commitmentsOf(set: string): BackupPackage['commitments'] {
  const of = set === 'QX7R04M2' ? '' : `${set} `;
  return [1, 2, 3].map((n) => ({ index: n, salt: of === '' ? `0${n}`.repeat(16) : sha256Hex(utf8(`salt ${set} ${n}`)).slice(0, 32), commitment: sha256Hex(utf8(`${of}share ${n}`)) }));
}

/** The package of a set; the wrapped bytes are nothing real. */
export function packageOf(ceremony: string, mode: Mode, set: string, names: readonly string[]): Uint8Array {
  const keys = names.map((name) => {
    const { type, purpose, id, check } = keyEvidence(name, 'true');
    const bytes = isRoot(name) ? 88 : 40;
    return { name, type, purpose, id, check, wrapped: toBase64(new Uint8Array(bytes).fill(bytes)) };
  });
  return encodePackage({ v: 1, ceremony, mode, set, threshold: 2, count: 3, commitments: commitmentsOf(set), keys });
}

/** DER SubjectPublicKeyInfo of the RSA-3072 wrapping key of a target; nobody has its private half. */
export const targetSpki: Uint8Array = Uint8Array.of(
  ...fromHex('308201a2300d06092a864886f70d01010105000382018f003082018a0282018100'),
  ...Array.from({ length: 12 }, (_, i) => [...fromHex(sha256Hex(utf8(`modulus ${i}`)))]).flat().map((byte, i) => (i === 0 ? byte | 0x80 : i === 383 ? byte | 1 : byte)),
  ...fromHex('0203010001'),
);
