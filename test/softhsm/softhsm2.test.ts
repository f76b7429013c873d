/** The shared suite on SoftHSM2, and what only a token that can do everything shows: initialising, trusted wrapping, choosing among tokens. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import type { BackupRequest, HsmPort } from '../../src/core/ports/hsm.ts';
import type { Module } from './hsm-suite.ts';
import { describeHsm, keyOf, refusalCode, SO_PIN, USER_PIN } from './hsm-suite.ts';
import { describePackages } from './package-suite.ts';
import { bytes, createSoftHsm, scratchFolder, softHsmModule, workerSource } from './soft-token.ts';

const folder = scratchFolder();
afterAll(() => folder.remove());

const pins = (): { soPin: Uint8Array; userPin: Uint8Array } => ({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });

/** A SoftHSM of its own, and ports to its tokens by label. */
function newSoftHsm(name: string): (label: string, serial?: string) => HsmPort {
  const soft = createSoftHsm(join(folder.path, name));
  return (label, serial) => openHsm({ module: soft.module, label, ...(serial === undefined ? {} : { serial }) }, forkWorker(workerSource, soft.env));
}

let number = 0;

const softHsm: Module = {
  name: 'SoftHSM2',
  open: async () => {
    const hsm = newSoftHsm(`suite-${++number}`)('suite');
    await hsm.initialise(pins());
    return hsm;
  },
  expected: {
    keyTypes: ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'],
    keyWrapPad: 'CKM_AES_KEY_WRAP_PAD',
    unwrapsPrivateKeys: true,
    ecdsa: true,
    cmac: true,
    dataObjects: true,
    random: true,
    trustedWrapping: 'yes',
    wrapNonExtractable: 'refused',
  },
  local: 'true',
  oaepSha256: false,
};

describeHsm(softHsm);
describePackages(softHsm);

describe('setting up a token', () => {
  it('takes the blank slot, finds the token again by its label, and wipes the PINs', async () => {
    const hsm = newSoftHsm('blank')('primary');
    try {
      const blank = await hsm.describe();
      expect(blank.token).toMatchObject({ initialised: false, userPin: 'ok', soPin: 'ok' });
      expect(await hsm.inventory()).toEqual([]);
      expect(await refusalCode(hsm.login(bytes(USER_PIN)))).toBe('hsm.token-not-initialised');
      const given = pins();
      const report = await hsm.initialise(given);
      expect(report.token).toMatchObject({ initialised: true, label: 'primary', userPinInitialised: true });
      expect([...given.soPin, ...given.userPin].every((byte) => byte === 0)).toBe(true);
      expect(await hsm.inventory()).toEqual([]);
    } finally {
      await hsm.close();
    }
  });

  it('makes a second token in the same SoftHSM while another worker has the first one open', async () => {
    const open = newSoftHsm('two');
    const [primary, spare] = [open('primary'), open('spare')];
    try {
      await Promise.all([primary.describe(), spare.describe()]);
      const first = await primary.initialise(pins());
      const second = await spare.initialise(pins());
      expect(second.token.serial).not.toBe(first.token.serial);
      expect((await primary.describe()).token.serial).toBe(first.token.serial);
      expect((await spare.describe()).token).toMatchObject({ label: 'spare', serial: second.token.serial });
    } finally {
      await Promise.all([primary.close(), spare.close()]);
    }
  });

  it('refuses PINs that the token would refuse half-way, before anything is erased', async () => {
    const hsm = newSoftHsm('lengths')('primary');
    try {
      expect(await refusalCode(hsm.initialise({ soPin: bytes('123'), userPin: bytes(USER_PIN) }))).toBe('hsm.pin-length');
      expect(await refusalCode(hsm.initialise({ soPin: bytes(SO_PIN), userPin: bytes('123') }))).toBe('hsm.pin-length');
      expect(await refusalCode(hsm.initialise({ soPin: bytes(SO_PIN), userPin: null }))).toBe('hsm.pin-required');
      expect((await hsm.describe()).token.initialised).toBe(false);
    } finally {
      await hsm.close();
    }
  });

  it('completes an initialisation that broke off before the user PIN was set, without erasing', async () => {
    const name = 'broke-off';
    const hsm = newSoftHsm(name)('primary');
    // As after a power cut between C_InitToken and C_InitPIN: the label is there, and no user PIN.
    initTokenOnly(join(folder.path, name), 'primary');
    try {
      const before = await hsm.describe();
      expect(before.token).toMatchObject({ initialised: true, userPinInitialised: false });
      expect(await refusalCode(hsm.login(bytes(USER_PIN)))).toBe('hsm.pin-not-set');
      expect(await refusalCode(hsm.initialise({ soPin: bytes('wrong-pin-9'), userPin: bytes(USER_PIN) }))).toMatch(/^hsm\.pin-(low|incorrect)$/);
      const report = await hsm.initialise(pins());
      // C_InitToken would have given it another serial number.
      expect(report.token).toMatchObject({ userPinInitialised: true, serial: before.token.serial });
      expect((await hsm.probe()).trustedWrapping).toBe('yes');
    } finally {
      await hsm.close();
    }
  });

  it('never initialises a token that is set up, with or without objects that can be seen', async () => {
    const open = newSoftHsm('used');
    const hsm = open('primary');
    try {
      await hsm.initialise(pins());
      await hsm.generate(keyOf('master', 'aes-256', 'master-wrapping'));
      await hsm.logout();
      // The only object is private: nothing can be seen without the PIN.
      expect(await refusalCode(hsm.initialise(pins()))).toBe('hsm.token-already-initialised');
      await hsm.login(bytes(USER_PIN));
      expect(await refusalCode(hsm.initialise(pins()))).toBe('hsm.token-not-empty');
      await hsm.generate(keyOf('root', 'ec-p384', 'root-signing'));
      await hsm.logout();
      // Its public key is visible to everyone.
      expect(await refusalCode(hsm.initialise(pins()))).toBe('hsm.token-not-empty');
      await hsm.login(bytes(USER_PIN));
      expect(await hsm.inventory()).toHaveLength(3);
    } finally {
      await hsm.close();
    }
  });
});

