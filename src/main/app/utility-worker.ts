/** Starts the HSM worker as an Electron utility process. Must never load a vendor module in main itself. */
import { kill } from 'node:process';
import type { UtilityProcess } from 'electron';
import type { SpawnWorker } from '../adapters/hsm/worker-process.ts';

export type ForkUtility = (
  modulePath: string, args?: string[], options?: { readonly serviceName?: string; readonly stdio?: 'ignore'; readonly env?: Record<string, string> },
) => Pick<UtilityProcess, 'on' | 'postMessage' | 'kill' | 'pid'>;

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** A spawner for the worker file at `path` (built JavaScript), for DeskOptions.spawnWorker. */
export function utilityWorker(fork: ForkUtility, path: string): SpawnWorker {
  return () => {
    // SECURITY: what a vendor's module prints goes nowhere; it could print anything.
    const child = fork(path, [], { serviceName: 'keyrite-hsm', stdio: 'ignore', env: environment() });
    return {
      send: (message) => {
        child.postMessage(message);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', (code) => listener(`exit ${String(code)}`)),
      kill: () => {
        // UtilityProcess.kill() asks politely (SIGTERM), which a process inside a vendor's call never hears.
        if (child.pid === undefined) child.kill();
        else {
          try {
            kill(child.pid, 'SIGKILL');
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
          }
        }
      },
    };
  };
}
