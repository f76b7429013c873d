/** A drill through the window of the built application: the facilitator chooses incidents, the application brings them about, people handle them, and the last page shows the report. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createSoftRoom, prepareCards } from '../../src/cli/rehearsal/soft-room.ts';
import type { DrillReport } from '../../src/core/drill/report.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { planText, samplePlan } from '../ceremony/sample-plan.ts';
import { answerDialog } from './dialogs.ts';
import { openDrawers } from './drawers.ts';
import { choosePlan } from './home-page.ts';
import { hostName, launch } from './hosts/host.ts';
import { look } from './look.ts';
import { playWindow } from './people.ts';
import { takePicture } from './pictures.ts';
import { cardPin, codeOf } from './secrets.ts';

/** The pictures of the review end before this number. */
const firstPicture = 68;

async function answer(page: Page): Promise<void> {
  const { dialog, heading } = await look(page);
  if (dialog === null) throw new Error(`no dialog is open at "${heading}"`);
  await answerDialog(page, dialog, heading);
}

async function recordDeviation(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Record a deviation' }).click();
  const dialog = page.locator('dialog');
  await dialog.locator('select').selectOption({ index: 1 });
  await dialog.getByLabel('What happened').fill(what);
  await dialog.getByLabel('What was done about it').fill('It was plugged in again and unlocked by both holders of the PIN.');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}

async function acceptDeviation(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Accept deviation/ }).first().click();
  await answer(page);
}

async function declareVoid(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Declare the share set void' }).click();
  const dialog = page.locator('dialog');
  for (const [at, [id, name]] of ([['sam', 'Sam Officer'], ['aud', 'Aud Auditor']] as const).entries()) {
    await dialog.locator('select').nth(at).selectOption(id);
    await dialog.locator('input[type=password]').nth(at).fill(codeOf(name));
  }
  await dialog.locator('textarea').fill('The share cannot be read back.');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}

test(`a drill in the window: the HSM is unplugged and a share is damaged (${hostName()})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-drill-'));
  const soft = createSoftRoom(folder);
  const sheets = join(folder, 'room');
  const plan = samplePlan();
  await prepareCards(plan, createPorts({ version: 'test', workerEnv: soft.env, roomFolder: sheets }).openHsm, () => cardPin);
  const { page, close } = await launch({ args: [`--ceremonies=${join(folder, 'ceremonies')}`, `--room=${sheets}`], env: soft.env, size: { width: 1600, height: 1000 } });
  let number = firstPicture;
  const picture = (name: string): Promise<void> => takePicture(page, number++, name);
  const people = { page, drawers: openDrawers() };
  const band = page.getByRole('region', { name: 'Drill incident' });
  const refused = (code: string): Promise<void> => page.getByRole('alert').filter({ hasText: code }).waitFor({ timeout: 60_000 });
  try {
    await choosePlan(page, { name: 'plan.yaml', text: planText }, plan.title);
    await page.getByText('Make it a drill (for the facilitator)').click();
    await expect(page.getByRole('checkbox', { name: 'A tamper bag is not the one that was noted' })).toBeDisabled();
    for (const [title, step] of [['The HSM is unplugged in the middle of an act', 'backup'], ['A share does not read', 'share:1:read']] as const) {
      const row = page.locator('.incident-list li', { hasText: title });
      await row.getByRole('checkbox').check();
      await row.locator('select').selectOption(step);
    }
    await page.locator('.incidents').scrollIntoViewIfNeeded();
    await picture('choose the incidents of a drill');
    await page.getByRole('button', { name: 'Open the drill' }).click();
    await page.getByRole('heading', { name: 'Is this the plan that was printed?' }).waitFor();
    await expect(band).toHaveCount(0);

    // The HSM goes while it makes the backup, and stays away until the facilitator plugs it in.
    await expect(playWindow(people, /is complete/i)).rejects.toThrow('hsm.device-removed');
    await expect(band).toContainText('this is a drill');
    await expect(band).toContainText('Somebody catches the cable with a foot');
    await picture('drill incident the hsm is unplugged');
    await recordDeviation(page, 'The HSM was cut off while it made the backup.');
    await acceptDeviation(page);
    await expect(playWindow(people, /is complete/i)).rejects.toThrow('hsm.device-removed');
    await band.getByRole('button', { name: 'Facilitator: plug the HSM in again' }).click();
    await expect(band.getByRole('button')).toHaveCount(0);

    // One sheet does not read, at every try; two people give the set up.
    await expect(playWindow(people, /is complete/i)).rejects.toThrow('share.damaged');
    await refused('share.damaged');
    await expect(band).toContainText('A share does not read');
    await picture('drill incident a share does not read');
    await declareVoid(page);
    const given = page.locator('.panel-warn', { hasText: 'is void.' });
    await expect(given).toContainText('Sam Officer and Aud Auditor declared it void: The share cannot be read back.');
    await expect(given).toContainText('Share 1 of Ann One: the printed sheet');
    await expect(given).toContainText('confirms once more with their code');
    await given.scrollIntoViewIfNeeded();
    await picture('a share set that is void and what to do with it');
    await acceptDeviation(page);
    await playWindow(people, /is complete/i);

    const report = page.getByRole('region', { name: 'Report of the drill' });
    await expect(report.getByText(/^Handled in/)).toHaveCount(2);
    await report.scrollIntoViewIfNeeded();
    await picture('report of the drill');
    const files = join(folder, 'ceremonies');
    const data = JSON.parse(readFileSync(join(files, `${plan.id}-drill-report.json`), 'utf8')) as DrillReport;
    expect(data).toMatchObject({ people: 'window', handled: true });
    expect(existsSync(join(files, `${plan.id}-drill-report.md`))).toBe(true);
    const verified = await verifyBundle(directorySource(join(files, `${plan.id}-bundle`)), { allowRehearsal: true });
    expect(verified.findings.filter((f) => f.severity === 'error')).toEqual([]);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
