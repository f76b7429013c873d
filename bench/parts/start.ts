/** Cold start to the first usable screen, against an empty page in the same host: once behind our main process, once behind one that does nothing else. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder, hostName, launch, root } from '../../test/e2e/hosts/host.ts';
import type { PartOptions, PartResult } from '../comparison.ts';

const HEADING = 'Key ceremonies';
/** As empty as a page can be for which the same thing can be waited for. */
const emptyPage = `<!doctype html><html lang="en"><title>Empty</title><h1>${HEADING}</h1></html>`;
const emptyMain = `import { app, BrowserWindow, protocol, session } from 'electron';
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.whenReady().then(async () => {
  session.defaultSession.protocol.handle('app', async () => new Response(${JSON.stringify(emptyPage)}, { headers: { 'Content-Type': 'text/html' } }));
  const window = new BrowserWindow({ show: false });
  window.once('ready-to-show', () => window.show());
  await window.loadURL('app://empty/index.html');
});
app.on('window-all-closed', () => app.quit());
`;

/** The application with nothing in its window, in a folder from which it still finds its packages. */
function emptyWindow(folder: string): string {
  const outDir = join(folder, 'window', 'out');
  cpSync(builtFolder(), outDir, { recursive: true, filter: (path) => !path.endsWith('.map') });
  cpSync(join(root, 'package.json'), join(folder, 'window', 'package.json'));
  rmSync(join(outDir, 'renderer'), { recursive: true });
  mkdirSync(join(outDir, 'renderer'));
  writeFileSync(join(outDir, 'renderer', 'index.html'), emptyPage);
  return outDir;
}

function emptyApplication(folder: string): string {
  const outDir = join(folder, 'application', 'out');
  mkdirSync(join(outDir, 'main'), { recursive: true });
  writeFileSync(join(folder, 'application', 'package.json'), '{ "name": "empty", "version": "0.0.0", "type": "module" }\n');
  writeFileSync(join(outDir, 'main', 'index.js'), emptyMain);
  return outDir;
}

/** Milliseconds until the heading can be seen; then it is quit as a person would. */
async function start(outDir: string): Promise<number> {
  const from = performance.now();
  const launched = await launch({ outDir });
  try {
    await launched.page.getByRole('heading', { name: HEADING }).waitFor();
    return performance.now() - from;
  } finally {
    await launched.close();
  }
}

export async function benchStart({ rounds, say }: PartOptions): Promise<PartResult> {
  const count = rounds ?? 5;
  const caches = join(root, 'node_modules', '.cache');
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, 'bench-start-'));
  const ours: number[] = [];
  const window: number[] = [];
  const nothing: number[] = [];
  try {
    const emptyWindowDir = emptyWindow(folder);
    const emptyApplicationDir = emptyApplication(folder);
    // The first round warms the file system's cache and is not counted.
    for (let round = 0; round <= count; round++) {
      say(`start: round ${String(round)} of ${String(count)}`);
      const times = [await start(builtFolder()), await start(emptyWindowDir), await start(emptyApplicationDir)] as const;
      if (round === 0) continue;
      ours.push(times[0]);
      window.push(times[1]);
      nothing.push(times[2]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const host = hostName() === 'electron' ? 'Electron' : "the system's Chromium through src/shell, not Electron";
  const subject = 'Cold start to the first screen';
  return {
    comparisons: [
      { id: 'start', subject, baseline: 'Empty page behind our main process', unit: 'ms', subjectRounds: ours, baselineRounds: window },
      { id: 'start-nothing', subject, baseline: 'Empty page behind an empty main process', unit: 'ms', subjectRounds: ours, baselineRounds: nothing },
    ],
    notes: [`Start: in ${host}; from the start of the process until the heading "${HEADING}" can be seen.`],
    details: { host: hostName() },
  };
}
