/** Every kind of ceremony after the first, one following another, through the window of the built application on SoftHSM2. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { lineageCommand } from '../../src/cli/lineage.ts';
import { createLastingRoom, readStatement } from '../../src/cli/rehearsal/lasting-room.ts';
import type { LastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import { showSetId } from '../../src/core/shares/share-format.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { laterText } from '../ceremony/later-plans.ts';
import type { LaterOptions } from '../ceremony/later-plans.ts';
import { quickPresence } from '../ceremony/quick-presence.ts';
import { planText } from '../ceremony/sample-plan.ts';
import { openDrawers } from './drawers.ts';
import { bringBundle, choosePlan, leaveCeremony, openCeremony } from './home-page.ts';
import { hostName, launch } from './hosts/host.ts';
import type { Launched } from './hosts/host.ts';
import { firstLaterPicture, laterPictures } from './later-pictures.ts';
import { playWindow } from './people.ts';
import { openAlbum } from './pictures.ts';
import type { Album } from './pictures.ts';
import { windowSecrets } from './secrets.ts';
import { presentation, presentSheet } from './shares.ts';

type Kind = Parameters<typeof laterText>[0];

const closed = /is complete|is closed/i;
const drawers = openDrawers();
/** Bundles of all ceremonies so far, the newest last. */
const bundles: string[] = [];
/** Set ids as they are shown, in the order in which the sets were made. */
const sets: string[] = [];
const errors: string[] = [];
let folder: string;
let room: LastingRoom;
let application: Launched;
let album: Album;

const newest = (): ReturnType<typeof readStatement> => readStatement(bundles.at(-1) ?? '');

function remember(bundle: string): void {
  bundles.push(bundle);
  for (const { id } of newest().statement.predicate.shareSets) if (!sets.includes(showSetId(id))) sets.push(showSetId(id));
}

/** The text of a plan that follows the newest bundle. */
function planOf(kind: Kind, options: LaterOptions): string {
  const { statement: { predicate }, sha256 } = newest();
  const { ceremony, mode, lifecycle, shareSets } = predicate;
  return laterText(kind, { statement: sha256, ceremony, mode, keys: lifecycle, sets: shareSets }, { sets: shareSets.map((s) => s.id), ...options }).replace('ab'.repeat(32), room.target.sha256);
}

/** Opens the ceremony from the first page and plays on to its last page, or to a heading that matches `until`. */
async function begin(kind: Kind, options: LaterOptions, until = closed): Promise<void> {
  const { page } = application;
  await choosePlan(page, { name: `${kind}.yaml`, text: planOf(kind, options) }, `Test ${kind}`);
  await bringBundle(page, bundles.at(-1) ?? '');
  await album.onScreen(`Test ${kind}`);
  await openCeremony(page);
  await page.getByRole('heading', { name: 'Is this the plan that was printed?' }).waitFor();
  await playOn(until);
}

const playOn = (until: RegExp): Promise<void> => playWindow({ page: application.page, drawers, targetKey: room.target.pem, onScreen: (heading) => album.onScreen(heading) }, until);

async function finish(kind: Kind): Promise<void> {
  remember(join(folder, 'ceremonies', `KC-TEST-${kind.toUpperCase()}-bundle`));
  await leaveCeremony(application.page);
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-later-'));
  room = createLastingRoom((ceremony) => join(folder, ceremony), windowSecrets);
  const first = await room.play(planText, { ports: (ports) => ({ ...ports, presence: quickPresence() }) });
  // The machine's own archive: the first ceremony was held on it as well.
  const archived = join(folder, 'ceremonies', `${first.plan.id}-bundle`);
  cpSync(first.bundle, archived, { recursive: true });
  remember(archived);
  for (const file of readdirSync(room.roomOf(first.plan.id))) {
    const index = /^share-(\d+)-of-\d+\.pdf$/.exec(file)?.[1];
    if (index !== undefined) drawers.put(sets[0] ?? '', Number(index), join(room.roomOf(first.plan.id), file));
  }
  application = await launch({ args: [`--ceremonies=${join(folder, 'ceremonies')}`, `--room=${join(folder, 'room')}`], env: room.env, size: { width: 1600, height: 1000 } });
  album = openAlbum(application.page, firstLaterPicture, laterPictures);
  application.page.on('pageerror', (error) => errors.push(error.message));
  application.page.on('console', (message) => {
    // The shell's Chromium asks for a favicon, which Electron does not.
    if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) errors.push(message.text());
  });
});

