/** Runs the built main, unmodified, in a plain Node process with the stand-in in electron's place. Started by launch.ts only. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { answerProbes } from './probes.ts';
import { app, becomeReady, switches } from './stand-in/app.ts';
import { hear, openLink, tell } from './stand-in/link.ts';

const main = process.argv[2];
if (main === undefined || process.send === undefined) throw new Error('host.ts is started by launch.ts');

// As in Electron: [executable, script, …arguments].
process.argv.splice(1, 1);
const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});

openLink();
answerProbes();
hear('quit', () => app.quit());
hear('launched', becomeReady);
await import(pathToFileURL(main).href);
// Chromium is started with the switches that main has set by now, as Electron's would be.
tell({ kind: 'launch', switches: switches() });
