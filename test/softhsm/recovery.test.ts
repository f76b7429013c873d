/** A package of every kind of key, sealed on the first device: it comes back on a second one to stay, passes under a new backup key, and is delivered. */
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackupRequest, BackupResult, HsmPort, KeyEvidence, Quorum, RestoreRequest, WrappedKey } from '../../src/core/ports/hsm.ts';
import { freshTokens } from './fresh-token.ts';
import type { FreshToken } from './fresh-token.ts';
import { keyOf, refusalCode, SO_PIN, USER_PIN } from './hsm-suite.ts';
import { checkOf, combined, createTarget, opened } from './in-software.ts';
import { bytes, scratchFolder } from './soft-token.ts';

const tokens = freshTokens();
const folder = scratchFolder();
const keys = [
  keyOf('root', 'ec-p384', 'root-signing', { trusted: true }),
  keyOf('master', 'aes-256', 'master-wrapping', { trusted: true }),
  keyOf('p256', 'ec-p256', 'signing', { trusted: true }),
  keyOf('issuer', 'rsa-3072', 'signing', { trusted: true }),
  keyOf('rsa-wrap', 'rsa-3072', 'key-wrapping', { trusted: true }),
  keyOf('rsa-data', 'rsa-3072', 'data-encryption', { trusted: true }),
  keyOf('data', 'aes-256', 'data-encryption', { trusted: true }),
];
const pins = () => ({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });
let token: FreshToken;
let first: BackupResult;
let originals: readonly KeyEvidence[];

const quorum = (more: Partial<Quorum> = {}): Quorum => ({ shares: first.shares.slice(0, 2).map((share) => share.slice()), keys: first.keys, ...more });
const restoring = (more: Partial<RestoreRequest> = {}): RestoreRequest => ({ ...quorum(), challenge: bytes('challenge'), ...more });
const trusted = (more: Partial<BackupRequest>): BackupRequest => ({ setId: 'ABCD0123', threshold: 2, count: 3, keyIds: [], trusted: true, ...pins(), ...more });
const spkiOf = ({ check }: Pick<WrappedKey, 'check'>) => createPublicKey({ key: Buffer.from(check.kind === 'spki-sha256' ? check.spki : '', 'base64'), format: 'der', type: 'spki' });

beforeAll(async () => {
  await tokens.prepare();
  const hsm = await tokens.next().healthy();
  for (const key of keys) await hsm.generate(key);
  first = await hsm.backup(trusted({ setId: '0123ABCD', keyIds: keys.map((key) => key.id) }));
  const sealed: KeyEvidence[] = [];
  for (const key of keys) sealed.push(await hsm.seal(key));
  originals = sealed;
  await hsm.close();
});
beforeEach(() => {
  token = tokens.next();
});
afterEach(() => tokens.closeAll());
afterAll(() => {
  tokens.remove();
  folder.remove();
});

