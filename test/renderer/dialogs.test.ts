/** What people type and press: each act asks for the right thing, secrets leave the inputs and are wiped, and what is wrong is said before it is sent. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWindow } from './served-window.ts';
import type { ServedWindow } from './served-window.ts';
import type { Asked } from './window/fake-window.ts';

interface TestWindow {
  readonly keyriteTest: { readonly asked: readonly Asked[]; wiped(): boolean; next(at: number): void };
}

const pictures = process.env['KEYRITE_PICTURES'] ?? path.join(tmpdir(), 'keyrite-renderer-shots');
let served: ServedWindow;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  served = await serveWindow();
});
afterAll(() => served.close());

const asked = (page: Page, channel: string): Promise<readonly Asked[]> => page.evaluate((c) => (window as unknown as TestWindow).keyriteTest.asked.filter((a) => a.channel === c), channel);
const wiped = (page: Page): Promise<boolean> => page.evaluate(() => (window as unknown as TestWindow).keyriteTest.wiped());

async function within(fixture: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults, close } = await served.open(fixture);
  try {
    await act(page);
    expect(faults).toEqual([]);
  } finally {
    await close();
  }
}
const picture = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: path.join(pictures, `dialog-${name}.png`) });
const tickAll = async (page: Page): Promise<void> => {
  for (const box of await page.getByRole('checkbox').all()) await box.check();
};

it('keeps the act back until what is to be checked is ticked, and says so', () =>
  within('key-confirm', async (page) => {
    await page.getByRole('button', { name: 'Jean-Christophe Baptiste confirms with their code' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByText('Tick the two statements above first').isVisible()).toBe(true);
    expect(await page.getByRole('checkbox').first().evaluate((e) => e === document.activeElement)).toBe(true);
  }));

it('confirms with a code that leaves the input, is sent as bytes and is wiped', () =>
  within('key-confirm', async (page) => {
    await tickAll(page);
    await page.getByRole('button', { name: 'Jean-Christophe Baptiste confirms with their code' }).click();
    await page.getByLabel('Personal code').fill('kestrel-42');
    await picture(page, 'confirm');
    await page.getByRole('button', { name: 'Jean-Christophe Baptiste confirms', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'step:confirm')).toEqual([{ channel: 'step:confirm', request: { participant: 'baptiste', code: 'bytes:kestrel-42' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it('stays open after a wrong code, with the sentence, the code of the refusal and an empty field that has the focus', () =>
  within('key-confirm-refused', async (page) => {
    await tickAll(page);
    await page.getByRole('button', { name: /confirms with their code/ }).click();
    const field = page.getByLabel('Personal code');
    await field.fill('not the one');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('presence.wrong-code').waitFor();
    await picture(page, 'wrong-code');
    expect(await field.inputValue()).toBe('');
    expect(await field.evaluate((e) => e === document.activeElement)).toBe(true);
    expect(await wiped(page)).toBe(true);
  }));

it('lets one of several people confirm, and forgets what was typed when another is chosen or the dialog is left', () =>
  within('hsm-check-done', async (page) => {
    await tickAll(page);
    await page.getByRole('button', { name: 'Adaeze Okafor confirms with their code' }).click();
    await page.getByLabel('Personal code').fill('mine');
    await page.getByRole('radio', { name: 'Hana Ito' }).check();
    expect(await page.getByLabel('Personal code').inputValue()).toBe('');
    await page.getByLabel('Personal code').fill('hers');
    const field = await page.getByLabel('Personal code').elementHandle();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('');
    expect(await asked(page, 'step:confirm')).toEqual([]);
  }));

it('takes a new PIN half only when it is long enough and typed twice the same', () =>
  within('hsm-prepare-pins', async (page) => {
    await tickAll(page);
    await page.getByRole('button', { name: 'Kenji Nakamura types the second half' }).click();
    const [first, again] = [page.getByLabel('Second half', { exact: true }), page.getByLabel('Second half once more')];
    const enter = page.getByRole('button', { name: 'Enter the second half' });
    await first.fill('short');
    await again.fill('short');
    await enter.click();
    await page.getByText('too short').waitFor();
    await first.fill('long-enough-1');
    await again.fill('long-enough-2');
    await enter.click();
    await page.getByText('were not the same').waitFor();
    await picture(page, 'pin');
    expect(await asked(page, 'pin:enter')).toEqual([]);
    expect(await first.getAttribute('type')).toBe('password');
    await first.fill('long-enough-1');
    await again.fill('long-enough-1');
    await enter.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'pin:enter')).toEqual([{ channel: 'pin:enter', request: { token: 'primary', pin: 'so', half: 1, value: 'bytes:long-enough-1' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it('unlocks with the halves that are in, and clears them on demand', () =>
  within('key-locked', async (page) => {
    await page.getByRole('button', { name: 'Clear what was typed and start the PINs again' }).click();
    await tickAll(page);
    await page.getByRole('button', { name: 'Unlock the HSM' }).click();
    expect(await asked(page, 'pin:clear')).toHaveLength(1);
    expect(await asked(page, 'hsm:unlock')).toEqual([{ channel: 'hsm:unlock', request: { token: 'primary' } }]);
  }));

it('registers a person with a code typed twice', () =>
  within('attendance', async (page) => {
    await page.getByRole('button', { name: 'Register Hana Ito' }).click();
    await page.getByLabel('Personal code', { exact: true }).fill('abc');
    await page.getByLabel('Personal code once more').fill('abc');
    await page.getByRole('dialog').getByRole('button', { name: 'Register Hana Ito' }).click();
    await page.getByText('at least 6 characters').last().waitFor();
    await page.getByLabel('Personal code', { exact: true }).fill('winter-7');
    await page.getByLabel('Personal code once more').fill('winter-7');
    await picture(page, 'register');
    await page.getByRole('dialog').getByRole('button', { name: 'Register Hana Ito' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'participant:register')).toEqual([{ channel: 'participant:register', request: { participant: 'ito', code: 'bytes:winter-7' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it('records a deviation only with who, what and remedy', () =>
  within('key-confirm', async (page) => {
    await page.getByRole('button', { name: 'Record a deviation' }).click();
    const record = page.getByRole('button', { name: 'Record this deviation' });
    await record.click();
    await page.getByText('Choose who records it.').waitFor();
    await page.getByLabel('Who records it').selectOption('nakamura');
    await page.getByLabel('What happened').fill('The printer was out of paper.');
    await record.click();
    await page.getByText('Say what was done about it').waitFor();
    await page.getByLabel('What was done about it').fill('Paper was fetched by the witness.');
    await picture(page, 'deviation');
    await record.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'deviation:record')).toEqual([{ channel: 'deviation:record', request: { by: 'nakamura', what: 'The printer was out of paper.', remedy: 'Paper was fetched by the witness.' } }]);
  }));

it('accepts a deviation from the record, with the code of somebody who may', () =>
  within('signing-deviations', async (page) => {
    await page.getByRole('button', { name: 'Accept deviation 2' }).click();
    await page.getByRole('radio', { name: 'Dorothy Marsh' }).check();
    await page.getByLabel('Personal code').fill('auditor-1');
    await picture(page, 'accept');
    await page.getByRole('button', { name: 'Dorothy Marsh accepts this deviation' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'deviation:accept')).toEqual([{ channel: 'deviation:accept', request: { id: 2, participant: 'marsh', code: 'bytes:auditor-1' } }]);
  }));

it('pauses, continues, and is abandoned by two different people only', async () => {
  await within('key-confirm', async (page) => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Who calls the pause').selectOption('ito');
    await page.getByLabel('Why').fill('Lunch.');
    await picture(page, 'pause');
    await page.getByRole('button', { name: 'Pause the ceremony' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'ceremony:pause')).toEqual([{ channel: 'ceremony:pause', request: { by: 'ito', reason: 'Lunch.' } }]);
  });
  await within('paused', async (page) => {
    expect(await page.getByRole('button', { name: 'Continue the ceremony' }).isDisabled()).toBe(true);
    await page.getByLabel('Who continues').selectOption('ito');
    await page.getByRole('button', { name: 'Continue the ceremony' }).click();
    expect(await asked(page, 'ceremony:continue')).toEqual([{ channel: 'ceremony:continue', request: { by: 'ito' } }]);
    await page.getByRole('button', { name: 'Abandon' }).click();
    await page.getByLabel('Why').fill('The HSM failed.');
    await page.getByLabel('First person', { exact: true }).selectOption('okafor');
    expect(await page.getByLabel('Second person', { exact: true }).locator('option[value="okafor"]').count()).toBe(0);
    await page.getByLabel('Second person', { exact: true }).selectOption('marsh');
    await page.getByLabel('Code of the first person').fill('first-code');
    await picture(page, 'abandon');
    await page.getByRole('button', { name: 'Abandon the ceremony' }).click();
    await page.getByText('Both people type their code').waitFor();
    expect(await asked(page, 'ceremony:abandon')).toEqual([]);
    await page.getByLabel('Code of the first person').fill('first-code');
    await page.getByLabel('Code of the second person').fill('second-code');
    await page.getByRole('button', { name: 'Abandon the ceremony' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'ceremony:abandon')).toEqual([{ channel: 'ceremony:abandon', request: { first: 'okafor', firstCode: 'bytes:first-code', second: 'marsh', secondCode: 'bytes:second-code', reason: 'The HSM failed.' } }]);
    expect(await wiped(page)).toBe(true);
  });
});

it('writes a share onto a card with the PIN of the card', () =>
  within('share-card', async (page) => {
    await page.getByRole('button', { name: 'Write share 3 onto the card' }).click();
    await page.getByLabel('Card PIN').fill('918273');
    await picture(page, 'card-pin');
    await page.getByRole('button', { name: 'Write share 3', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'share:write-card')).toEqual([{ channel: 'share:write-card', request: { pin: 'bytes:918273' } }]);
    expect(await wiped(page)).toBe(true);
  }));

it('signs for one person, and shows what a finished step found before the next one', async () => {
  await within('signing-people', async (page) => {
    await tickAll(page);
    await page.getByRole('button', { name: 'Sign as Hana Ito' }).click();
    await page.getByLabel('Personal code').fill('winter-7');
    await page.getByRole('button', { name: 'Hana Ito signs', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked(page, 'statement:sign')).toEqual([{ channel: 'statement:sign', request: { participant: 'ito', code: 'bytes:winter-7' } }]);
  });
  await within('key-done-root', async (page) => {
    await page.evaluate(() => (window as unknown as TestWindow).keyriteTest.next(0));
    await page.getByRole('heading', { name: 'The root key is made' }).waitFor();
    await page.getByRole('button', { name: 'Go on to step 9' }).click();
    await page.getByRole('heading', { name: 'Confirm what the HSM is about to make' }).waitFor();
  });
});
