/** What every PKCS#11 module is held to with the package of an earlier set: backed up anew, installed, delivered; or refused with a code, and nothing left. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackupRequest, BackupResult, DeliveryRequest, HsmPort, ObjectSummary, Quorum } from '../../src/core/ports/hsm.ts';
import type { Module } from './hsm-suite.ts';
import { chosen, keyOf, refusalCode, USER_PIN } from './hsm-suite.ts';
import { checkOf, combined, createTarget, opened } from './in-software.ts';
import type { Target } from './in-software.ts';
import { bytes, scratchFolder } from './soft-token.ts';

const copies = (shares: readonly Uint8Array[]): Uint8Array[] => shares.map((share) => share.slice());
const isWiped = (shares: readonly Uint8Array[]): boolean => shares.every((share) => share.every((byte) => byte === 0));

export function describePackages(module: Module): void {
  describe(`packages of earlier sets on ${module.name}`, () => {
    const folder = scratchFolder();
    const master = keyOf('master', 'aes-256', 'master-wrapping');
    const data = keyOf('data', 'aes-256', 'data-encryption');
    let hsm: HsmPort;
    let target: Target;
    let first: BackupResult;
    let was: readonly ObjectSummary[];

    const backup = (more: Partial<BackupRequest>): Promise<BackupResult> =>
      hsm.backup({ setId: '0123ABCD', threshold: 2, count: 3, keyIds: [], trusted: false, soPin: null, userPin: null, ...more });
    const quorum = (made = first, at: readonly number[] = [0, 2]): Quorum => ({ shares: copies(at.map((i) => chosen(made.shares, i))), keys: made.keys });
    const restoring = (from = quorum()) => ({ ...from, challenge: bytes('challenge') });
    const delivery = (more: Partial<DeliveryRequest> = {}): DeliveryRequest => ({ quorum: quorum(), keyId: master.id, targetSpki: target.spki, oaepHash: 'sha1', form: 'two-step', ...more });

    beforeAll(async () => {
      hsm = await module.open();
      await hsm.generate(master);
      await hsm.generate(data);
      first = await backup({ keyIds: [master.id] });
      target = createTarget(folder.path, 2048);
      was = await hsm.inventory();
    });
    afterAll(async () => {
      await hsm.close();
      folder.remove();
    });

    it('backs a key up anew from an earlier quorum, beside one on the token, and the new package opens in software to the same keys', async () => {
      const from = quorum();
      const second = await backup({ from: [from], keyIds: [data.id], setId: 'ABCD0123' });
      expect(isWiped(from.shares)).toBe(true);
      expect(second.keys.map((key) => [key.name, key.check])).toEqual([['master', chosen(first.keys, 0).check], ['data', (await hsm.find(data))?.check]]);
      expect(second.inventoryAfter).toEqual(was);
      const secret = await combined(second.shares.slice(1));
      expect(secret).not.toEqual(await combined(first.shares.slice(1)));
      for (const key of second.keys) expect(checkOf(key.type, opened(secret, Buffer.from(key.wrapped, 'base64')))).toBe(key.check.value);
      // The old quorum opens nothing of the new package.
      expect(await refusalCode(hsm.restore(restoring({ ...quorum(), keys: second.keys })))).toBe('hsm.package-not-opened');
    });

    it.each([
      ['too few shares', () => quorum(first, [0]), 'hsm.shares-inconsistent'],
      ['no shares', () => ({ shares: [], keys: first.keys }), 'hsm.shares-inconsistent'],
      ['a share twice', () => quorum(first, [1, 1]), 'hsm.shares-inconsistent'],
      ['no share at all', () => ({ shares: [bytes('x'), bytes('y')], keys: first.keys }), 'share.unreadable'],
      ['a package that is damaged', () => ({ ...quorum(), keys: first.keys.map((key) => ({ ...key, wrapped: 'AAAA' })) }), 'hsm.package-not-opened'],
      ['a package that names another key', () => ({ ...quorum(), keys: first.keys.map((key) => ({ ...key, check: { kind: 'cmac', value: '0000000000' } as const })) }), 'hsm.package-key-differs'],
    ])('refuses %s for a new backup and for a delivery, wipes what it was given, and leaves nothing', async (_what, given, code) => {
      for (const act of [(from: Quorum) => backup({ from: [from], keyIds: [data.id] }), (from: Quorum) => hsm.deliver(delivery({ quorum: from }))]) {
        const from = given();
        expect(await refusalCode(act(from))).toBe(code);
        expect(isWiped(from.shares)).toBe(true);
        expect(await hsm.inventory()).toEqual(was);
      }
    });

    it('refuses shares of two sets, which combine to a wrong secret', async () => {
      const other = await backup({ keyIds: [master.id] });
      // Both sets bear the same id here, so only RFC 5649's integrity check can tell.
      const mixed = (): Quorum => ({ shares: copies([chosen(first.shares, 0), chosen(other.shares, 1)]), keys: first.keys });
      expect(await refusalCode(backup({ from: [mixed()] }))).toBe('hsm.package-not-opened');
      // The first quorum is right, the second is not: nothing is wrapped either.
      expect(await refusalCode(backup({ from: [quorum(), { ...mixed(), keys: first.keys.map((key) => ({ ...key, id: 'ab'.repeat(16), name: 'other' })) }] }))).toBe('hsm.package-not-opened');
      expect(await refusalCode(hsm.deliver(delivery({ quorum: mixed() })))).toBe('hsm.package-not-opened');
      expect(await hsm.inventory()).toEqual(was);
    });

    it('refuses a key that is named twice, and a backup of nothing', async () => {
      const from = quorum();
      expect(await refusalCode(backup({ from: [from], keyIds: [master.id] }))).toBe('hsm.key-twice');
      expect(isWiped(from.shares)).toBe(true);
      expect(await refusalCode(backup({ from: [quorum(), quorum()] }))).toBe('hsm.key-twice');
      expect(await refusalCode(backup({ keyIds: [data.id, data.id] }))).toBe('hsm.key-twice');
      expect(await refusalCode(backup({ from: [{ ...quorum(), keys: [] }] }))).toBe('hsm.key-not-found');
      expect(await refusalCode(backup({ from: [] }))).toBe('hsm.key-not-found');
    });

    it.each([['sha1', true], ['sha256', module.oaepSha256]] as const)('delivery by RSA-OAEP with %s: %s', async (oaepHash, can) => {
      const request = delivery({ oaepHash });
      if (can) {
        const made = await hsm.deliver(request);
        expect(made.check).toEqual(chosen(first.keys, 0).check);
        expect(checkOf('aes-256', target.open(made, oaepHash))).toBe(made.check.value);
        // The AES key between is a new one each time.
        expect((await hsm.deliver(delivery({ oaepHash }))).wrappedKey).not.toEqual(made.wrappedKey);
      } else expect(await refusalCode(hsm.deliver(request))).toBe('hsm.oaep-refused');
      expect(isWiped(request.quorum.shares)).toBe(true);
      expect(await hsm.inventory()).toEqual(was);
    });

    it('delivers an AES key directly under RSA-OAEP, where the target wants it so', async () => {
      const request = delivery({ form: 'direct' });
      const made = await hsm.deliver(request);
      expect(made.wrappedAesKey).toBeNull();
      expect(made.wrappedKey).toHaveLength(256);
      expect(checkOf('aes-256', target.open(made, 'sha1'))).toBe(made.check.value);
      expect(isWiped(request.quorum.shares)).toBe(true);
      expect(await hsm.inventory()).toEqual(was);
    });

    it('refuses a target key that is none, and a key that is not in the package', async () => {
      const small = createTarget(folder.path, 1024).spki;
      for (const targetSpki of [small, target.spki.subarray(1), new Uint8Array(0)]) expect(await refusalCode(hsm.deliver(delivery({ targetSpki })))).toBe('hsm.target-key-refused');
      expect(await refusalCode(hsm.deliver(delivery({ keyId: data.id })))).toBe('hsm.key-not-in-package');
    });

    it('installs nothing where an object with the id or the name is there', async () => {
      const request = restoring();
      expect(await refusalCode(hsm.install(request))).toBe('hsm.object-exists');
      expect(isWiped(request.shares)).toBe(true);
      const renamed = first.keys.map((key) => ({ ...key, id: 'ab'.repeat(16) }));
      expect(await refusalCode(hsm.install(restoring({ ...quorum(), keys: renamed })))).toBe('hsm.object-exists');
      expect(await hsm.inventory()).toEqual(was);
    });

    it(module.expected.wrapNonExtractable === 'refused' ? 'installs a key that was destroyed, sealed, with its own use only' : 'installs nothing, because its seal protects nothing', async () => {
      await hsm.destroy(master.id);
      const without = await hsm.inventory();
      if (module.expected.wrapNonExtractable === 'allowed') {
        expect(await refusalCode(hsm.install(restoring()))).toBe('hsm.does-not-seal');
        expect(await hsm.inventory()).toEqual(without);
        return;
      }
      const { restored, evidence } = await hsm.install(restoring());
      expect(restored).toEqual([{ name: 'master', check: chosen(first.keys, 0).check, matches: true, challengeSignature: null }]);
      expect(await hsm.find(master)).toEqual(chosen(evidence, 0));
      expect(await hsm.inventory()).toEqual(was);
    });

    it('needs a login', async () => {
      await hsm.logout();
      for (const act of [hsm.install(restoring()), hsm.deliver(delivery()), backup({ from: [quorum()] })]) expect(await refusalCode(act)).toBe('hsm.not-logged-in');
      await hsm.login(bytes(USER_PIN));
    });
  });
}
