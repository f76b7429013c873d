/** Loads and initialises the vendor's module, in this process only. A path that is no PKCS#11 module is an answer, not a crash. */
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import pkcs11 from 'pkcs11js';
import type { TokenAddress } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import type { RawModule } from '../raw-calls.ts';
import { CkrError, timed } from '../raw-calls.ts';
import { CKR } from './constants.ts';
import type { LoadModule, WorkerState } from './state.ts';

/** CKF_OS_LOCKING_OK (C_Initialize, PKCS#11 v2.40 section 5.4). */
const OS_LOCKING = 0x2;

export const loadPkcs11: LoadModule = (path) => {
  const module = new pkcs11.PKCS11();
  module.load(path);
  return module;
};

function checkPath(path: string): void {
  // SECURITY: a bare name would be looked for in the system's library folders.
  if (!isAbsolute(path)) throw new RefusalError('hsm.module-not-found', { module: path });
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new RefusalError('hsm.module-not-found', { module: path });
  if (!found.isFile()) throw new RefusalError('hsm.module-invalid', { module: path });
}

function initialise(module: RawModule, address: TokenAddress): void {
  const options = address.parameters === undefined ? { flags: OS_LOCKING } : { flags: OS_LOCKING, libraryParameters: address.parameters };
  try {
    module.C_Initialize(options);
  } catch (error) {
    if (!(error instanceof CkrError) || error.rv !== CKR.CRYPTOKI_ALREADY_INITIALIZED) throw error;
  }
}

/** The module, loaded and initialised. `hsm.module-not-found`, `hsm.module-invalid`. */
export function openModule(state: WorkerState, address: TokenAddress): RawModule {
  if (state.module !== null) return state.module;
  checkPath(address.module);
  let loaded: RawModule;
  try {
    loaded = timed(state.load(address.module), state.watch);
  } catch (error) {
    throw new RefusalError('hsm.module-invalid', { module: address.module }, { cause: error });
  }
  initialise(loaded, address);
  state.module = loaded;
  return loaded;
}

/** C_Finalize and C_Initialize: the only way some modules notice tokens made or put in since. Sessions end. */
export function reopenModule(state: WorkerState, address: TokenAddress): RawModule {
  const module = openModule(state, address);
  state.session = null;
  module.C_Finalize();
  initialise(module, address);
  return module;
}
