/** What every PKCS#11 module is held to, whatever it can do; what it can't do must be reported as missing and refused with a code. */
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capabilities, GenerateRequest, HsmPort, ObjectSummary, RestoredKey } from '../../src/core/ports/hsm.ts';
import { attributeNames } from '../../src/core/ports/hsm.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { bytes } from './soft-token.ts';

export const USER_PIN = 'user-pin-1234';
export const SO_PIN = 'officer-pin-1234';

/** The code of a refusal; fails where the promise is kept or breaks otherwise. */
export async function refusalCode(promise: Promise<unknown>): Promise<string> {
  const outcome: unknown = await promise.then(() => 'no refusal', (error: unknown) => error);
  if (outcome instanceof RefusalError) return outcome.code;
  throw outcome instanceof Error ? outcome : new Error(String(outcome));
}

export const keyOf = (name: string, type: GenerateRequest['type'], purpose: GenerateRequest['purpose'], more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  name, type, purpose, id: Buffer.from(name.padEnd(16, '-').slice(0, 16)).toString('hex'), backup: true, trusted: false, ...more,
});

export interface Module {
  readonly name: string;
  /** A token of its own, with the user logged in. */
  open(): Promise<HsmPort>;
  readonly expected: Capabilities;
  /** Attributes this module does not report, or misreports, on a generated AES key; all others are asserted. */
  readonly local: 'true' | 'false';
  /** Whether it wraps by RSA-OAEP with SHA-256. */
  readonly oaepSha256: boolean;
}

export const chosen = <T>(list: readonly T[], at: number): T => list[at] ?? expect.fail('missing');

