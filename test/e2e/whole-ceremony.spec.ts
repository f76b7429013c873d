/** A whole two-of-three ceremony through the window of the built application, on SoftHSM2, with a picture of every screen; the bundle then judges itself, and is reviewed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createSoftRoom, prepareCards } from '../../src/cli/rehearsal/soft-room.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { planText, samplePlan } from '../ceremony/sample-plan.ts';
import { openDrawers } from './drawers.ts';
import { choosePlan, leaveCeremony, openCeremony } from './home-page.ts';
import { hostName, launch } from './hosts/host.ts';
import { expectDocuments, verdictOfOwnPage } from './own-page.ts';
import { playWindow } from './people.ts';
import { takePicture } from './pictures.ts';
import { cardPin } from './secrets.ts';

test(`a whole ceremony in the window (${hostName()})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-e2e-'));
  const soft = createSoftRoom(folder);
  const sheets = join(folder, 'room');
  const plan = samplePlan();
  await prepareCards(plan, createPorts({ version: 'test', workerEnv: soft.env, roomFolder: sheets }).openHsm, () => cardPin);

  const { page, close } = await launch({ args: [`--ceremonies=${join(folder, 'ceremonies')}`, `--room=${sheets}`], env: soft.env, size: { width: 1600, height: 1000 } });
  let number = 0;
  const picture = (name: string): Promise<void> => takePicture(page, ++number, name);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // The shell's Chromium asks for a favicon, which Electron does not.
    if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) errors.push(message.text());
  });
  try {
    await page.getByRole('heading', { name: 'Key ceremonies' }).waitFor();
    await picture('home');
    await choosePlan(page, { name: 'plan.yaml', text: planText }, plan.title);
    await picture('plan-report');
    await openCeremony(page);
    await page.getByRole('heading', { name: 'Is this the plan that was printed?' }).waitFor();
    const shown = new Set<string>();
    await playWindow(
      {
        page,
        drawers: openDrawers(),
        onScreen: async (heading, dialog) => {
          if (dialog) return;
          const kind = heading.replace(/\d+|root|master|Ann One|Ben Two|Cem Three|spare /g, '');
          if (shown.has(kind)) return;
          shown.add(kind);
          await picture(heading);
        },
      },
      /is complete|is closed/i,
    );
    const bundle = join(folder, 'ceremonies', `${plan.id}-bundle`);
    const report = await verifyBundle(directorySource(bundle), { allowRehearsal: true });
    expect(report.findings.filter((f) => f.severity === 'error')).toEqual([]);
    expect(readFileSync(join(bundle, 'transcript.jsonl'), 'utf8')).toContain('proof.passed');

    expectDocuments(bundle);
    const judged = await verdictOfOwnPage(bundle);
    expect(judged).toMatchObject({ verdict: 'Valid, nothing pinned', signed: report.signers.length });
    expect(judged.text).toContain(plan.id);

    await leaveCeremony(page);
    await page.getByRole('button', { name: 'Review a record' }).click();
    await page.getByRole('button', { name: `Review ${plan.id}` }).click();
    await page.getByRole('heading', { name: plan.title }).waitFor({ timeout: 120_000 });
    await expect(page.getByText('This record is valid, and it is a rehearsal')).toBeVisible();
    await expect(page.getByRole('region', { name: 'In short' })).toContainText(`${String(report.record?.entries ?? 0)} entries`);
    await page.getByRole('button', { name: 'Step by step' }).click();
    await expect(page.getByRole('status')).toContainText(/All \d+ steps/);
    if (process.env['KEYRITE_PICTURES'] !== undefined) await page.screenshot({ path: join(process.env['KEYRITE_PICTURES'], 'review-of-a-real-ceremony.png'), fullPage: true });
    expect(errors).toEqual([]);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : ''}\nThe page said: ${errors.join('\n')}`, { cause: error });
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
