/** Plays the people of a ceremony at the real window: types, ticks, presses and chooses files as they would, by what the screen says. */
import type { Page } from '@playwright/test';
import { answerDialog } from './dialogs.ts';
import type { Drawers } from './drawers.ts';
import { handOverTargetKey, lookAtShare } from './later-steps.ts';
import { look } from './look.ts';
import type { Seen } from './look.ts';
import { presentShare, takeSheet } from './shares.ts';

export interface PeopleAtTheWindow {
  readonly page: Page;
  readonly drawers: Drawers;
  /** PEM of the public key that a transfer goes to. */
  readonly targetKey?: string;
  /** Called with the heading of a screen whenever a new one fills the window, and with that of a dialog before it is answered. */
  readonly onScreen?: (heading: string, dialog: boolean) => Promise<void>;
}

/** One act of whoever has to act next. */
async function act({ page, drawers, targetKey = '', onScreen }: PeopleAtTheWindow, { heading, dialog, asks, unticked }: Seen): Promise<void> {
  if (dialog !== null) {
    await onScreen?.(dialog.title, true);
    return answerDialog(page, dialog, heading);
  }
  switch (asks) {
    case 'look-at-share':
      await lookAtShare(page);
      return onScreen?.(`${heading}, its bag is compared`, false);
    case 'target-key':
      return handOverTargetKey(page, targetKey);
    case 'share':
      return presentShare(page, drawers, heading);
    case null: {
      const printed = /^Share (\d+) is printed/.exec(heading);
      if (printed !== null && unticked > 0) await takeSheet(page, drawers, Number(printed[1]));
      for (let i = 0; i < unticked; i++) await page.locator('main .check input:not(:checked)').first().check({ force: true });
      return page.locator('footer button.primary').click({ timeout: 20_000 });
    }
  }
}

/** Plays on until a heading matches `until`. Throws where the screen shows a refusal. */
export async function playWindow(people: PeopleAtTheWindow, until: RegExp): Promise<void> {
  const { page } = people;
  let before = '';
  for (let acts = 0; acts < 400; acts++) {
    const seen = await look(page);
    const { heading, problem, dialog } = seen;
    if (heading !== before) await people.onScreen?.(heading, false);
    before = heading;
    if (until.test(heading)) return;
    if (problem !== null && dialog === null) throw new Error(`${heading}: ${problem}`);
    await act(people, seen);
  }
  throw new Error(`the window did not come to ${String(until)}; it shows "${before}"`);
}
