/** Answers whatever dialog is open as the person it names would: a code, a half of a PIN, the PIN of a card, or some words. */
import type { Page } from '@playwright/test';
import type { Dialog } from './look.ts';
import { cardPin, codeOf, pinHalf } from './secrets.ts';

/** What is typed into the secret fields of a dialog with this title. */
function secretFor(title: string): string {
  const half = /types the (first|second) half of the (.*)$/.exec(title);
  if (half !== null) return pinHalf(half[1] ?? '', half[2] ?? '');
  if (title.includes('PIN of their card')) return cardPin;
  return codeOf(/^(.*?) (registers|confirms|signs|accepts|agrees)/.exec(title)?.[1] ?? '');
}

/** Fills and sends the dialog, and waits until it is gone. `heading` is that of the screen behind it: the number of its share goes onto the bag. */
export async function answerDialog(page: Page, { title, secrets, note, who, said, fate }: Dialog, heading: string): Promise<void> {
  const dialog = page.locator('dialog');
  for (let i = 0; i < secrets; i++) await dialog.locator('input[type=password]').nth(i).fill(secretFor(title));
  if (note) await dialog.locator('#code-note').fill(`bag R-100${/share (\d)/i.exec(heading)?.[1] ?? '0'}`);
  if (who) await dialog.locator('select').selectOption({ index: 1 });
  if (said) await dialog.locator('textarea').fill('seen by everyone in the room');
  if (fate) await dialog.getByRole('radio', { name: 'It was destroyed' }).check({ force: true });
  if (secrets > 0) await dialog.locator('input[type=password]').last().press('Enter');
  else await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}
