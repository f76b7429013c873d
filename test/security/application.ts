/** The built application in the shell, for tests that try what must be refused. Its handlers can be asked with forged input (probe). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFolder } from '../e2e/hosts/host.ts';
import { launchInShell } from '../e2e/hosts/shell-host.ts';

export type Application = Awaited<ReturnType<typeof launchInShell>>;

export async function openApplication(): Promise<Application> {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-security-'));
  const application = await launchInShell({ outDir: builtFolder(), config: folder, args: [`--ceremonies=${join(folder, 'ceremonies')}`] });
  return { ...application, close: () => application.close().finally(() => rmSync(folder, { recursive: true, force: true })) };
}

/** Waits until main has written `text`; the caller's test times out otherwise. */
export async function said(application: Application, text: string): Promise<void> {
  while (!application.output().includes(text)) await new Promise((resolve) => setImmediate(resolve));
}
