/** The application in the system's Chromium through src/shell. It shows that our code works, never that it works in Electron. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchShell } from '../../../src/shell/launch.ts';
import type { LaunchedShell } from '../../../src/shell/launch.ts';
import type { Launched, ResolvedOptions } from './host.ts';

export async function launchInShell(options: ResolvedOptions): Promise<Launched & Pick<LaunchedShell, 'probe'>> {
  let output = '';
  const choices = join(options.config, 'choices');
  const shell = await launchShell({
    outDir: options.outDir,
    args: options.args ?? [],
    env: { XDG_CONFIG_HOME: options.config, KEYRITE_SHELL_CHOICES: choices, ...options.env },
    headless: options.headless ?? true,
    ...(options.camera === undefined ? {} : { camera: options.camera }),
    ...(options.size === undefined ? {} : { size: options.size }),
    onOutput: (text) => {
      output += text;
    },
  });
  return {
    host: 'shell',
    page: shell.page,
    mainProcess: shell.mainProcess,
    output: () => output,
    choose: (path) => writeFile(choices, `${path}\n`),
    close: () => shell.close(),
    kill: async () => {
      shell.kill();
      await shell.exited;
    },
    probe: (probe) => shell.probe(probe),
  };
}
