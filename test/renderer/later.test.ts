/** The acts of the ceremonies after the first: who agrees before they present, what is recorded of a share, what was destroyed, what is brought along. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWindow } from './served-window.ts';
import type { ServedWindow } from './served-window.ts';
import type { Asked } from './window/fake-window.ts';

interface TestWindow {
  readonly keyriteTest: { readonly asked: readonly Asked[]; wiped(): boolean; next(at: number): void };
}

const pictures = process.env['KEYRITE_PICTURES'] ?? path.join(tmpdir(), 'keyrite-renderer-shots');
let served: ServedWindow;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  served = await serveWindow();
});
afterAll(() => served.close());

const asked = (page: Page, channel: string): Promise<readonly Asked[]> => page.evaluate((c) => (window as unknown as TestWindow).keyriteTest.asked.filter((a) => a.channel === c), channel);
const wiped = (page: Page): Promise<boolean> => page.evaluate(() => (window as unknown as TestWindow).keyriteTest.wiped());

async function within(fixture: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults, close } = await served.open(fixture, { width: 1280, height: 800 });
  try {
    await act(page);
    expect(faults).toEqual([]);
  } finally {
    await close();
  }
}
const picture = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: path.join(pictures, `later-${name}.png`) });
const closed = (page: Page): Promise<void> => page.getByRole('dialog').waitFor({ state: 'detached' });
const tickAll = async (page: Page): Promise<void> => {
  for (const box of await page.getByRole('checkbox').all()) await box.check();
};

it('asks for no share before its holder has agreed to the purpose with their code', () =>
  within('quorum-none', async (page) => {
    expect(await page.getByRole('region', { name: 'Present the share' }).count()).toBe(0);
    await page.getByRole('button', { name: 'A custodian agrees with their code' }).click();
    await page.getByRole('radio', { name: 'Rania Haddad' }).check();
    await page.getByLabel('Personal code').fill('kestrel-42');
    expect(await page.getByRole('dialog').getByText('and for nothing else').isVisible()).toBe(true);
    await picture(page, 'agree');
    await page.getByRole('button', { name: 'Rania Haddad agrees to this use' }).click();
    await closed(page);
    expect(await asked(page, 'quorum:join')).toEqual([{ channel: 'quorum:join', request: { participant: 'haddad', code: 'bytes:kestrel-42' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it('presents a share under the name of the one whose turn it is, and lets another take the turn', () =>
  within('quorum-presenting', async (page) => {
    await page.getByRole('button', { name: 'Present the share of Siobhán O’Brien' }).click();
    await page.getByRole('heading', { name: 'Siobhán O’Brien presents a share' }).waitFor();
    await page.getByRole('radio', { name: 'Image or PDF' }).check();
    await picture(page, 'present');
    await page.getByLabel('Choose the picture of the sheet').setInputFiles({ name: 'sheet.png', mimeType: 'image/png', buffer: Buffer.from('a picture') });
    await expect.poll(() => asked(page, 'share:read-file')).toEqual([{ channel: 'share:read-file', request: { file: 'bytes:a picture', presenter: 'obrien' } }]);
    await expect.poll(() => wiped(page)).toBe(true);
    expect(await page.getByText('Three are still missing.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Agree as Luca Ferrari' }).count()).toBe(0);
  }));

it('presents a card under its own PIN, and a wrong share leaves everything open for another try', async () => {
  await within('quorum-card', async (page) => {
    await page.getByRole('button', { name: 'Read the share from the card' }).click();
    await page.getByLabel('Card PIN').fill('918273');
    await page.getByRole('button', { name: 'Read the share', exact: true }).click();
    await closed(page);
    expect(await asked(page, 'share:read-card')).toEqual([{ channel: 'share:read-card', request: { pin: 'bytes:918273', presenter: 'haddad' } }]);
  });
  await within('quorum-refused', async (page) => {
    await page.getByRole('radio', { name: 'Typed' }).check();
    for (let row = 1; row <= 5; row++) await page.getByLabel(`Row ${String(row)}`).fill('7QK4 M2XD 0V8N H6TR · 4C');
    await page.getByRole('button', { name: 'Read the typed share' }).click();
    await page.getByText('share.other-set').waitFor();
    expect((await asked(page, 'share:read-typed'))[0]?.request['presenter']).toBe('baptiste');
    expect(await page.getByRole('radio', { name: 'Typed' }).isEnabled()).toBe(true);
  });
});

it('gathers the quorum again only with a reason', () =>
  within('restore-before', async (page) => {
    await page.getByRole('button', { name: 'Gather the quorum again' }).click();
    await page.getByRole('button', { name: 'Wipe these shares and begin again' }).click();
    await page.getByText('Say why; a few words are enough.').waitFor();
    expect(await asked(page, 'quorum:clear')).toEqual([]);
    await page.getByLabel('Why').fill('Two people had swapped their sheets.');
    await picture(page, 'gather-again');
    await page.getByRole('button', { name: 'Wipe these shares and begin again' }).click();
    await closed(page);
    expect(await asked(page, 'quorum:clear')).toEqual([{ channel: 'quorum:clear', request: { reason: 'Two people had swapped their sheets.' } }]);
  }));

it('restores after the check only, and records what became of the old HSM', async () => {
  await within('restore-before', async (page) => {
    await page.getByRole('button', { name: 'Restore root and master' }).click();
    expect(await asked(page, 'keys:restore')).toEqual([]);
    await tickAll(page);
    await page.getByRole('button', { name: 'Restore root and master' }).click();
    await expect.poll(async () => (await asked(page, 'keys:restore')).length).toBe(1);
  });
  await within('old-hsm-before', async (page) => {
    await page.getByRole('button', { name: 'Record hyok-2026 as broken' }).click();
    await page.getByRole('button', { name: 'Record it as broken' }).click();
    await page.getByText('Choose the person.').waitFor();
    await page.getByLabel('Who says so').selectOption('nakamura');
    await page.getByLabel('What is known of it').fill('Water damage.');
    await picture(page, 'old-hsm');
    await page.getByRole('button', { name: 'Record it as broken' }).click();
    await closed(page);
    expect(await asked(page, 'hsm:retire')).toEqual([{ channel: 'hsm:retire', request: { by: 'nakamura', note: 'Water damage.' } }]);
  });
});

it('records somebody as absent with who says so and why, and nobody who is needed', () =>
  within('attendance-absent', async (page) => {
    expect(await page.getByRole('button', { name: 'Absent: Hana Ito' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Absent: Rania Haddad' }).click();
    expect(await page.getByLabel('Who says so').locator('option[value="haddad"]').count()).toBe(0);
    await page.getByLabel('Who says so').selectOption('ito');
    await page.getByLabel('Why they are not here').fill('On leave until April.');
    await picture(page, 'absent');
    await page.getByRole('button', { name: 'Record Rania Haddad as absent' }).click();
    await closed(page);
    expect(await asked(page, 'participant:absent')).toEqual([{ channel: 'participant:absent', request: { participant: 'haddad', by: 'ito', reason: 'On leave until April.' } }]);
  }));

it('records a share as readable only with the number of its bag, compared by eye', () =>
  within('share-check-read', async (page) => {
    await page.getByRole('button', { name: 'Record share 2 as present and readable' }).click();
    await page.getByText('Type the number that stands on the bag.').waitFor();
    expect(await asked(page, 'check:record')).toEqual([]);
    await page.getByLabel('Number on the bag now').fill('r-10');
    await page.getByText('not complete yet').waitFor();
    await page.getByLabel('Number on the bag now').fill('r 1002');
    await page.getByText('the same number').waitFor();
    await page.getByRole('button', { name: 'Record share 2 as present and readable' }).click();
    await expect.poll(() => asked(page, 'check:record')).toEqual([{ channel: 'check:record', request: { result: 'readable', bag: 'r 1002' } }]);
  }));

it('says that a bag is another one before it is recorded, and records a missing share with a note only', async () => {
  await within('share-check-read', async (page) => {
    await page.getByLabel('Number on the bag now').fill('R-1020');
    await page.getByText('not the number that was noted').waitFor();
    await picture(page, 'bag-differs');
    await page.getByRole('button', { name: 'Record share 2 as one with another bag' }).click();
    await expect.poll(() => asked(page, 'check:record')).toEqual([{ channel: 'check:record', request: { result: 'readable', bag: 'R-1020' } }]);
  });
  await within('share-check-before', async (page) => {
    await page.getByRole('radio', { name: 'It is here' }).check();
    await picture(page, 'check-here');
    expect(await page.getByRole('region', { name: 'Present the share' }).isVisible()).toBe(true);
    await page.getByRole('radio', { name: 'It is missing' }).check();
    await page.getByRole('button', { name: 'Record share 2 as missing' }).click();
    await page.getByText('Say in a few words what was found.').waitFor();
    await page.getByLabel('What is known of it').fill('Left in the safe of the old building.');
    await page.getByRole('button', { name: 'Record share 2 as missing' }).click();
    await expect.poll(() => asked(page, 'check:record')).toEqual([{ channel: 'check:record', request: { result: 'missing', bag: null, note: 'Left in the safe of the old building.' } }]);
  });
});

it('accounts for each share and the package one by one, also for what was not destroyed', () =>
  within('share-destroying-middle', async (page) => {
    await page.getByRole('button', { name: 'Account for it: the package' }).click();
    await page.getByRole('button', { name: 'Record it as destroyed' }).click();
    await page.getByText('Choose what became of it.').waitFor();
    await page.getByRole('radio', { name: 'It was not destroyed' }).check();
    await page.getByLabel('Why not, and where is it?').fill('The second medium is in the bank; it is erased on Friday.');
    await picture(page, 'account');
    await page.getByRole('button', { name: 'Record it as not destroyed' }).click();
    await closed(page);
    expect(await asked(page, 'share:account')).toEqual([{ channel: 'share:account', request: { index: 0, result: 'not-destroyed', how: 'The second medium is in the bank; it is erased on Friday.' } }]);
  }));

it('declares the set that is being made void with two people and a reason', () =>
  within('share-print', async (page) => {
    await page.getByRole('button', { name: 'Declare the share set void' }).click();
    await page.getByLabel('Why').fill('The sheet jammed in the printer and tore.');
    await page.getByLabel('First person', { exact: true }).selectOption('okafor');
    await page.getByLabel('Second person', { exact: true }).selectOption('ito');
    await page.getByLabel('Code of the first person').fill('first-code');
    await page.getByLabel('Code of the second person').fill('second-code');
    await picture(page, 'void');
    await page.getByRole('button', { name: 'Declare set QX7R-04M2 void' }).click();
    await closed(page);
    expect(await asked(page, 'set:declare-void')).toEqual([{ channel: 'set:declare-void', request: { first: 'okafor', firstCode: 'bytes:first-code', second: 'ito', secondCode: 'bytes:second-code', reason: 'The sheet jammed in the printer and tore.' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it.each([
  ['set-void-confirm', 'set:void', 'Declare set QX7R-04M2 void', false],
  ['key-states-compromised', 'keys:set-states', 'Declare the three keys compromised', true],
  ['root-succession-before', 'root:certify', 'Let root and root-2 sign each other', true],
  ['key-destroying-root', 'key:destroy', 'Destroy root', true],
  ['delivery-before', 'key:deliver', 'Deliver master', true],
])('%s: %s happens only after authorisation and checks', async (fixture, channel, button, authorised) => {
  await within(fixture, async (page) => {
    const act = page.getByRole('button', { name: button, exact: true });
    expect(await act.count()).toBe(authorised ? 1 : 0);
    if (!authorised) return;
    await act.click();
    expect(await asked(page, channel)).toEqual([]);
    await tickAll(page);
    await act.click();
    await expect.poll(() => asked(page, channel)).toEqual([{ channel, request: {} }]);
  });
});

it('imports the public key of the target as bytes, and marks the words that differ', async () => {
  await within('target-before', async (page) => {
    await page.getByLabel('Choose the public key of the target').setInputFiles({ name: 'KEK.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from('a public key') });
    await expect.poll(() => asked(page, 'target:import')).toEqual([{ channel: 'target:import', request: { file: 'bytes:a public key' } }]);
  });
  await within('target-differs', async (page) => {
    expect(await page.getByText('maverick differs').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /confirms with their code/ }).count()).toBe(0);
  });
});

it('opens a ceremony that needs earlier files only with them, and takes of a folder what is of use', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyrite-bundle-'));
  try {
    for (const name of ['statement.dsse.json', 'transcript.jsonl', 'package.keyrite.json']) writeFileSync(path.join(folder, name), name);
    await within('plan-needs', async (page) => {
      await page.getByLabel('Choose a plan file').setInputFiles({ name: 'restore.yaml', mimeType: 'text/yaml', buffer: Buffer.from('keyrite: 1') });
      await page.getByRole('button', { name: 'Open the ceremony' }).click();
      await page.getByText('Choose these files or their folder first.').waitFor();
      expect(await asked(page, 'ceremony:begin')).toEqual([]);
      await page.getByLabel('Choose a folder').setInputFiles(folder);
      await page.getByText('2 files chosen; 1 other file of the folder is not needed here').waitFor();
      await picture(page, 'plan-with-files');
      await page.getByRole('button', { name: 'Open the ceremony' }).click();
      await expect.poll(async () => (await asked(page, 'ceremony:begin')).length).toBe(1);
      const materials = (await asked(page, 'ceremony:begin'))[0]?.request['materials'] as { name: string }[];
      expect(materials.map((m) => path.basename(m.name)).sort()).toEqual(['package.keyrite.json', 'statement.dsse.json']);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('tells a recovery team what they hold and need, and begins with it once the plan is chosen', () =>
  within('recovery-found', async (page) => {
    await page.getByRole('button', { name: 'Recover keys' }).click();
    await page.getByLabel('Choose files').setInputFiles([{ name: 'package.keyrite.json', mimeType: 'application/json', buffer: Buffer.from('{}') }]);
    await page.getByText('Any three of its five shares restore these two keys:').waitFor();
    expect((await asked(page, 'recovery:look'))[0]?.request['materials']).toHaveLength(1);
    await page.getByRole('button', { name: 'Copy the draft' }).click();
    await page.getByText(/Copied\.|press Ctrl and C/).waitFor();
    expect(await page.getByLabel('Draft of the plan').evaluate((e: HTMLTextAreaElement) => e.selectionEnd - e.selectionStart === e.value.length)).toBe(true);
    await picture(page, 'recovery');
    await page.getByLabel('Choose the plan file').setInputFiles({ name: 'restore.yaml', mimeType: 'text/yaml', buffer: Buffer.from('keyrite: 1') });
    await page.getByText('1 file chosen').waitFor();
    await page.getByRole('button', { name: 'Choose another plan file' }).click();
    await page.getByText('Any three of its five shares restore these two keys:').waitFor();
    await page.getByLabel('Choose the plan file').setInputFiles({ name: 'restore.yaml', mimeType: 'text/yaml', buffer: Buffer.from('keyrite: 1') });
    await page.getByRole('button', { name: 'Open the ceremony' }).click();
    await expect.poll(async () => (await asked(page, 'ceremony:begin'))[0]?.request['materials']).toHaveLength(1);
  }));

it('saves the duties as a calendar, or says why not', async () => {
  await within('lineage-full', async (page) => {
    await page.getByRole('button', { name: 'Keys and duties' }).click();
    await page.getByRole('button', { name: 'Save the duties as a calendar' }).click();
    await page.getByText('/media/nakamura/HYOK-2026/keyrite-duties.ics').waitFor();
    await picture(page, 'calendar');
    expect(await page.getByRole('region', { name: 'Duties' }).first().getByRole('listitem').first().innerText()).toContain('overdue since 2028-02-01');
  });
  await within('lineage-problems', async (page) => {
    await page.getByRole('button', { name: 'Keys and duties' }).click();
    await page.getByRole('button', { name: 'Save the duties as a calendar' }).click();
    await page.getByText('store.folder').waitFor();
  });
});
