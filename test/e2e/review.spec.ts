/** A record is reviewed at the real window by somebody who was not there: opened, read, filtered, compared; somebody who took part cannot sign it off, an officer can. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { verifyCommand } from '../../src/cli/verify.ts';
import { systemRandom } from '../../src/main/adapters/environment/random.ts';
import { writeKeyFile } from '../../src/main/adapters/officer-key/key-file.ts';
import { newSealedKey } from '../../src/main/adapters/officer-key/sealed-key.ts';
import { before, both, edit } from '../verifier/edits.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { laterSample } from '../verifier/sample-later.ts';
import { launch } from './hosts/host.ts';
import { takePicture } from './pictures.ts';

const code = 'a code of the officer';
/** The pictures of the ceremonies end before this number. */
const firstPicture = 59;

function onDisk(path: string, files: ReadonlyMap<string, Uint8Array>): string {
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

/** A ceremony in which something went otherwise, and the room was not quite in order. */
const thisYear = (): Map<string, Uint8Array> =>
  sampleBundle({
    events: both(
      edit('environment.checked', (event) => ({ ...event, findings: [...event.findings, { id: 'clock', status: 'warn', sentence: 'The clock of the machine is not set to UTC.' }] })),
      before('key.generation-started', () => [
        { type: 'ceremony.paused', by: 'sam', reason: 'The lamp of the projector failed.' },
        { type: 'ceremony.continued', by: 'sam' },
        { type: 'deviation.recorded', id: 1, step: 'key:root', what: 'The lamp of the projector failed; the words were read from the screen of the machine.', remedy: 'A second projector was brought, and all sixteen words were read again.', by: 'wim', automatic: false },
        { type: 'deviation.accepted', id: 1, participant: 'aud', signature: '' },
      ], (event) => event.key === 'root'),
    ),
  });

async function decide(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name: 'I accept this record' }).check();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your role').fill('Compliance officer');
  await page.getByLabel('Why you accept in spite of R-ENV-01').fill('The offset of the clock was written down and is in the papers.');
  await page.getByLabel('Your reasons').fill('The record is whole, and the deviation was handled as our procedure says.');
  await page.getByLabel('Code of your key').fill(code);
  await page.getByRole('button', { name: 'Sign and accept this record' }).click();
}

test('an officer who was not there reviews a record and signs it off', async () => {
  test.setTimeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-review-'));
  const reviewed = thisYear();
  const record = onDisk(join(folder, 'SAMPLE-2-OF-3-bundle'), reviewed);
  const other = onDisk(join(folder, 'SAMPLE-CHECK-bundle'), sampleBundle({ of: laterSample('check', reviewed) }));
  const keyFile = join(folder, 'clara-voss.key.json');
  await writeKeyFile(keyFile, await newSealedKey(new TextEncoder().encode(code), systemRandom));

  const { page, choose, close } = await launch({ args: [`--ceremonies=${join(folder, 'ceremonies')}`], size: { width: 1600, height: 1000 } });
  let number = firstPicture;
  const picture = (name: string): Promise<void> => takePicture(page, number++, name);
  try {
    await page.getByRole('button', { name: 'Review a record' }).click();
    await page.getByRole('heading', { name: 'Review a record' }).waitFor();
    await picture('review a record');

    await choose(record);
    await page.getByRole('button', { name: 'Choose its folder' }).click();
    await page.getByRole('heading', { name: 'Sample keys' }).waitFor({ timeout: 120_000 });
    await expect(page.getByText('This record is valid; no key is pinned')).toBeVisible();
    await picture('what a record shows');

    await page.getByRole('button', { name: 'Step by step' }).click();
    await expect(page.getByRole('status')).toContainText('All 20 steps');
    await picture('the annotated script');
    await page.getByRole('button', { name: /Generate the root key/ }).click();
    const made = page.getByRole('listitem').filter({ hasText: 'The root key was generated in the HSM' }).last();
    await made.locator('summary').click();
    await made.scrollIntoViewIfNeeded();
    await expect(made).toContainText('Made inside this device (LOCAL)');
    await picture('the evidence of a step');
    await page.getByLabel('Only what went otherwise').check({ force: true });
    await expect(page.getByRole('status')).toContainText('2 steps with');
    await expect(page.getByRole('list', { name: 'Steps of the script' })).not.toContainText('Seal the keys');
    await picture('only what went otherwise');

    await page.getByRole('button', { name: 'Beside another record' }).click();
    await choose(other);
    await page.getByRole('button', { name: 'Choose its folder' }).click();
    await expect(page.getByText('The record on the right follows the one on the left')).toBeVisible({ timeout: 120_000 });
    await picture('beside another record');

    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await choose(keyFile);
    await page.getByRole('button', { name: 'Choose your key file' }).click();
    await expect(page.getByText('clara-voss.key.json')).toBeVisible();
    await decide(page, 'ÁNN  one');
    await expect(page.getByText('sign-off.took-part')).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText('"Ann One" (ann) is a participant')).toBeVisible();
    await picture('who took part cannot sign off');

    await decide(page, 'Clara Voss');
    await expect(page.getByText('Your decision is signed and written.')).toBeVisible({ timeout: 120_000 });
    await picture('signed off');
    await page.getByRole('button', { name: 'What it shows' }).click();
    await expect(page.getByRole('region', { name: 'In short' })).toContainText('Accepted by Clara Voss.');
    await page.getByRole('region', { name: 'Decisions of officers' }).scrollIntoViewIfNeeded();
    await picture('decisions of officers');

    const lines: string[] = [];
    const exit = await verifyCommand([record], { out: (line) => void lines.push(line), err: (line) => void lines.push(line) });
    expect(exit).toBe(3);
    expect(lines.join('\n')).toContain('Clara Voss');
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
