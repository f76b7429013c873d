/** The acts of a review: what is asked of main when a record is opened, filtered, compared and signed off, and that the code is wiped. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from '@playwright/test';
import { serveWindow } from './served-window.ts';
import type { ServedWindow } from './served-window.ts';
import type { Asked } from './window/fake-window.ts';

interface TestWindow {
  readonly keyriteTest: { readonly asked: readonly Asked[]; wiped(): boolean };
}

let served: ServedWindow;
beforeAll(async () => {
  served = await serveWindow();
});
afterAll(() => served.close());

const asked = (page: Page, channel: string): Promise<readonly Asked['request'][]> => page.evaluate((c) => (window as unknown as TestWindow).keyriteTest.asked.filter((a) => a.channel === c).map((a) => a.request), channel);
const wiped = (page: Page): Promise<boolean> => page.evaluate(() => (window as unknown as TestWindow).keyriteTest.wiped());

async function within(fixture: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults, close } = await served.open(fixture, { width: 1280, height: 800 });
  try {
    await page.getByRole('button', { name: 'Review a record' }).click();
    await act(page);
    expect(faults).toEqual([]);
  } finally {
    await close();
  }
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Clara Voss');
  await page.getByLabel('Your role').fill('Compliance officer');
  await page.getByLabel('Your reasons').fill('The record is whole.');
}

it('opens a folder, a packed file or a ceremony of this machine, and never names a path', () =>
  within('review-empty', async (page) => {
    await page.getByRole('button', { name: 'Choose its folder' }).click();
    await page.getByRole('button', { name: 'Choose a .zip file' }).click();
    await page.getByRole('button', { name: 'Review KC-2026-11-24-A' }).click();
    await page.getByRole('button', { name: 'Choose the file of pinned keys' }).click();
    expect(await asked(page, 'review:open')).toEqual([{ place: 'record', from: 'folder' }, { place: 'record', from: 'zip' }, { place: 'record', from: 'machine', ceremony: 'KC-2026-11-24-A' }]);
    expect(await asked(page, 'review:choose-trust')).toEqual([{}]);
    expect(await page.getByRole('button', { name: 'Review KC-2028-01-01-X' }).count()).toBe(0);
  }));

it('shows of an invalid record its findings, and no way to sign it off or to go on', () =>
  within('review-invalid', async (page) => {
    await page.getByText('This record is not valid').waitFor();
    expect(await page.getByText('R-PLAN-01').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Sign off or refuse' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Step by step' }).count()).toBe(0);
  }));

it('asks for entries only of a step that is folded out, under the filter that is set', () =>
  within('review-script', async (page) => {
    await page.getByRole('button', { name: 'Step by step' }).click();
    await page.getByLabel('Concerning').selectOption('okafor');
    await page.getByLabel('Key', { exact: true }).selectOption('root');
    expect(await asked(page, 'review:events')).toEqual([]);
    await page.getByRole('button', { name: /Generate the root key/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The root key was generated in the HSM').waitFor();
    const filter = { deviations: false, person: 'okafor', key: 'root' };
    expect((await asked(page, 'review:steps')).at(-1)).toEqual({ filter });
    expect((await asked(page, 'review:events')).at(-1)).toEqual({ step: 's2', filter, from: 0 });
  }));

it('signs nothing before the decision, the reasons and an answer to each remark are there; and wipes the code', () =>
  within('review-decide', async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await page.getByRole('button', { name: 'Sign my decision' }).click();
    await page.getByText('Say first whether you accept or refuse').waitFor();
    await page.getByRole('radio', { name: 'I accept this record' }).check();
    await fill(page);
    await page.getByLabel('Code of your key').fill('a code of mine');
    await page.getByRole('button', { name: 'Sign and accept this record' }).click();
    await page.getByText('Say why you accept in spite of R-SET-12').waitFor();
    expect(await page.getByLabel('Code of your key').inputValue()).toBe('');
    expect(await asked(page, 'review:sign-off')).toEqual([]);
    await page.getByLabel('Why you accept in spite of R-SET-12').fill('Seen by two of us.');
    await page.getByLabel('Code of your key').fill('a code of mine');
    await page.getByRole('button', { name: 'Sign and accept this record' }).click();
    await expect.poll(() => asked(page, 'review:sign-off')).toEqual([{ decision: 'accepted', name: 'Clara Voss', role: 'Compliance officer', reasons: 'The record is whole.', answers: [{ about: 'R-SET-12', reason: 'Seen by two of us.' }], code: 'bytes:a code of mine' }]);
    await expect.poll(() => wiped(page)).toBe(true);
  }));

it('refuses without an answer to a remark, and says what main refused', async () => {
  await within('review-decide', async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await page.getByRole('radio', { name: 'I refuse this record' }).check();
    await fill(page);
    await page.getByLabel('Code of your key').fill('a code of mine');
    await page.getByRole('button', { name: 'Sign and refuse this record' }).click();
    await expect.poll(async () => (await asked(page, 'review:sign-off')).map((r) => [r['decision'], r['answers']])).toEqual([['refused', []]]);
  });
  await within('review-decide-took-part', async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await page.getByRole('radio', { name: 'I refuse this record' }).check();
    await fill(page);
    await page.getByLabel('Code of your key').fill('a code of mine');
    await page.getByRole('button', { name: 'Sign and refuse this record' }).click();
    await page.getByText('sign-off.took-part').waitFor();
    expect(await page.getByLabel('Your reasons').inputValue()).toBe('The record is whole.');
  });
});

it('saves a sign-off elsewhere where it could not be written beside the record', () =>
  within('review-decide-unsaved', async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await page.getByRole('button', { name: 'Save it somewhere else' }).click();
    await expect.poll(() => asked(page, 'review:save-sign-off')).toEqual([{}]);
  }));

it('makes a new key of a code that is typed twice, and nothing of it stays in the page', () =>
  within('review-valid', async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    await page.getByRole('button', { name: 'Make a new key' }).click();
    const form = page.getByRole('form', { name: 'A new key' });
    const [first, second] = [form.getByLabel('A new code'), form.getByLabel('The same code again')];
    await first.fill('short');
    await second.fill('short');
    await form.getByRole('button', { name: 'Make the key and choose its folder' }).click();
    await form.getByText('Choose at least 12 characters. No key was made.').waitFor();
    expect([await first.inputValue(), await second.inputValue(), await asked(page, 'review:new-key')]).toEqual(['', '', []]);
    await first.fill('a long code of mine');
    await second.fill('a long code of mine');
    await form.getByRole('button', { name: 'Make the key and choose its folder' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await asked(page, 'review:new-key')).toHaveLength(1);
    expect(await wiped(page)).toBe(true);
    await page.getByRole('button', { name: 'Make a new key' }).click();
    await page.getByRole('button', { name: 'Make no key' }).click();
    await form.waitFor({ state: 'detached' });
  }));
