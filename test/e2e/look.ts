/** What the window shows now, taken in at one look: whoever plays decides by nothing else. */
import type { Page } from '@playwright/test';

export interface Seen {
  readonly heading: string;
  /** Code of the refusal that is shown. */
  readonly problem: string | null;
  /** What this screen waits for beside its button: a look at a share that is to be checked, the file of a transfer's target, a share. */
  readonly asks: 'look-at-share' | 'target-key' | 'share' | null;
  readonly unticked: number;
  readonly dialog: Dialog | null;
}

/** An open dialog by its title and what is to be filled in. */
export interface Dialog {
  readonly title: string;
  readonly secrets: number;
  readonly note: boolean;
  readonly who: boolean;
  readonly said: boolean;
  readonly fate: boolean;
}

/** Waits until nothing works, then looks. */
export async function look(page: Page): Promise<Seen> {
  await page.locator('footer button.primary[disabled]').waitFor({ state: 'detached', timeout: 120_000 });
  return page.evaluate((): Seen => {
    const text = (selector: string): string | null => document.querySelector(selector)?.textContent ?? null;
    const has = (selector: string): boolean => document.querySelector(selector) !== null;
    const found = has('.found') && !has('.found[disabled]');
    return {
      heading: text('h1') ?? '',
      problem: text('.panel-stop .mono, .panel-problem .mono'),
      asks: found && !has('.bag') ? 'look-at-share' : has('.target-file') ? 'target-key' : has('.share-input') ? 'share' : null,
      unticked: document.querySelectorAll('main .check input:not(:checked)').length,
      dialog: has('dialog')
        ? {
            title: text('dialog h2') ?? '',
            secrets: document.querySelectorAll('dialog input[type=password]').length,
            note: has('dialog #code-note'),
            who: has('dialog select'),
            said: has('dialog textarea'),
            fate: has('dialog input[name=result]'),
          }
        : null,
    };
  });
}