export function describeHsm(module: Module): void {
  describe(`the HSM port on ${module.name}`, () => {
    let hsm: HsmPort;
    let before: readonly ObjectSummary[];
    const master = keyOf('master', 'aes-256', 'master-wrapping');
    const root = keyOf('root', 'ec-p384', 'root-signing');

    beforeAll(async () => {
      hsm = await module.open();
      before = await hsm.inventory();
    });
    afterAll(() => hsm.close());

    it('reports the device without changing it', async () => {
      const report = await hsm.describe();
      expect(report.token.initialised).toBe(true);
      expect(report.token.label).toBe(report.token.label.trim());
      expect(report.library.cryptoki).toMatch(/^\d+\.\d+$/);
      expect(report.mechanisms).toContain('CKM_AES_KEY_GEN');
      expect(report.mechanisms.every((name) => /^(CKM_\w+|0x[0-9a-f]{8})$/.test(name))).toBe(true);
    });

    it('finds out what works by doing it, says what does not, and leaves nothing behind', async () => {
      expect(await hsm.probe()).toEqual(module.expected);
      expect(await hsm.inventory()).toEqual(before);
    });

    it('generates an AES key that can only wrap, and reads everything back', async () => {
      const evidence = await hsm.generate(master);
      expect(Object.keys(evidence.attributes).sort()).toEqual([...attributeNames].sort());
      expect(evidence.attributes).toMatchObject({
        LOCAL: module.local, SENSITIVE: 'true', EXTRACTABLE: 'true', PRIVATE: 'true', TOKEN: 'true', WRAP: 'true', UNWRAP: 'true',
        SIGN: 'false', VERIFY: 'false', ENCRYPT: 'false', DECRYPT: 'false', DERIVE: 'false', MODIFIABLE: 'true', WRAP_WITH_TRUSTED: 'false',
      });
      expect(evidence.check).toMatchObject({ kind: 'cmac', value: expect.stringMatching(/^[0-9A-F]{10}$/) as string });
      // Computed anew from the device, the check value is the same, and computing it left the key with its one purpose.
      expect(await hsm.find(master)).toEqual(evidence);
    });

    it('generates a P-384 key whose signature verifies outside', async () => {
      const evidence = await hsm.generate(root);
      expect(evidence.attributes).toMatchObject({ SENSITIVE: 'true', EXTRACTABLE: 'true', SIGN: 'true', DECRYPT: 'false', UNWRAP: 'false' });
      const spki = evidence.check.kind === 'spki-sha256' ? evidence.check.spki : '';
      const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
      const message = bytes('a statement');
      expect(verify('sha384', message, key, await hsm.sign(root.id, message))).toBe(true);
      expect(verify('sha384', bytes('another'), key, await hsm.sign(root.id, message))).toBe(false);
    });

    it.each([
      keyOf('p256', 'ec-p256', 'signing'),
      keyOf('rsa-sign', 'rsa-3072', 'signing'),
      keyOf('rsa-wrap', 'rsa-3072', 'key-wrapping'),
      keyOf('rsa-data', 'rsa-3072', 'data-encryption'),
      keyOf('aes-data', 'aes-256', 'data-encryption', { backup: false }),
      keyOf('aes-wrap', 'aes-256', 'key-wrapping'),
    ])('generates $type for $purpose, sees it work, and destroys it', async (request) => {
      const was = await hsm.inventory();
      const evidence = await hsm.generate(request);
      expect(evidence.attributes.EXTRACTABLE).toBe(String(request.backup));
      if (request.purpose === 'signing') {
        const key = createPublicKey({ key: Buffer.from(evidence.check.kind === 'spki-sha256' ? evidence.check.spki : '', 'base64'), format: 'der', type: 'spki' });
        expect(verify('sha256', bytes('m'), key, await hsm.sign(request.id, bytes('m')))).toBe(true);
      }
      const { inventory, failedUse } = await hsm.destroy(request.id);
      expect(inventory).toEqual(was);
      // The use that went through a moment before is refused for what it was tried with.
      expect(failedUse).toMatch(/^CKR_((UN)?WRAPPING_KEY_HANDLE|KEY_HANDLE|OBJECT_HANDLE)_INVALID$/);
      expect(await hsm.find(request)).toBeNull();
    });

    it('refuses a key twice, and a key that can not be', async () => {
      expect(await refusalCode(hsm.generate(master))).toBe('hsm.object-exists');
      expect(await refusalCode(hsm.generate({ ...master, id: 'ab'.repeat(16) }))).toBe('hsm.object-exists');
      expect(await refusalCode(hsm.generate(keyOf('odd', 'aes-256', 'signing')))).toBe('hsm.key-combination');
      expect(await refusalCode(hsm.generate(keyOf('odd', 'ec-p384', 'key-wrapping')))).toBe('hsm.key-combination');
    });

    it('knows no key of another id', async () => {
      expect(await hsm.find({ ...master, id: 'cd'.repeat(16) })).toBeNull();
      expect(await refusalCode(hsm.destroy('cd'.repeat(16)))).toBe('hsm.key-not-found');
      expect(await refusalCode(hsm.sign('cd'.repeat(16), bytes('m')))).toBe('hsm.key-not-found');
      expect(await refusalCode(hsm.destroy(''))).toBe('hsm.key-not-found');
    });

    it('gives random bytes, each time others', async () => {
      const [a, b] = [await hsm.random(32), await hsm.random(32)];
      expect(a).toHaveLength(32);
      expect(a).not.toEqual(b);
      expect(await refusalCode(hsm.random(0))).toBe('hsm.data-not-accepted');
    });

    const backup = async (keyIds: readonly string[], more: { dice?: Uint8Array } = {}): ReturnType<HsmPort['backup']> =>
      hsm.backup({ setId: '0123ABCD', threshold: 2, count: 3, keyIds, trusted: false, soPin: null, userPin: null, ...more });

    it('backs up and restores, and leaves nothing behind', async () => {
      const made = await backup([master.id], { dice: bytes('66145') });
      expect(made.shares).toHaveLength(3);
      expect(made.combinations).toEqual({ total: 3, checked: 3 });
      expect(made.inventoryAfter).toEqual(made.inventoryBefore);
      expect(made.keys).toMatchObject([{ name: 'master', type: 'aes-256', purpose: 'master-wrapping', id: master.id }]);
      expect(Buffer.from(chosen(made.keys, 0).wrapped, 'base64')).toHaveLength(40);
      const quorum = [chosen(made.shares, 2), chosen(made.shares, 0)];
      const restored = await hsm.restore({ shares: quorum.map((share) => share.slice()), keys: made.keys, challenge: bytes('challenge') });
      expect(restored).toEqual([{ name: 'master', check: chosen(made.keys, 0).check, matches: true, challengeSignature: null }]);
      expect(await hsm.inventory()).toEqual(made.inventoryBefore);
    });

    it(module.expected.unwrapsPrivateKeys ? 'restores a signing key that answers the challenge' : 'refuses to back up a signing key that would not come back', async () => {
      if (!module.expected.unwrapsPrivateKeys) {
        expect(await refusalCode(backup([root.id]))).toBe('hsm.backup-not-verified');
        return;
      }
      const made = await backup([root.id, master.id]);
      const [key] = (await hsm.restore({ shares: made.shares.slice(0, 2), keys: made.keys, challenge: bytes('challenge') })) as [RestoredKey];
      const check = chosen(made.keys, 0).check;
      const spki = createPublicKey({ key: Buffer.from(check.kind === 'spki-sha256' ? check.spki : '', 'base64'), format: 'der', type: 'spki' });
      expect(key.matches).toBe(true);
      expect(verify('sha384', bytes('challenge'), spki, Buffer.from(key.challengeSignature ?? '', 'base64'))).toBe(true);
    });

    it('says that a restored key is another one', async () => {
      const made = await backup([master.id]);
      const lie = made.keys.map((key) => ({ ...key, check: { kind: 'cmac', value: '0000000000' } as const }));
      const [key] = await hsm.restore({ shares: made.shares.slice(0, 2), keys: lie, challenge: bytes('c') });
      expect(key).toMatchObject({ matches: false, check: { kind: 'cmac', value: (await hsm.find(master))?.check.value } });
    });

    it('refuses shares that are no quorum, and a package they do not open', async () => {
      const [one, other] = [await backup([master.id]), await backup([master.id])];
      const restore = (shares: readonly Uint8Array[], keys = one.keys): Promise<unknown> => hsm.restore({ shares: shares.map((s) => s.slice()), keys, challenge: bytes('c') });
      const was = await hsm.inventory();
      expect(await refusalCode(restore(one.shares.slice(0, 1)))).toBe('hsm.shares-inconsistent');
      expect(await refusalCode(restore([chosen(one.shares, 0), chosen(one.shares, 0)]))).toBe('hsm.shares-inconsistent');
      // Both sets bear the same id here, so only RFC 5649's integrity check can tell.
      expect(await refusalCode(restore([chosen(one.shares, 0), chosen(other.shares, 1)]))).toBe('hsm.package-not-opened');
      expect(await refusalCode(restore(other.shares.slice(0, 2)))).toBe('hsm.package-not-opened');
      expect(await refusalCode(restore(one.shares.slice(0, 2), one.keys.map((key) => ({ ...key, wrapped: 'AAAA' }))))).toBe('hsm.package-not-opened');
      expect(await refusalCode(restore([bytes('no share'), chosen(one.shares, 0)]))).toMatch(/^share\./);
      expect(await hsm.inventory()).toEqual(was);
    });

    it('wipes shares, PINs and dice it was given, whatever happens', async () => {
      const { shares, keys } = await backup([master.id]);
      const given = shares.map((share) => share.slice());
      await hsm.restore({ shares: given, keys, challenge: bytes('c') });
      const failing = shares.slice(0, 1);
      await refusalCode(hsm.restore({ shares: failing, keys, challenge: bytes('c') }));
      const dice = bytes('1234');
      await refusalCode(hsm.backup({ setId: '0123ABCD', threshold: 2, count: 3, keyIds: ['ee'.repeat(16)], trusted: false, soPin: null, userPin: null, dice }));
      expect([...given, ...failing, dice].every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    });

    it('refuses to back up a key it has not read in this run', async () => {
      expect(await refusalCode(backup(['ee'.repeat(16)]))).toBe('hsm.key-not-read');
    });

    it(module.expected.wrapNonExtractable === 'refused' ? 'seals, and a sealed key can not be backed up any more' : 'says that its seal protects nothing', async () => {
      const original = await hsm.find(master);
      if (module.expected.wrapNonExtractable === 'allowed') {
        expect(await refusalCode(hsm.seal(master))).toBe('hsm.seal-not-effective');
        return;
      }
      const sealed = await hsm.seal(master);
      expect(sealed.attributes.EXTRACTABLE).toBe('false');
      expect(sealed.check).toEqual(original?.check);
      expect(await hsm.seal(master)).toEqual(sealed);
      expect(await refusalCode(backup([master.id]))).toBe('hsm.key-not-wrappable');
      expect((await hsm.seal(root)).attributes.EXTRACTABLE).toBe('false');
    });

    it('keeps data objects where it can, and never writes over one', async () => {
      if (!module.expected.dataObjects) {
        expect(await refusalCode(hsm.putData('share', bytes('x')))).toMatch(/^hsm\./);
        expect(await hsm.getData('share')).toBeNull();
        return;
      }
      const value = Uint8Array.from({ length: 600 }, (_, i) => i % 256);
      expect(await hsm.getData('share')).toBeNull();
      await hsm.putData('share', value);
      expect(await hsm.getData('share')).toEqual(value);
      expect(await refusalCode(hsm.putData('share', bytes('other')))).toBe('hsm.object-exists');
      expect(await hsm.getData('share')).toEqual(value);
      await hsm.logout();
      expect((await hsm.inventory()).some((object) => object.label === 'share')).toBe(false);
      await hsm.login(bytes(USER_PIN));
    });

    it('needs a login, and tries again after a wrong PIN', async () => {
      await hsm.logout();
      for (const act of [hsm.probe(), hsm.generate(keyOf('late', 'aes-256', 'key-wrapping')), hsm.find(master), backup([master.id]), hsm.seal(master), hsm.sign(root.id, bytes('m')), hsm.destroy(master.id)]) {
        expect(await refusalCode(act)).toBe('hsm.not-logged-in');
      }
      const pin = bytes('not the PIN');
      expect(await refusalCode(hsm.login(pin))).toMatch(/^hsm\.pin-(incorrect|low)$/);
      expect(pin.every((byte) => byte === 0)).toBe(true);
      expect(await refusalCode(hsm.login(null))).toBe('hsm.pin-required');
      expect(await refusalCode(hsm.login(Uint8Array.of(0xff, 0xfe)))).toBe('hsm.pin-not-text');
      await hsm.login(bytes(USER_PIN));
      expect((await hsm.describe()).token.userPin).toBe('ok');
      expect(await hsm.find(master)).not.toBeNull();
    });

    it('is present', async () => {
      expect(await hsm.present()).toBe(true);
    });
  });
}