describe('keys that come back to stay', () => {
  it('are the same keys with their own use, sealed from the first moment, and say that they were not made there', async () => {
    const hsm = await token.healthy();
    const { restored, evidence } = await hsm.install(restoring());
    expect(restored.every((key) => key.matches)).toBe(true);
    expect(restored.map((key) => key.challengeSignature !== null)).toEqual(keys.map((key) => key.purpose === 'root-signing' || key.purpose === 'signing'));
    expect(evidence.map(({ name, id, check }) => ({ name, id, check }))).toEqual(originals.map(({ name, id, check }) => ({ name, id, check })));
    for (const [at, { attributes, keyGenMechanism }] of evidence.entries()) {
      expect(attributes).toMatchObject({ LOCAL: 'false', ALWAYS_SENSITIVE: 'false', NEVER_EXTRACTABLE: 'false', EXTRACTABLE: 'false', SENSITIVE: 'true', TOKEN: 'true', PRIVATE: 'true', MODIFIABLE: 'false' });
      expect(keyGenMechanism).toBe('unavailable');
      const uses = (of: KeyEvidence['attributes'] | undefined) => [of?.SIGN, of?.DECRYPT, of?.ENCRYPT, of?.WRAP, of?.UNWRAP, of?.VERIFY, of?.DERIVE];
      expect(uses(attributes)).toEqual(uses(originals[at]?.attributes));
    }
    for (const key of keys) expect(await hsm.find(key)).toEqual(evidence.find(({ id }) => id === key.id));
    // A key each, and a public key beside each private one, with the names they had.
    expect((await hsm.inventory()).map(({ class: of, label, token: stays }) => [of, label, stays])).toEqual(
      [...keys.map(({ name, type }) => [type === 'aes-256' ? 'CKO_SECRET_KEY' : 'CKO_PRIVATE_KEY', name]), ...keys.filter(({ type }) => type !== 'aes-256').map(({ name }) => ['CKO_PUBLIC_KEY', name])]
        .map(([of, label]) => [of, label, true]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    );
  });

  it('sign in another worker, whose signature verifies under the old public key', async () => {
    const installing = await token.healthy();
    await installing.install(restoring());
    const hsm = await token.healthy();
    const root = first.keys[0]!;
    expect(verify('sha384', bytes('m'), spkiOf(root), await hsm.sign(root.id, bytes('m')))).toBe(true);
  });

  it('can not leave again: not in a backup, not by a trusted key, and no seal is needed', async () => {
    const hsm = await token.healthy();
    await hsm.install(restoring());
    for (const key of keys) {
      expect((await hsm.find(key))?.attributes.EXTRACTABLE).toBe('false');
      expect((await hsm.seal(key)).attributes.EXTRACTABLE).toBe('false');
      expect(await refusalCode(hsm.backup(trusted({ keyIds: [key.id] })))).toBe('hsm.key-not-wrappable');
      expect(await refusalCode(hsm.backup(trusted({ keyIds: [key.id], trusted: false, soPin: null, userPin: null })))).toBe('hsm.key-not-wrappable');
    }
  });

  it('are destroyed with the proof that their own use fails', async () => {
    const hsm = await token.healthy();
    await hsm.install(restoring());
    for (const key of keys) expect((await hsm.destroy(key.id)).failedUse).toMatch(/_HANDLE_INVALID$/);
    expect(await hsm.inventory()).toEqual([]);
  });

  it('are kept off the device where one of them is another key than the package says', async () => {
    const hsm = await token.healthy();
    const other = first.keys.map((key) => (key.name === 'data' ? { ...key, check: { kind: 'cmac', value: '0000000000' } as const } : key));
    const result = await hsm.install(restoring({ keys: other }));
    expect(result.restored.filter((key) => !key.matches).map((key) => key.name)).toEqual(['data']);
    expect(result.evidence).toEqual([]);
    expect(await hsm.inventory()).toEqual([]);
  });

  it.each([
    ['a type that its public key has not', (key: WrappedKey) => (key.name === 'p256' ? { ...key, type: 'ec-p384' as const } : key), 'hsm.package-key-differs'],
    ['a size that its public key has not', (key: WrappedKey) => (key.name === 'issuer' ? { ...key, type: 'rsa-4096' as const } : key), 'hsm.package-key-differs'],
    ['a purpose that its type can not have', (key: WrappedKey) => (key.name === 'data' ? { ...key, purpose: 'signing' as const } : key), 'hsm.key-combination'],
    ['the id of another', (key: WrappedKey) => (key.name === 'data' ? { ...key, id: keys[1]!.id } : key), 'hsm.key-twice'],
    ['a blob that is damaged, the last of all', (key: WrappedKey) => (key.name === 'data' ? { ...key, wrapped: 'AAAA' } : key), 'hsm.package-not-opened'],
  ])('are refused where the package gives one %s, and none is left', async (_what, lie, code) => {
    const hsm = await token.healthy();
    const request = restoring({ keys: first.keys.map(lie) });
    expect(await refusalCode(hsm.install(request))).toBe(code);
    expect(request.shares.every((share) => share.every((byte) => byte === 0))).toBe(true);
    expect(await hsm.inventory()).toEqual([]);
  });

  it('are refused from a quorum that is none', async () => {
    const hsm = await token.healthy();
    const second = await hsm.backup(trusted({ from: [quorum()], setId: '0123ABCD' }));
    const installing = (shares: readonly Uint8Array[]) => refusalCode(hsm.install(restoring({ shares: shares.map((share) => share.slice()) })));
    expect(await installing(first.shares.slice(0, 1))).toBe('hsm.shares-inconsistent');
    expect(await installing([first.shares[0]!, second.shares[1]!])).toBe('hsm.package-not-opened');
    expect(await installing(second.shares.slice(0, 2))).toBe('hsm.package-not-opened');
    expect(await hsm.inventory()).toEqual([]);
  });
});

describe('a package under a new backup key', () => {
  it('opens in software, by the new shares, to every key as it was, the earlier ones first', async () => {
    const hsm = await token.healthy();
    const fresh = keyOf('fresh', 'aes-256', 'key-wrapping', { trusted: true });
    await hsm.generate(fresh);
    const second = await hsm.backup(trusted({ from: [quorum()], keyIds: [fresh.id] }));
    expect(second.keys.map((key) => key.name)).toEqual([...keys.map((key) => key.name), 'fresh']);
    expect(second.wrappingKey).toMatchObject({ TRUSTED: 'true', WRAP: 'true', UNWRAP: 'false', EXTRACTABLE: 'false', TOKEN: 'false' });
    expect(second.inventoryAfter).toEqual(second.inventoryBefore);
    const secret = await combined([second.shares[2]!, second.shares[0]!]);
    for (const [at, key] of second.keys.entries()) {
      expect(checkOf(key.type, opened(secret, Buffer.from(key.wrapped, 'base64')))).toBe(key.check.value);
      expect(key.check).toEqual(first.keys[at]?.check ?? (await hsm.find(fresh))?.check);
      expect(key.wrapped).not.toBe(first.keys[at]?.wrapped);
    }
    const old = await combined(first.shares.slice(0, 2));
    for (const key of second.keys) expect(() => opened(old, Buffer.from(key.wrapped, 'base64'))).toThrow();
  });

  it('brings two earlier sets together', async () => {
    const hsm = await token.healthy();
    const part = async (names: readonly string[]): Promise<Quorum> => {
      const made = await hsm.backup(trusted({ from: [quorum({ keys: first.keys.filter((key) => names.includes(key.name)) })] }));
      return { shares: made.shares.slice(1), keys: made.keys };
    };
    const merged = await hsm.backup(trusted({ from: [await part(['root']), await part(['master', 'p256'])] }));
    expect(merged.keys.map((key) => key.name)).toEqual(['root', 'master', 'p256']);
    const restored = await hsm.restore({ shares: merged.shares.slice(0, 2), keys: merged.keys, challenge: bytes('c') });
    expect(restored.every((key) => key.matches)).toBe(true);
    expect(await hsm.inventory()).toEqual([]);
  });

  it('is refused from a wrong quorum before anything is wrapped, with the user logged in as before', async () => {
    const hsm = await token.healthy();
    const second = await hsm.backup(trusted({ from: [quorum()], setId: '0123ABCD' }));
    expect(await refusalCode(hsm.backup(trusted({ from: [quorum({ shares: [first.shares[0]!.slice(), second.shares[1]!.slice()] })] })))).toBe('hsm.package-not-opened');
    expect(await refusalCode(hsm.backup(trusted({ from: [quorum({ shares: [first.shares[0]!.slice()] })] })))).toBe('hsm.shares-inconsistent');
    expect(await refusalCode(hsm.backup(trusted({ from: [quorum()], soPin: bytes('wrong-pin-9') })))).toMatch(/^hsm\.pin-(low|incorrect)$/);
    expect(await hsm.inventory()).toEqual([]);
    expect((await hsm.backup(trusted({ from: [quorum()] }))).keys).toHaveLength(keys.length);
  });
});

describe('a delivery', () => {
  it.each([2048, 4096])('to an RSA key of %i bits opens with openssl and RFC 5649 to each key as it was', async (bits) => {
    const hsm: HsmPort = await token.healthy();
    const target = createTarget(folder.path, bits);
    for (const key of first.keys) {
      const made = await hsm.deliver({ quorum: quorum(), keyId: key.id, targetSpki: target.spki, oaepHash: 'sha1', form: 'two-step' });
      expect(made.wrappedAesKey).toHaveLength(bits / 8);
      expect(made.check).toEqual(key.check);
      expect(checkOf(key.type, target.open(made, 'sha1'))).toBe(key.check.value);
    }
    expect(await hsm.inventory()).toEqual([]);
  });

  it('goes under RSA-OAEP alone for an AES key only', async () => {
    const hsm: HsmPort = await token.healthy();
    const target = createTarget(folder.path, 2048);
    const request = (keyId: string) => ({ quorum: quorum(), keyId, targetSpki: target.spki, oaepHash: 'sha1', form: 'direct' }) as const;
    for (const key of first.keys) {
      if (key.type === 'aes-256') expect(checkOf(key.type, target.open(await hsm.deliver(request(key.id)), 'sha1'))).toBe(key.check.value);
      else expect(await refusalCode(hsm.deliver(request(key.id)))).toBe('hsm.key-not-wrapped-directly');
    }
    expect(await hsm.inventory()).toEqual([]);
  });
});
