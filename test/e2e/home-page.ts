/** The first page and the page of a chosen plan, as somebody uses them to begin a ceremony. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Chooses the plan file and waits for its report. */
export async function choosePlan(page: Page, file: { readonly name: string; readonly text: string }, title: string): Promise<void> {
  await page.getByRole('heading', { name: 'Key ceremonies' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: file.name, mimeType: 'application/yaml', buffer: Buffer.from(file.text) });
  await page.getByRole('heading', { name: title }).waitFor();
}

/** Chooses the folder of an earlier bundle; before that the ceremony cannot be opened. */
export async function bringBundle(page: Page, bundle: string): Promise<void> {
  const needs = page.getByRole('region', { name: 'What this ceremony begins with' });
  await openCeremony(page);
  await expect(needs).toContainText('Choose these files or their folder first. Nothing was opened.');
  await needs.getByLabel('Choose a folder').setInputFiles(bundle);
  await expect(needs.getByRole('status')).toContainText('chosen');
}

export async function openCeremony(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Open the (rehearsal|ceremony)$/ }).click();
}

/** From the last page of a ceremony back to the first page. */
export async function leaveCeremony(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Leave this ceremony' }).click();
  await page.getByRole('heading', { name: 'Key ceremonies' }).waitFor();
}
