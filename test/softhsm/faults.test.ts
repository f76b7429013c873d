/** What only a broken part shows: a worker that dies or hangs, a device taken out, a module that lies. Each is an answer with a code, and the ceremony goes on. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import { defaultBounds } from '../../src/main/adapters/hsm/worker-client.ts';
import type { Bounds } from '../../src/main/adapters/hsm/worker-client.ts';
import type { SpawnWorker } from '../../src/main/adapters/hsm/worker-process.ts';
import { CKA } from '../../src/main/adapters/hsm/worker/constants.ts';
import type { BackupRequest, HsmPort } from '../../src/core/ports/hsm.ts';
import { keyOf, refusalCode, SO_PIN, USER_PIN } from './hsm-suite.ts';
import { bytes, createSoftHsm, scratchFolder, workerSource } from './soft-token.ts';
import type { SoftHsm } from './soft-token.ts';

const faultyWorker = new URL('./faulty-worker.ts', import.meta.url);
const folder = scratchFolder();
const opened: HsmPort[] = [];
let soft: SoftHsm;
let number = 0;
const master = keyOf('master', 'aes-256', 'master-wrapping');
const root = keyOf('root', 'ec-p384', 'root-signing');

function open(spawn: SpawnWorker, bounds: Bounds = defaultBounds, label = 'primary'): HsmPort {
  const hsm = openHsm({ module: soft.module, label }, spawn, bounds);
  opened.push(hsm);
  return hsm;
}

const healthy = (): HsmPort => open(forkWorker(workerSource, soft.env));
const faulty = (fault: string, more: Readonly<Record<string, string>> = {}, bounds?: Bounds, label?: string): HsmPort =>
  open(forkWorker(faultyWorker, { ...soft.env, KEYRITE_FAULT: fault, ...more }), bounds, label);
const attribute = (name: keyof typeof CKA): Readonly<Record<string, string>> => ({ KEYRITE_FAULT_ATTRIBUTE: String(CKA[name]) });
const login = (hsm: HsmPort): Promise<void> => hsm.login(bytes(USER_PIN));
const request = (more: Partial<BackupRequest> = {}): BackupRequest => ({ setId: 'ABCD0123', threshold: 2, count: 3, keyIds: [master.id], trusted: false, soPin: null, userPin: null, ...more });

beforeAll(async () => {
  soft = createSoftHsm(join(folder.path, 'new'));
  const hsm = healthy();
  await hsm.initialise({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });
  await hsm.close();
});
beforeEach(() => {
  // Each test has a token of its own: a copy of the one set up above.
  soft = createSoftHsm(join(folder.path, String(++number)));
  cpSync(join(folder.path, 'new', 'tokens'), join(soft.folder, 'tokens'), { recursive: true });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((hsm) => hsm.close()));
});
afterAll(() => folder.remove());

describe('a worker that dies', () => {
  it('is an answer, and the next call starts another', async () => {
    const hsm = faulty('die:C_GenerateKey:1', { KEYRITE_FAULT_ONCE: join(soft.folder, 'once') });
    await login(hsm);
    expect(await refusalCode(hsm.generate(master))).toBe('hsm.worker-crashed');
    // The new worker is logged out, and says so; after the PIN it does what was asked.
    expect(await refusalCode(hsm.generate(master))).toBe('hsm.not-logged-in');
    await login(hsm);
    expect((await hsm.generate(master)).name).toBe('master');
  });

  it('in the middle of a backup leaves no object on the token', async () => {
    const before = healthy();
    await login(before);
    await before.generate(master);
    const was = await before.inventory();
    const hsm = faulty('die:C_UnwrapKey:2');
    await login(hsm);
    await hsm.find(master);
    expect(await refusalCode(hsm.backup(request()))).toBe('hsm.worker-crashed');
    expect(await before.inventory()).toEqual(was);
  });

  it('that can not even be started is an answer as well', async () => {
    const hsm = open(forkWorker('/nowhere/worker.ts'));
    expect(await refusalCode(hsm.present())).toBe('hsm.worker-crashed');
  });
});

describe('a module that hangs', () => {
  it('is ended after its bound, and the next call starts another worker', async () => {
    const hsm = faulty('hang:C_GetMechanismList:1', { KEYRITE_FAULT_ONCE: join(soft.folder, 'once') }, { ...defaultBounds, usual: 8000 });
    expect(await refusalCode(hsm.describe())).toBe('hsm.not-answering');
    expect((await hsm.describe()).token.label).toBe('primary');
  });

  it('while it generates a key can be abandoned', async () => {
    const once = join(soft.folder, 'once');
    const hsm = faulty('hang:C_GenerateKey:1', { KEYRITE_FAULT_ONCE: once });
    await login(hsm);
    const generating = refusalCode(hsm.generate(master));
    await vi.waitUntil(() => existsSync(once), { timeout: 60_000 });
    await hsm.close();
    expect(await generating).toBe('hsm.closed');
    expect(await refusalCode(hsm.present())).toBe('hsm.closed');
  });
});

describe('a device taken out', () => {
  it('is named, and when it is back it is unlocked and used again', async () => {
    const hsm = faulty('removed:C_SignInit:1');
    await login(hsm);
    expect(await refusalCode(hsm.generate(root))).toBe('hsm.device-removed');
    expect(await refusalCode(hsm.inventory())).toBe('hsm.device-removed');
    const back = healthy();
    await login(back);
    // The key had been made: it is found by its id, and not made twice.
    expect((await back.find(root))?.check.kind).toBe('spki-sha256');
    expect(await refusalCode(back.generate(root))).toBe('hsm.object-exists');
  });
});

describe('a module that lies', () => {
  it('an absent attribute is not false', async () => {
    const hsm = faulty('absent:C_GetAttributeValue:1', attribute('ALWAYS_SENSITIVE'));
    await login(hsm);
    expect((await hsm.generate(master)).attributes.ALWAYS_SENSITIVE).toBe('not-reported');
  });

  it.each(['SENSITIVE', 'EXTRACTABLE', 'TOKEN', 'PRIVATE', 'UNWRAP'] as const)('a key without a readable %s is destroyed', async (name) => {
    const hsm = faulty('absent:C_GetAttributeValue:1', attribute(name));
    await login(hsm);
    expect(await refusalCode(hsm.generate(master))).toBe('hsm.key-not-as-asked');
    const after = healthy();
    await login(after);
    expect(await after.inventory()).toEqual([]);
  });

  it.each(['SENSITIVE', 'EXTRACTABLE'] as const)('a key whose %s reads back wrong is destroyed', async (name) => {
    const hsm = faulty('inverted:C_GetAttributeValue:1', attribute(name));
    await login(hsm);
    expect(await refusalCode(hsm.generate(root))).toBe('hsm.key-not-as-asked');
    const after = healthy();
    await login(after);
    expect(await after.inventory()).toEqual([]);
  });

  it('a signature that does not verify destroys the new key', async () => {
    const hsm = faulty('flip:C_Sign:1');
    await login(hsm);
    expect(await refusalCode(hsm.generate(root))).toBe('hsm.key-does-not-work');
    expect(await hsm.inventory()).toEqual([]);
  });

  it('a public key that is not reported is no key', async () => {
    const hsm = faulty('absent:C_GetAttributeValue:1', attribute('EC_POINT'));
    await login(hsm);
    expect(await refusalCode(hsm.generate(root))).toBe('hsm.key-incomplete');
    expect(await hsm.inventory()).toEqual([]);
  });

  it('a damaged wrapped key is noticed while the backup key is still there', async () => {
    const hsm = faulty('flip:C_WrapKey:9');
    await login(hsm);
    await hsm.generate(master);
    const was = await hsm.inventory();
    const codes: string[] = [];
    // The ninth wrapping is in one of these: the first ones belong to the check values and to finding the mechanism.
    for (let i = 0; i < 4; i++) codes.push(await hsm.backup(request()).then(() => 'made', (error: unknown) => (error as { code: string }).code));
    expect(codes.filter((code) => code !== 'made')).toEqual(['hsm.backup-not-verified']);
    expect(await hsm.inventory()).toEqual(was);
  });

  it('a seal that was not set is no seal', async () => {
    const hsm = faulty('lie:C_SetAttributeValue:1');
    await login(hsm);
    await hsm.generate(master);
    expect(await refusalCode(hsm.seal(master))).toBe('hsm.seal-not-kept');
  });

  it('a key that was not destroyed is said to be there', async () => {
    const before = healthy();
    await login(before);
    await before.generate(master);
    const hsm = faulty('lie:C_DestroyObject/token:1');
    await login(hsm);
    expect(await refusalCode(hsm.destroy(master.id))).toBe('hsm.not-destroyed');
  });

  it('an object that should be gone stops the backup', async () => {
    const hsm = faulty('lie:C_DestroyObject:12');
    await login(hsm);
    await hsm.generate(master);
    const codes: string[] = [];
    for (let i = 0; i < 4; i++) codes.push(await hsm.backup(request()).then(() => 'made', (error: unknown) => (error as { code: string }).code));
    expect(codes.filter((code) => code !== 'made')).toEqual(['hsm.objects-left']);
  });

  it('a data object that was not kept is no share', async () => {
    const hsm = faulty('absent:C_GetAttributeValue:1', attribute('VALUE'));
    await login(hsm);
    expect(await refusalCode(hsm.putData('share', bytes('x')))).toBe('hsm.data-not-kept');
    expect(await hsm.inventory()).toEqual([]);
  });

  it('an answer that no standard has is named as it came', async () => {
    const hsm = faulty('vendor:C_GenerateKey:1');
    await login(hsm);
    await expect(hsm.generate(master)).rejects.toMatchObject({ code: 'hsm.unknown-answer', refusal: { detail: { ckr: 'CKR_VENDOR_DEFINED+0x7', call: 'C_GenerateKey' } } });
  });
});

describe('a module that can not do it', () => {
  it('without RFC 5649 says so in the probe, and makes no backup', async () => {
    const data = keyOf('data', 'aes-256', 'data-encryption');
    const hsm = faulty('unsupported:C_WrapKey:1');
    await login(hsm);
    expect(await hsm.probe()).toMatchObject({ keyWrapPad: null, unwrapsPrivateKeys: false, cmac: false });
    await hsm.generate(data);
    expect(await refusalCode(hsm.backup(request({ keyIds: [data.id] })))).toBe('hsm.no-key-wrap');
    // A wrapping key could not be recognised later: it is not made.
    expect(await refusalCode(hsm.generate(master))).toBe('hsm.check-unavailable');
    expect((await hsm.inventory()).map((object) => object.label)).toEqual(['data']);
  });

  it('without trusted wrapping keys makes no backup that asks for one, and leaves the user logged in', async () => {
    const hsm = faulty('absent:C_GetAttributeValue:1', attribute('TRUSTED'));
    await login(hsm);
    await hsm.generate({ ...master, trusted: true });
    const was = await hsm.inventory();
    expect(await refusalCode(hsm.backup(request({ trusted: true, soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) })))).toBe('hsm.trusted-wrapping-refused');
    expect(await hsm.inventory()).toEqual(was);
  });

  it('write-protected is not initialised', async () => {
    const hsm = faulty('write-protected:C_GetTokenInfo:1', {}, undefined, 'spare');
    expect(await refusalCode(hsm.initialise({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) }))).toBe('hsm.write-protected');
    expect((await hsm.describe()).token.initialised).toBe(false);
  });
});

describe('devices that could be mistaken', () => {
  it('another one under the same label is refused', async () => {
    // Two slots are looked at, then the login reads once: from the fourth time on it is another device.
    const hsm = faulty('exchanged:C_GetTokenInfo:4');
    await login(hsm);
    await hsm.logout();
    expect(await refusalCode(login(hsm))).toBe('hsm.token-changed');
  });

  it('two blank ones are not chosen from', async () => {
    const hsm = faulty('doubled:C_GetSlotList:1', {}, undefined, 'spare');
    expect(await refusalCode(hsm.initialise({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) }))).toBe('hsm.several-uninitialised');
  });
});

describe('PIN states that SoftHSM never reaches', () => {
  it('the last try is announced', async () => {
    const hsm = faulty('final-try:C_GetTokenInfo:1');
    expect((await hsm.describe()).token.userPin).toBe('final-try');
    expect(await refusalCode(hsm.login(bytes('wrong-pin-9')))).toBe('hsm.pin-final-try');
  });

  it('a locked PIN is not tried', async () => {
    const hsm = faulty('locked:C_GetTokenInfo:1');
    expect((await hsm.describe()).token.userPin).toBe('locked');
    expect(await refusalCode(login(hsm))).toBe('hsm.pin-locked');
  });

  it('a PIN pad takes no typed PIN, and is asked with an empty one', async () => {
    const hsm = faulty('pad:C_GetTokenInfo:1');
    expect((await hsm.describe()).token.protectedAuthenticationPath).toBe(true);
    const typed = bytes(USER_PIN);
    expect(await refusalCode(hsm.login(typed))).toBe('hsm.pin-at-pad');
    expect(typed.every((byte) => byte === 0)).toBe(true);
    // There is no pad here: the module refuses the empty PIN, which shows that it was asked with one.
    expect(await refusalCode(hsm.login(null))).toMatch(/^hsm\.(pin-low|call-not-accepted|pin-incorrect)$/);
  });
});
