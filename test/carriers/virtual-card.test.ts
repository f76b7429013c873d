/**
 * The smartcard carrier through the real stack: pcscd, vpcd's reader, OpenSC and its PKCS#11 module, with a virtual card at the far end. Needs the
 * Debian packages pcscd, vsmartcard-vpcd, opensc and opensc-pkcs11, the right to start pcscd, and that none runs yet.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../src/core/bytes/bytes.ts';
import type { TokenAddress } from '../../src/core/ports/hsm.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { createCards } from '../../src/main/adapters/carriers/smartcard.ts';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import { bytes, workerSource } from '../softhsm/soft-token.ts';
import type { TestSet } from './sheet-data.ts';
import { makeSet } from './sheet-data.ts';
import { virtualCard } from './virtual-card.ts';

const READER_PORT = 0x8c7b;
const PIN = '246810';
const LABEL = 'keyrite-share-QX7R04M2-1';
const modules = ['/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so', '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so'];
const card = virtualCard(READER_PORT);
const cards = createCards((address) => openHsm(address, forkWorker(workerSource)));
/** OpenSC shows the card's label with that of its PIN. */
const address = (): TokenAddress => ({ module: modules.find((path) => existsSync(path))!, label: 'custodian-1 (User PIN)' });
let daemon: ChildProcess;
let set: TestSet;

const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => (error instanceof RefusalError ? error.code : String(error)));

/** Runs a program; what it says is the error where it fails. */
const run = (command: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`${command} ended with ${String(status)}: ${said}`))));
  });

/** Asks again until it is so; the bound only ends a test that fails. */
async function until(question: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await question())) if (Date.now() > end) throw new Error(`not in time: ${what}`);
}

const succeeds = (work: Promise<unknown>): Promise<boolean> => work.then(() => true, () => false);

beforeAll(async () => {
  set = await makeSet();
  daemon = spawn('pcscd', ['--foreground', '--critical'], { stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => {
    daemon.on('error', reject);
    daemon.on('exit', (status) => reject(new Error(`pcscd ended with ${String(status)}: is one running already?`)));
  });
  failed.catch(() => undefined);
  await Promise.race([failed, until(() => succeeds(card.insert()), 'the reader of vpcd')]);
  await until(() => succeeds(run('opensc-tool', ['--reader', '0', '--name'])), 'the card in the reader');
  await run('pkcs15-init', ['--create-pkcs15', '--profile', 'pkcs15+onepin', '--pin', PIN, '--puk', '1234567890123456', '--label', 'custodian-1']);
});
afterAll(async () => {
  await card.remove();
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  if (daemon.exitCode === null && daemon.kill()) await ended;
});

describe('a share on a smartcard behind pcscd and OpenSC', () => {
  it('is in a reader from which the card can be taken', async () => {
    expect(await cards.describe(address())).toMatchObject({ label: 'custodian-1 (User PIN)', removable: true });
    expect(await cards.present(address())).toBe(true);
  });

  it('is written, the card is taken out and put in again, and the share is read back from it', async () => {
    await cards.write(address(), bytes(PIN), LABEL, set.records[0]!);
    await card.remove();
    await until(async () => !(await cards.present(address())), 'the card is out');
    expect(await codeOf(cards.read(address(), bytes(PIN), LABEL))).toBe('hsm.token-not-found');
    const before = card.commands;
    await card.insert();
    await until(() => cards.present(address()), 'the card is in');
    const { share, report } = await cards.read(address(), bytes(PIN), LABEL);
    expect(toHex(share)).toBe(toHex(set.records[0]!));
    expect(report.removable).toBe(true);
    expect(card.commands).toBeGreaterThan(before);
  });

  it('stays on the card where another share is to be written under its label', async () => {
    expect(await codeOf(cards.write(address(), bytes(PIN), LABEL, set.records[1]!))).toBe('hsm.object-exists');
    expect(toHex((await cards.read(address(), bytes(PIN), LABEL)).share)).toBe(toHex(set.records[0]!));
  });

  it('is not given out for a wrong PIN; the right one works after', async () => {
    const wrong = bytes('135791');
    expect(await codeOf(cards.read(address(), wrong, LABEL))).toMatch(/^hsm\.pin-/);
    expect(wrong.every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(cards.read(address(), bytes(PIN), LABEL))).toBe('accepted');
    expect(await codeOf(cards.read(address(), bytes(PIN), 'keyrite-share-00000000-1'))).toBe('card.no-share');
  });
});