describe('choosing among tokens', () => {
  it('refuses a label that two tokens bear, until the serial number decides', async () => {
    const open = newSoftHsm('same-label');
    // A second token of the same label is made under another name for the port: SoftHSM itself does not mind.
    const first = open('twin');
    const { token } = await first.initialise(pins());
    await first.close();
    const blank = open('twin', 'no-such-serial');
    expect(await refusalCode(blank.describe())).toBe('hsm.serial-differs');
    await blank.close();
    makeTwin('same-label', 'twin');
    const [either, right] = [open('twin'), open('twin', token.serial)];
    try {
      expect(await refusalCode(either.describe())).toBe('hsm.label-ambiguous');
      expect(await refusalCode(either.initialise(pins()))).toBe('hsm.label-ambiguous');
      expect((await right.describe()).token.serial).toBe(token.serial);
    } finally {
      await Promise.all([either.close(), right.close()]);
    }
  });

  it('says that a token is not there', async () => {
    const open = newSoftHsm('absent');
    const hsm = open('primary');
    await hsm.initialise(pins());
    await hsm.close();
    const other = open('spare');
    try {
      // SoftHSM always offers a blank slot, which `describe` shows as what could become "spare".
      expect((await other.describe()).token.initialised).toBe(false);
      expect(await refusalCode(other.login(bytes(USER_PIN)))).toBe('hsm.token-not-initialised');
    } finally {
      await other.close();
    }
  });
});

/** C_InitToken and nothing after it. pkcs11-tool (OpenSC) does just that. */
function initTokenOnly(where: string, label: string): void {
  const env = { ...process.env, SOFTHSM2_CONF: join(where, 'softhsm2.conf') };
  execFileSync('pkcs11-tool', ['--module', softHsmModule(), '--init-token', '--slot-index', '0', '--label', label, '--so-pin', SO_PIN], { env, stdio: 'ignore' });
}

function makeTwin(name: string, label: string): void {
  const conf = join(folder.path, name, 'softhsm2.conf');
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', SO_PIN, '--pin', USER_PIN], { env: { ...process.env, SOFTHSM2_CONF: conf }, stdio: 'ignore' });
}

