/** What people do in the steps that only ceremonies after the first have, where pressing the button at the bottom is not enough. */
import type { Page } from '@playwright/test';

/** Looks at the share that is to be checked: it is here, and its bag is the one that was noted. */
export async function lookAtShare(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'It is here' }).check({ force: true });
  const noted = await page.locator('.bag-number').innerText();
  await page.getByLabel('Number on the bag now').fill(noted === 'nothing' ? 'none' : noted);
}

/** Hands over the public key of a transfer's target, and waits until it was taken or refused. */
export async function handOverTargetKey(page: Page, pem: string): Promise<void> {
  await page.locator('.target-file input[type=file]').setInputFiles({ name: 'target.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(pem) });
  await page.waitForFunction(() => document.querySelector('.target-file') === null || document.querySelector('.panel-problem') !== null);
}
