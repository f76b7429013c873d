/** Plays the people of a ceremony at the real window: types, ticks, presses and chooses files as they would, by what the screen says. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { PlanOf } from '../../src/core/plan/schema.ts';

export interface PeopleAtTheWindow {
  readonly page: Page;
  readonly plan: PlanOf<'generate'>;
  readonly sheets: string;
  readonly cardPin: string;
  /** Called with the screen's heading whenever a new one fills the window. */
  readonly onScreen?: (heading: string) => Promise<void>;
}

const codeOf = (name: string): string => `code of ${name}`;

/** Fills and sends the open dialog. */
async function answerDialog({ page, cardPin }: PeopleAtTheWindow): Promise<void> {
  const dialog = page.getByRole('dialog');
  const title = (await dialog.getByRole('heading').first().textContent()) ?? '';
  const fields = dialog.locator('input[type=password]');
  const half = /types the (first|second) half of the (.*)$/.exec(title);
  const person = /^(.*?) (registers|confirms|signs|accepts)/.exec(title)?.[1] ?? '';
  const secret = half ? `${half[2] ?? ''}-${half[1] ?? ''}-half`.replace(/\W/g, '').slice(0, 14) : title.includes('PIN of their card') ? cardPin : codeOf(person);
  for (let i = 0; i < (await fields.count()); i++) await fields.nth(i).fill(secret);
  const note = dialog.locator('#code-note');
  if ((await note.count()) > 0) await note.fill('bag R-1001');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Presents the share whose turn it is by its file or its card. False where the screen asks for none. */
async function presentShare({ page, plan, sheets }: PeopleAtTheWindow, heading: string): Promise<boolean> {
  const input = page.getByRole('region', { name: 'Present the share' });
  if ((await input.count()) === 0) return false;
  const index = Number(/share (\d+)/i.exec(heading)?.[1] ?? '0');
  const way = plan.backup.shares[index - 1]?.carrier === 'smartcard' ? 'Smartcard' : 'Image or PDF';
  const choice = input.getByRole('radio', { name: way });
  if ((await choice.count()) > 0) await choice.check({ force: true });
  if (way === 'Smartcard') {
    await input.locator('button.primary').click();
    return true;
  }
  await input.locator('input[type=file]').setInputFiles(join(sheets, `share-${String(index)}-of-${String(plan.backup.shares.length)}.pdf`));
  await page.locator('h1', { hasText: `Share ${String(index)} is good` }).waitFor();
  return true;
}

/** One act of whoever has to act next. */
export async function actOnce(people: PeopleAtTheWindow): Promise<void> {
  const { page } = people;
  if ((await page.getByRole('dialog').count()) > 0) return answerDialog(people);
  const heading = (await page.locator('h1').first().textContent()) ?? '';
  if (await presentShare(people, heading)) return;
  const open = page.locator('main .check input:not(:checked)');
  while ((await open.count()) > 0) await open.first().check({ force: true });
  await page.locator('footer button.primary:not([disabled]), main .acts button.primary:not([disabled])').first().click({ timeout: 20_000 });
}

/** Plays on until a heading matches `until`. Throws where the screen shows a refusal. */
export async function playWindow(people: PeopleAtTheWindow, until: RegExp): Promise<void> {
  const { page } = people;
  let seen = '';
  for (let acts = 0; acts < 400; acts++) {
    await page.locator('footer button.primary[disabled]').waitFor({ state: 'detached', timeout: 120_000 });
    const heading = (await page.locator('h1').first().textContent()) ?? '';
    if (heading !== seen) await people.onScreen?.(heading);
    seen = heading;
    if (until.test(heading)) return;
    const problem = page.locator('.panel-stop .mono, .problem code').first();
    if ((await problem.count()) > 0 && (await page.getByRole('dialog').count()) === 0) throw new Error(`${heading}: ${(await problem.textContent()) ?? ''}`);
    await actOnce(people);
  }
  throw new Error(`the window did not come to ${String(until)}; it shows "${seen}"`);
}