describe('a module path', () => {
  const text = join(folder.path, 'text.so');
  const notAModule = join(folder.path, 'folder.so');
  beforeAll(() => {
    writeFileSync(text, 'not a library\n');
    mkdirSync(notAModule, { recursive: true });
  });

  it.each([
    ['that does not exist', '/nowhere/libpkcs11.so', 'hsm.module-not-found'],
    ['that is not absolute', 'libsofthsm2.so', 'hsm.module-not-found'],
    ['of a text file', text, 'hsm.module-invalid'],
    ['of a folder', notAModule, 'hsm.module-invalid'],
    ['of a library that is no PKCS#11 module', '/lib/x86_64-linux-gnu/libz.so.1', 'hsm.module-invalid'],
    ['of a program', '/bin/true', 'hsm.module-invalid'],
  ])('%s is refused', async (_what, module, code) => {
    const hsm = openHsm({ module, label: 'x' }, forkWorker(workerSource));
    try {
      expect(await refusalCode(hsm.describe())).toBe(code);
      // The same worker still answers.
      expect(await refusalCode(hsm.present())).toBe(code);
    } finally {
      await hsm.close();
    }
  });
});

describe('backup by a trusted wrapping key', () => {
  let hsm: HsmPort;
  const keys = [keyOf('root', 'ec-p384', 'root-signing', { trusted: true }), keyOf('master', 'aes-256', 'master-wrapping', { trusted: true }), keyOf('issuer', 'rsa-3072', 'signing', { trusted: true })];
  const request = (more: Partial<BackupRequest> = {}): BackupRequest => ({ setId: 'ABCD0123', threshold: 3, count: 5, keyIds: keys.map((key) => key.id), trusted: true, ...pins(), ...more });

  beforeAll(async () => {
    hsm = newSoftHsm('trusted')('primary');
    await hsm.initialise(pins());
    for (const key of keys) await hsm.generate(key);
  });
  afterAll(() => hsm.close());

  it('wraps keys that no user can wrap with a key of their own', async () => {
    expect(await refusalCode(hsm.backup(request({ trusted: false, soPin: null, userPin: null })))).toBe('hsm.key-not-wrappable');
    const made = await hsm.backup(request());
    expect(made.wrappingKey).toMatchObject({ TRUSTED: 'true', WRAP: 'true', UNWRAP: 'false', EXTRACTABLE: 'false', SENSITIVE: 'true', TOKEN: 'false', PRIVATE: 'false', SIGN: 'false', DECRYPT: 'false' });
    expect(made.combinations).toEqual({ total: 10, checked: 10 });
    expect(made.inventoryAfter).toEqual(made.inventoryBefore);
    expect(made.inventoryAfter).toHaveLength(5);
    const restored = await hsm.restore({ shares: made.shares.slice(1, 4), keys: made.keys, challenge: bytes('c') });
    expect(restored.map((key) => [key.name, key.matches, key.challengeSignature !== null])).toEqual([['root', true, true], ['master', true, false], ['issuer', true, true]]);
    // The user is logged in afterwards, as before.
    expect(await hsm.find(keys[0]!)).not.toBeNull();
  });

  it('goes on after a wrong PIN of either, with nothing made and the user logged in where their PIN allows it', async () => {
    const was = await hsm.inventory();
    expect(await refusalCode(hsm.backup(request({ soPin: bytes('wrong-pin-9') })))).toBe('hsm.pin-low');
    expect(await hsm.inventory()).toEqual(was);
    expect(await refusalCode(hsm.backup(request({ userPin: bytes('wrong-pin-9') })))).toBe('hsm.pin-low');
    // Now nobody is logged in, and no public session object of the security officer is left either.
    expect((await hsm.inventory()).every((object) => object.class === 'CKO_PUBLIC_KEY')).toBe(true);
    await hsm.login(bytes(USER_PIN));
    expect(await hsm.inventory()).toEqual(was);
  });

  it('refuses sizes that are no split, with nothing left', async () => {
    const was = await hsm.inventory();
    expect(await refusalCode(hsm.backup(request({ threshold: 6 })))).toBe('share.size-refused');
    expect(await hsm.inventory()).toEqual(was);
  });

  it('seals each key: after that not even a trusted key wraps it', async () => {
    for (const key of keys) expect((await hsm.seal(key)).attributes.EXTRACTABLE).toBe('false');
    expect(await refusalCode(hsm.backup(request()))).toBe('hsm.key-not-wrappable');
    // A seal can't be broken by generating over it either.
    expect(await refusalCode(hsm.generate(keys[0]!))).toBe('hsm.object-exists');
  });
});
