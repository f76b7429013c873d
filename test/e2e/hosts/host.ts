/** One suite, two hosts: starts the built application in Electron where its binary is installed, else in the shell. A result says which one it was. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import type { Page } from '@playwright/test';
import { launchElectron } from './electron-host.ts';
import { launchInShell } from './shell-host.ts';

export interface LaunchOptions {
  /** Default: KEYRITE_OUT, else out/ of the checkout. */
  readonly outDir?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A y4m or mjpeg video that stands for the camera. */
  readonly camera?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Default: true. Electron has no headless mode: it needs a display (xvfb) either way. */
  readonly headless?: boolean;
}

export interface Launched {
  readonly host: 'electron' | 'shell';
  readonly page: Page;
  readonly mainProcess: ChildProcess;
  /** What main wrote to standard output and error so far. */
  output(): string;
  /** What a person chooses in the next file dialog of the application. */
  choose(path: string): Promise<void>;
  /** Quits as a person would. */
  close(): Promise<void>;
  /** Ends main at once, as a crash does; resolves when everything is gone. */
  kill(): Promise<void>;
}

export interface ResolvedOptions extends LaunchOptions {
  readonly outDir: string;
  /** XDG_CONFIG_HOME of this launch, so that no test meets another one's data or lock. */
  readonly config: string;
}

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const electronBinary = join(root, 'node_modules', 'electron', 'dist', 'electron');
export const builtFolder = (): string => process.env['KEYRITE_OUT'] ?? join(root, 'out');
export const hostName = (): Launched['host'] => (existsSync(electronBinary) ? 'electron' : 'shell');

export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const config = await mkdtemp(join(tmpdir(), 'keyrite-config-'));
  const resolved = { ...options, outDir: options.outDir ?? builtFolder(), config };
  const cleanUp = (): Promise<void> => rm(config, { recursive: true, force: true });
  try {
    const launched = hostName() === 'electron' ? await launchElectron(electronBinary, resolved) : await launchInShell(resolved);
    return {
      ...launched,
      close: () => launched.close().finally(cleanUp),
      kill: () => launched.kill().finally(cleanUp),
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