test.afterAll(async () => {
  await application.close();
  room.remove();
  rmSync(folder, { recursive: true, force: true });
});

test(`check: every share is looked at and none is combined (${hostName()})`, async () => {
  await begin('check', {});
  await finish('check');
  expect(newest().statement.predicate.kind).toBe('check');
});

test('rotate: new versions of the root and the master key, with a backup of their own', async () => {
  await begin('rotate', { spare: 'spare-2', keys: ['master', 'root'] });
  await finish('rotate');
  expect(sets).toHaveLength(2);
});

test('reshare: one new set over all keys, both old ones void and destroyed', async () => {
  await begin('reshare', { spare: 'spare-3' });
  await finish('reshare');
  expect(newest().statement.predicate.shareSets.map((s) => showSetId(s.id))).toEqual([sets[2]]);
});

test('transfer: the master key goes to another key manager', async () => {
  await begin('transfer', { keys: ['master-2'] });
  await finish('transfer');
});

test('restore: a share is not asked for before its holder agreed, a sheet of another set is refused, and the keys come back', async () => {
  const { page } = application;
  await begin('restore', { hsm: 'second-hsm' }, /^Gather two shares/);
  await expect(presentation(page)).toHaveCount(0);
  await expect(page.locator('input[type=file]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Present the share/ })).toHaveCount(0);
  await playOn(/presents a share$/);
  await presentSheet(page, drawers.sheet(sets[0] ?? '', 1));
  const refused = page.getByRole('alert').filter({ hasText: 'share.other-set' });
  await expect(refused).toContainText(`This share belongs to set ${sets[0] ?? ''}, which is of another ceremony. Nothing was accepted and that share is unharmed. Bring the share of set ${sets[2] ?? ''}.`);
  await album.onScreen('A share of another set');
  await presentSheet(page, drawers.sheet(sets[2] ?? '', 1));
  await expect(presentation(page)).toHaveCount(0);
  await playOn(closed);
  await finish('restore');
});

test('revoke: a key that may be compromised is marked so and destroyed', async () => {
  await begin('revoke', { hsm: 'second-hsm', keys: ['master-2'], sets: [] });
  await finish('revoke');
  expect(newest().statement.predicate.lifecycle.find((k) => k.name === 'master-2')).toMatchObject({ state: 'destroyed', compromised: true });
});

test('destroy: every key that is left and every share of them, the root last', async () => {
  await begin('destroy', { hsm: 'second-hsm', keys: ['master', 'root', 'root-2'] });
  await finish('destroy');
  expect(newest().statement.predicate.shareSets).toEqual([]);
});

test('all bundles are accepted, hang together as one lineage, and the first pages show it', async () => {
  for (const bundle of bundles) {
    const report = await verifyBundle(directorySource(bundle), { allowRehearsal: true });
    expect(report.findings.filter((f) => f.severity === 'error'), bundle).toEqual([]);
  }
  const said: string[] = [];
  const io = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) };
  expect(await lineageCommand(bundles, io), said.join('\n')).toBe(0);
  expect(said.at(-1)).toBe('One whole lineage: no fork, no gap.');
  await application.page.getByRole('button', { name: 'Keys and duties' }).click();
  await application.page.getByText('1 rehearsal lineage, keys are not real').click();
  await expect(application.page.locator('main')).toContainText(`KC-TEST-DESTROY`);
  await expect(application.page.getByText(/problem/i)).toHaveCount(0);
  await album.onScreen('Keys and duties');
  expect(album.missing()).toEqual([]);
  expect(errors).toEqual([]);
});
