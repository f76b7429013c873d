/** The application in Electron itself, by Playwright's own driver. Used only where Electron's binary is installed. */
import { once } from 'node:events';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { Launched, ResolvedOptions } from './host.ts';

export async function launchElectron(binary: string, options: ResolvedOptions): Promise<Launched> {
  let output = '';
  const application = await _electron.launch({
    executablePath: binary,
    // As root Chromium has no sandbox to offer.
    args: [
      join(options.outDir, 'main', 'index.js'),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.camera === undefined ? [] : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${options.camera}`]),
      ...(options.args ?? []),
    ],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: options.config, ...options.env },
  });
  const mainProcess = application.process();
  for (const stream of [mainProcess.stdout, mainProcess.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const page = await application.firstWindow();
  if (options.size !== undefined) await page.setViewportSize(options.size);
  return {
    host: 'electron',
    page,
    mainProcess,
    output: () => output,
    choose: (path) => application.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path),
    close: () => application.close(),
    kill: async () => {
      const gone = once(mainProcess, 'exit');
      mainProcess.kill('SIGKILL');
      await gone;
    },
  };
}
