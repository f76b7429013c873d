/** Custodians at the window with their shares: they take a printed sheet into their drawer, and present sheet or card where a screen asks for it. */
import type { Locator, Page } from '@playwright/test';
import { answerDialog } from './dialogs.ts';
import type { Drawers } from './drawers.ts';
import { look } from './look.ts';

/** The set that this screen is about, as it stands there or in the line of the script; null where it is the one being made. */
async function setOnScreen(page: Page): Promise<string | null> {
  const said = `${await page.locator('main').innerText()} ${await page.locator('[aria-current=step]').innerText()}`;
  return /\bset\s+([0-9A-Z]{4}-[0-9A-Z]{4})\b/i.exec(said)?.[1] ?? null;
}

/** After printing the custodian takes the sheet. */
export async function takeSheet(page: Page, drawers: Drawers, index: number): Promise<void> {
  const where = await page.getByRole('region', { name: 'Where the share goes' }).locator('dd', { hasText: '.pdf' }).innerText();
  drawers.put((await setOnScreen(page)) ?? '', index, where.trim());
}

/** Where the window asks for a share; there is none of it where it asks for none. */
export const presentation = (page: Page): Locator => page.getByRole('region', { name: 'Present the share' });

/** The share that is asked for: named in the heading, or in the line of the custodian who presents now. */
async function indexAsked(page: Page, heading: string): Promise<number> {
  const row = page.locator('.custodians li[data-now]');
  const said = (await row.count()) > 0 ? await row.innerText() : heading;
  return Number(/share (\d+)/i.exec(said)?.[1]);
}

export async function presentSheet(page: Page, sheet: string): Promise<void> {
  await presentation(page).getByRole('radio', { name: 'Image or PDF' }).check({ force: true });
  await presentation(page).locator('input[type=file]').setInputFiles(sheet);
}

/** Presents the share that is asked for, and waits until the window asks for it no more or says why it does not take it. */
export async function presentShare(page: Page, drawers: Drawers, heading: string): Promise<void> {
  const asked = presentation(page);
  if ((await asked.getByRole('radio').count()) > 0) await presentSheet(page, drawers.sheet(await setOnScreen(page), await indexAsked(page, heading)));
  else {
    await asked.locator('button.primary').click();
    const { dialog } = await look(page);
    if (dialog !== null) await answerDialog(page, dialog, heading);
  }
  await page.waitForFunction(() => document.querySelector('.share-input') === null || document.querySelector('.panel-problem') !== null, undefined, { timeout: 60_000 });
}
