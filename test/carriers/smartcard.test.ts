/** The smartcard carrier over software tokens that stand for cards; the real reader stack is in virtual-card.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenAddress } from '../../src/core/ports/hsm.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { toHex } from '../../src/core/bytes/bytes.ts';
import { createCards } from '../../src/main/adapters/carriers/smartcard.ts';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import { bytes, createSoftHsm, scratchFolder, workerSource } from '../softhsm/soft-token.ts';
import type { TestSet } from './sheet-data.ts';
import { makeSet } from './sheet-data.ts';

const folder = scratchFolder();
const soft = createSoftHsm(folder.path);
const spawn = forkWorker(workerSource, soft.env);
const cards = createCards((address) => openHsm(address, spawn));
const card: TokenAddress = { module: soft.module, label: 'card-1' };
const LABEL = 'keyrite-share-QX7R04M2-1';
let set: TestSet;

beforeAll(async () => {
  set = await makeSet();
  const port = openHsm(card, spawn);
  await port.initialise({ soPin: bytes('12345678'), userPin: bytes('custodian-1') });
  await port.close();
});
afterAll(() => folder.remove());

const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => (error instanceof RefusalError ? error.code : String(error)));

describe('a share on a card', () => {
  it('is refused before any was written', async () => {
    expect(await codeOf(cards.read(card, bytes('custodian-1'), LABEL))).toBe('card.no-share');
  });

  it('is written, leaves the share to its owner, wipes the PIN, and is read back by a later session', async () => {
    const pin = bytes('custodian-1');
    const before = toHex(set.records[0]!);
    const report = await cards.write(card, pin, LABEL, set.records[0]!);
    expect(report).toMatchObject({ label: 'card-1', removable: false });
    expect(report.serial).not.toBe('');
    expect(pin.every((byte) => byte === 0)).toBe(true);
    expect(toHex(set.records[0]!)).toBe(before);
    const read = await cards.read(card, bytes('custodian-1'), LABEL);
    expect(toHex(read.share)).toBe(before);
    expect(read.report).toEqual(report);
    expect(await cards.describe(card)).toEqual(report);
  });

  it('may be written again only where it is the same share; another is refused and the first stays', async () => {
    expect(await codeOf(cards.write(card, bytes('custodian-1'), LABEL, set.records[0]!))).toBe('accepted');
    expect(await codeOf(cards.write(card, bytes('custodian-1'), LABEL, set.records[1]!))).toBe('hsm.object-exists');
    expect(toHex((await cards.read(card, bytes('custodian-1'), LABEL)).share)).toBe(toHex(set.records[0]!));
  });

  it('is not given out for a wrong PIN, which is wiped too; the right one works after', async () => {
    const wrong = bytes('custodian-2');
    expect(await codeOf(cards.read(card, wrong, LABEL))).toMatch(/^hsm\.pin-/);
    expect(wrong.every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(cards.write(card, bytes('000000'), 'other', set.records[0]!))).toMatch(/^hsm\.pin-/);
    expect(await codeOf(cards.read(card, bytes('custodian-1'), LABEL))).toBe('accepted');
  });

  it('is invisible without the PIN', async () => {
    const port = openHsm(card, spawn);
    try {
      expect((await port.inventory()).filter((object) => object.label === LABEL)).toEqual([]);
    } finally {
      await port.close();
    }
  });

  it('says whether the card is there', async () => {
    expect(await cards.present(card)).toBe(true);
    const missing = { ...card, label: 'card-9' };
    expect(await cards.present(missing)).toBe(false);
    const pin = bytes('custodian-1');
    expect(await codeOf(cards.read(missing, pin, LABEL))).toBe('hsm.token-not-initialised');
    expect(pin.every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(cards.describe({ ...card, module: '/nonexistent.so' }))).toBe('hsm.module-not-found');
  });
});
