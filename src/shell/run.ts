/** `npm start` where Electron's binary is not installed: the application's window in the system's Chromium, for rehearsals only. Must never pretend to be Electron. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchShell } from './launch.ts';

const usage = `Usage: npm start -- [--headless] [--ceremonies=FOLDER] [--room=FOLDER]

  --headless            no window (for tests)
  --ceremonies=FOLDER   where ceremony files live
  --room=FOLDER         where a rehearsal writes what would be printed
`;

const given = process.argv.slice(2).filter((argument) => argument !== '--');
const headless = given.includes('--headless');
const args = given.filter((argument) => argument !== '--headless');
const outDir = fileURLToPath(new URL('../../out/', import.meta.url));
const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';

function problem(): string | null {
  const unknown = args.find((argument) => !/^--(ceremonies|room)=./.test(argument));
  if (unknown !== undefined) return `keyrite: unknown argument ${unknown}\n${usage}`;
  if (!existsSync(`${outDir}main/index.js`)) return 'keyrite: the application is not built. Run: npm run build\n';
  if (!headless && display === '') {
    return 'keyrite: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it on the desktop, or run a rehearsal without a window: npm run rehearse\n';
  }
  return null;
}

async function run(): Promise<number> {
  const shell = await launchShell({ outDir, args, headless });
  process.stderr.write('keyrite: rehearsals only; this is not Electron. Close the window to end.\n');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void shell.close());
  return (await shell.exited) ?? 1;
}

const why = given.includes('--help') ? usage : problem();
if (why !== null) {
  process.stderr.write(why);
  process.exitCode = given.includes('--help') ? 0 : 2;
} else {
  try {
    process.exitCode = await run();
  } catch (error) {
    process.stderr.write(`keyrite: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
