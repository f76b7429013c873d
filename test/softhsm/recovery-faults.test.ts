/** A device that fails half-way while a package comes back, passes under a new backup key, is delivered, or a key is destroyed: nothing is left, and it is said. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackupRequest, BackupResult, DeliveryRequest, HsmPort, Quorum, RestoreRequest } from '../../src/core/ports/hsm.ts';
import { CKA } from '../../src/main/adapters/hsm/worker/constants.ts';
import { freshTokens } from './fresh-token.ts';
import type { FreshToken } from './fresh-token.ts';
import { keyOf, refusalCode, SO_PIN, USER_PIN } from './hsm-suite.ts';
import { createTarget } from './in-software.ts';
import { bytes, scratchFolder } from './soft-token.ts';

const tokens = freshTokens();
const folder = scratchFolder();
const root = keyOf('root', 'ec-p384', 'root-signing', { trusted: true });
const master = keyOf('master', 'aes-256', 'master-wrapping', { trusted: true });
let token: FreshToken;
let first: BackupResult;
let targetSpki: Uint8Array;

const quorum = (): Quorum => ({ shares: first.shares.slice(0, 2).map((share) => share.slice()), keys: first.keys });
const restoring = (): RestoreRequest => ({ ...quorum(), challenge: bytes('challenge') });
const trusted = (more: Partial<BackupRequest>): BackupRequest =>
  ({ setId: 'ABCD0123', threshold: 2, count: 3, keyIds: [], trusted: true, soPin: bytes(SO_PIN), userPin: bytes(USER_PIN), ...more });
const delivery = (): DeliveryRequest => ({ quorum: quorum(), keyId: root.id, targetSpki, oaepHash: 'sha1', form: 'two-step' });
const attribute = (name: keyof typeof CKA): Readonly<Record<string, string>> => ({ KEYRITE_FAULT_ATTRIBUTE: String(CKA[name]) });
const permanentOf = async (hsm: HsmPort): Promise<readonly string[]> => (await hsm.inventory()).filter((object) => object.token).map((object) => `${object.class} ${object.label}`);

beforeAll(async () => {
  await tokens.prepare();
  const hsm = await tokens.next().healthy();
  await hsm.generate(root);
  await hsm.generate(master);
  first = await hsm.backup(trusted({ setId: '0123ABCD', keyIds: [root.id, master.id] }));
  targetSpki = createTarget(folder.path, 2048).spki;
});
beforeEach(() => {
  token = tokens.next();
});
afterEach(() => tokens.closeAll());
afterAll(() => {
  tokens.remove();
  folder.remove();
});

describe('an installation that fails half-way', () => {
  it.each([
    ['the second key is not taken', 'vendor:C_UnwrapKey/token:2', {}, 'hsm.unknown-answer'],
    ['the public key is not taken', 'vendor:C_CreateObject/token:1', {}, 'hsm.unknown-answer'],
    ['a key reads back as extractable', 'inverted:C_GetAttributeValue/token:1', attribute('EXTRACTABLE'), 'hsm.key-not-as-asked'],
    ['a key reads back as not sensitive', 'inverted:C_GetAttributeValue/token:1', attribute('SENSITIVE'), 'hsm.key-not-as-asked'],
    ['the public key does not read back', 'absent:C_GetAttributeValue/token:1', attribute('EC_POINT'), 'hsm.key-incomplete'],
    ['what the permanent key signs does not verify', 'flip:C_Sign/token:1', {}, 'hsm.key-does-not-work'],
    ['an object of the check stays', 'idle:C_DestroyObject/session:1', {}, 'hsm.objects-left'],
  ])('where %s leaves nothing permanent', async (_what, fault, more, code) => {
    const hsm = await token.faulty(fault, more);
    const request = restoring();
    expect(await refusalCode(hsm.install(request))).toBe(code);
    expect(request.shares.every((share) => share.every((byte) => byte === 0))).toBe(true);
    expect(await permanentOf(await token.healthy())).toEqual([]);
  });

  it('and can not be taken back is said to be so', async () => {
    const hsm = await token.faulty('vendor:C_UnwrapKey/token:2,stuck:C_DestroyObject/token:1');
    expect(await refusalCode(hsm.install(restoring()))).toBe('hsm.not-undone');
    expect(await permanentOf(hsm)).toEqual(['CKO_PRIVATE_KEY root', 'CKO_PUBLIC_KEY root']);
  });

  it.each([['the device is taken out', 'removed:C_UnwrapKey/token:2', 'hsm.device-removed'], ['the worker dies', 'die:C_UnwrapKey/token:2', 'hsm.worker-crashed']])(
    'because %s shows what is there, and goes on once that is destroyed', async (_what, fault, code) => {
      const hsm = await token.faulty(fault);
      expect(await refusalCode(hsm.install(restoring()))).toBe(code);
      const back = await token.healthy();
      expect(await permanentOf(back)).toEqual(['CKO_PRIVATE_KEY root', 'CKO_PUBLIC_KEY root']);
      expect(await refusalCode(back.install(restoring()))).toBe('hsm.object-exists');
      await back.destroy(root.id);
      expect((await back.install(restoring())).evidence).toHaveLength(2);
    });
});

describe('a new backup from an earlier quorum', () => {
  it('is refused where the device does not keep other keys from wrapping what passes', async () => {
    const hsm = await token.faulty('inverted:C_GetAttributeValue:1', attribute('WRAP_WITH_TRUSTED'));
    expect(await refusalCode(hsm.backup(trusted({ from: [quorum()] })))).toBe('hsm.key-not-as-asked');
    expect(await hsm.inventory()).toEqual([]);
  });

  // The first two wrappings find the mechanism: the third is the first of a backup.
  it('wraps nothing before every quorum has opened its package', async () => {
    const fault = 'die:C_WrapKey:3';
    expect(await refusalCode((await token.faulty(fault)).backup(trusted({ from: [quorum()] })))).toBe('hsm.worker-crashed');
    const [key] = first.keys.map((of) => ({ ...of, id: 'ab'.repeat(16), name: 'other', wrapped: 'AAAA' }));
    const wrong: Quorum = { ...quorum(), keys: [key!] };
    expect(await refusalCode((await token.faulty(fault)).backup(trusted({ from: [quorum(), wrong] })))).toBe('hsm.package-not-opened');
    expect(await (await token.healthy()).inventory()).toEqual([]);
  });

  it('notices a wrapped key that is damaged', async () => {
    const hsm = await token.faulty('flip:C_WrapKey:3');
    expect(await refusalCode(hsm.backup(trusted({ from: [quorum()] })))).toBe('hsm.backup-not-verified');
    expect(await hsm.inventory()).toEqual([]);
  });

  it('does not call a package damaged where the device was taken out', async () => {
    const hsm = await token.faulty('removed:C_UnwrapKey:2');
    expect(await refusalCode(hsm.restore(restoring()))).toBe('hsm.device-removed');
  });
});

describe('a delivery', () => {
  // Two wrappings find the mechanism, the third tries OAEP, the fourth is the AES key's, the fifth the delivered key's.
  it.each([['OAEP is not what it says', 'flip:C_WrapKey:3', 'hsm.oaep-refused'], ['the wrapped key is damaged', 'flip:C_WrapKey:5', 'hsm.delivery-not-verified'], ['the worker dies', 'die:C_WrapKey:5', 'hsm.worker-crashed']])(
    'where %s leaves nothing', async (_what, fault, code) => {
      const hsm = await token.faulty(fault);
      expect(await refusalCode(hsm.deliver(delivery()))).toBe(code);
      expect(await (await token.healthy()).inventory()).toEqual([]);
    });

  it('is not given out while the device still holds one of its objects', async () => {
    const hsm = await token.faulty('idle:C_DestroyObject/session:1');
    expect(await refusalCode(hsm.deliver(delivery()))).toBe('hsm.objects-left');
  });
});

describe('a destruction', () => {
  it('is not believed where the old handle still works, whatever the inventory says', async () => {
    await (await token.healthy()).generate(master);
    // One search finds the key, one lists what was there; the one after the destruction would find nothing.
    const hsm = await token.faulty('lie:C_DestroyObject/token:1,empty:C_FindObjects:3');
    expect(await refusalCode(hsm.destroy(master.id))).toBe('hsm.not-destroyed');
  });

  it('takes a device that is gone for no proof', async () => {
    await (await token.healthy()).generate(master);
    // Two wrappings find the mechanism, the third is the use that goes through.
    const hsm = await token.faulty('removed:C_WrapKey:4');
    expect(await refusalCode(hsm.destroy(master.id))).toBe('hsm.device-removed');
    expect(await (await token.healthy()).inventory()).toEqual([]);
  });

  it('of a key whose use never worked is shown by an object that can not be read', async () => {
    await (await token.healthy()).generate(master);
    const hsm = await token.faulty('unsupported:C_WrapKey:1');
    expect((await hsm.destroy(master.id)).failedUse).toBe('CKR_OBJECT_HANDLE_INVALID');
  });
});
