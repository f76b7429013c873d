/** utilityProcess.fork over child_process.fork: the child gets process.parentPort. */
import { fork as forkChild } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { UtilityProcess } from 'electron';
import { strict } from './strict.ts';

type Used = Pick<UtilityProcess, 'postMessage' | 'kill' | 'pid'>;

function fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess {
  const child = forkChild(modulePath, args, {
    serialization: 'advanced',
    execArgv: ['--import', new URL('./parent-port.ts', import.meta.url).href],
    env: options.env as NodeJS.ProcessEnv | undefined ?? process.env,
    stdio: options.stdio === 'ignore' ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const events = new EventEmitter();
  const members = {
    get pid() { return child.exitCode === null && child.signalCode === null ? child.pid : undefined; },
    // A failed send shows as the exit, as in Electron.
    postMessage: (message: unknown) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    kill: () => child.kill('SIGTERM'),
  } satisfies Used;
  child.on('spawn', () => events.emit('spawn'));
  child.on('message', (message) => events.emit('message', message));
  child.on('exit', (code, signal) => events.emit('exit', code ?? (signal === null ? 0 : 1)));
  child.on('error', () => {
    if (child.pid === undefined) events.emit('exit', 1);
  });
  return strict('UtilityProcess', Object.defineProperties(events, Object.getOwnPropertyDescriptors(members))) as unknown as UtilityProcess;
}

export const utilityProcess = strict('utilityProcess', { fork } satisfies Pick<typeof Electron.UtilityProcess, 'fork'>);
