/** SoftHSM2 tokens for tests that each want one of their own: a copy of one that was set up once. Closes every port it opened. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { forkWorker } from '../../src/main/adapters/hsm/fork-worker.ts';
import { openHsm } from '../../src/main/adapters/hsm/open-hsm.ts';
import type { HsmPort } from '../../src/core/ports/hsm.ts';
import { SO_PIN, USER_PIN } from './hsm-suite.ts';
import { bytes, createSoftHsm, scratchFolder, workerSource } from './soft-token.ts';
import type { SoftHsm } from './soft-token.ts';

const faultyWorker = new URL('./faulty-worker.ts', import.meta.url);

export interface FreshToken {
  /** A worker with nothing wrong, logged in. */
  healthy(): Promise<HsmPort>;
  /** A worker with these faults (faulty-worker.ts), logged in. */
  faulty(fault: string, more?: Readonly<Record<string, string>>): Promise<HsmPort>;
}

export interface FreshTokens {
  prepare(): Promise<void>;
  /** A blank token that is set up: nothing on it, PINs of the suite. */
  next(): FreshToken;
  closeAll(): Promise<void>;
  remove(): void;
}

export function freshTokens(): FreshTokens {
  const folder = scratchFolder();
  const opened: HsmPort[] = [];
  let number = 0;
  const open = (soft: SoftHsm, worker: URL, env: Readonly<Record<string, string>>): HsmPort => {
    const hsm = openHsm({ module: soft.module, label: 'primary' }, forkWorker(worker, { ...soft.env, ...env }));
    opened.push(hsm);
    return hsm;
  };
  const loggedIn = async (hsm: HsmPort): Promise<HsmPort> => {
    await hsm.login(bytes(USER_PIN));
    return hsm;
  };
  return {
    prepare: async () => {
      const hsm = open(createSoftHsm(join(folder.path, 'new')), workerSource, {});
      await hsm.initialise({ soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });
      await hsm.close();
    },
    next: () => {
      const soft = createSoftHsm(join(folder.path, String(++number)));
      cpSync(join(folder.path, 'new', 'tokens'), join(soft.folder, 'tokens'), { recursive: true });
      return {
        healthy: () => loggedIn(open(soft, workerSource, {})),
        faulty: (fault, more = {}) => loggedIn(open(soft, faultyWorker, { KEYRITE_FAULT: fault, ...more })),
      };
    },
    closeAll: async () => {
      await Promise.all(opened.splice(0).map((hsm) => hsm.close()));
    },
    remove: () => folder.remove(),
  };
}
