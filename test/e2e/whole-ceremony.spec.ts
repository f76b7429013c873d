/** A whole two-of-three ceremony through the window of the built application, on SoftHSM2, with a picture of every screen. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createSoftRoom, prepareCards } from '../../src/cli/rehearsal/soft-room.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { planText, samplePlan } from '../ceremony/sample-plan.ts';
import { hostName, launch } from './hosts/host.ts';
import { playWindow } from './people.ts';

const screens = join(import.meta.dirname, '../../docs/screens');

test(`a whole ceremony in the window (${hostName()})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-e2e-'));
  const soft = createSoftRoom(folder);
  const sheets = join(folder, 'room');
  const plan = samplePlan();
  const cardPin = 'card-pin';
  await prepareCards(plan, createPorts({ version: 'test', workerEnv: soft.env, roomFolder: sheets }).openHsm, () => cardPin);
  const planFile = join(folder, 'plan.yaml');
  writeFileSync(planFile, planText);
  mkdirSync(screens, { recursive: true });

  const { page, close } = await launch({ args: [`--ceremonies=${join(folder, 'ceremonies')}`, `--room=${sheets}`], env: soft.env, size: { width: 1600, height: 1000 } });
  let number = 0;
  const picture = async (name: string): Promise<void> => {
    number++;
    const file = `${String(number).padStart(2, '0')}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)}.png`;
    writeFileSync(join(screens, file), await page.screenshot());
  };
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // The shell's Chromium asks for a favicon, which Electron does not.
    if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) errors.push(message.text());
  });
  try {
    await page.getByRole('heading', { name: 'Key ceremonies' }).waitFor();
    await picture('home');
    await page.locator('input[type=file]').setInputFiles(planFile);
    await page.getByRole('heading', { name: plan.title }).waitFor();
    await picture('plan-report');
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: 'Is this the plan that was printed?' }).waitFor();
    const shown = new Set<string>();
    await playWindow(
      {
        page,
        plan,
        sheets,
        cardPin,
        onScreen: async (heading) => {
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
    expect(errors).toEqual([]);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : ''}\nThe page said: ${errors.join('\n')}`, { cause: error });
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
