/** Starts the worker with child_process.fork; never loads a vendor module itself. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SpawnWorker } from './worker-process.ts';

/**
 * A spawner for the worker at `path` (its .ts source under plain Node 24, a .js file in a built bundle).
 * The worker inherits the environment (SOFTHSM2_CONF and the like), with `env` over it.
 */
export function forkWorker(path: string | URL, env?: Readonly<Record<string, string>>): SpawnWorker {
  const file = typeof path === 'string' ? path : fileURLToPath(path);
  return () => {
    const child = fork(file, [], {
      serialization: 'advanced',
      // A test runner's or debugger's flags are not the worker's.
      execArgv: [],
      env: { ...process.env, ...env },
      // SECURITY: what a vendor's module prints goes nowhere; it could print anything.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let gone = false;
    const exitListeners: ((how: string) => void)[] = [];
    const exited = (how: string): void => {
      if (gone) return;
      gone = true;
      for (const listener of exitListeners) listener(how);
    };
    child.on('exit', (code, signal) => exited(signal ?? `exit ${String(code)}`));
    child.on('error', (error) => {
      if (child.pid === undefined) exited((error as NodeJS.ErrnoException).code ?? 'not started');
    });
    return {
      send: (message) => {
        // A failed send shows as the exit; its own error would only say it twice.
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void exitListeners.push(listener),
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
