/** The HSM port over a worker process of its own. A crash, a hang or an unplugged device is an answer with a code; the next call starts a new worker. */
import { wipe } from '../../../core/bytes/bytes.ts';
import type { HsmPort, KeyReference, TokenAddress } from '../../../core/ports/hsm.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { forkWorker } from './fork-worker.ts';
import type { RawStats } from './messages.ts';
import { secretsOf } from './messages.ts';
import type { Bounds } from './worker-client.ts';
import { defaultBounds, workerClient } from './worker-client.ts';
import type { SpawnWorker } from './worker-process.ts';

/** The worker's own file: beside this one in the source tree, out/main/hsm-worker.js in a built application (whichever of its folders this code is in). */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : '../main/hsm-worker.js', import.meta.url);

/** The port, and the time spent in raw PKCS#11 calls (for the benchmark). */
export interface HsmWithStats extends HsmPort {
  stats(): Promise<RawStats>;
}

/** Opens a port to the token of `address`. Nothing is loaded before the first call. */
export function openHsm(address: TokenAddress, spawn: SpawnWorker = forkWorker(workerFile()), bounds: Bounds = defaultBounds): HsmWithStats {
  const client = workerClient(address, spawn, bounds);
  // What a key is for is not on the device; it is learned from the calls that name it, and a backup of a key not named is refused.
  const references = new Map<string, KeyReference>();
  const learn = ({ name, type, purpose, id }: KeyReference): void => void references.set(id, { name, type, purpose, id });
  const nothing = (): void => undefined;
  return {
    describe: () => client.call({ op: 'describe' }),
    initialise: ({ soPin, userPin }) => client.call({ op: 'initialise', soPin, userPin }),
    login: (userPin) => client.call({ op: 'login', userPin }).then(nothing),
    logout: () => client.call({ op: 'logout' }).then(nothing),
    inventory: () => client.call({ op: 'inventory' }),
    probe: () => client.call({ op: 'probe' }),
    random: (length) => client.call({ op: 'random', length }),
    generate: (key) => {
      learn(key);
      return client.call({ op: 'generate', key });
    },
    find: (key) => {
      learn(key);
      return client.call({ op: 'find', key });
    },
    backup: async (backup) => {
      const keys = backup.keyIds.flatMap((id) => references.get(id) ?? []);
      if (keys.length === backup.keyIds.length) return client.call({ op: 'backup', backup, keys });
      wipe(...secretsOf({ op: 'backup', backup, keys }));
      throw new RefusalError('hsm.key-not-read');
    },
    restore: (restore) => client.call({ op: 'restore', restore }),
    install: (install) => {
      for (const key of install.keys) learn(key);
      return client.call({ op: 'install', install });
    },
    deliver: (delivery) => client.call({ op: 'deliver', delivery }),
    seal: (key) => {
      learn(key);
      return client.call({ op: 'seal', key });
    },
    sign: (id, message) => client.call({ op: 'sign', id, message }),
    destroy: (id) => client.call({ op: 'destroy', id }),
    putData: (label, value) => client.call({ op: 'put-data', label, value }).then(nothing),
    getData: (label) => client.call({ op: 'get-data', label }),
    present: () => client.call({ op: 'present' }),
    stats: () => client.call({ op: 'stats' }),
    close: () => client.close(),
  };
}
