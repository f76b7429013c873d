/** A SoftHSM session in the test's own process, for what a worker never hands out: values of keys that protect nothing. */
import { CKU } from '../../src/main/adapters/hsm/worker/constants.ts';
import { loadPkcs11 } from '../../src/main/adapters/hsm/worker/module.ts';
import { logIn, openSession } from '../../src/main/adapters/hsm/worker/session.ts';
import type { Session } from '../../src/main/adapters/hsm/worker/state.ts';
import { newState } from '../../src/main/adapters/hsm/worker/state.ts';
import { initialiseToken } from '../../src/main/adapters/hsm/worker/token-init.ts';
import { SO_PIN, USER_PIN } from './hsm-suite.ts';
import { bytes, createSoftHsm } from './soft-token.ts';

/** A new token in `folder`, with the user logged in. */
export async function rawSession(folder: string): Promise<Session> {
  const soft = createSoftHsm(folder);
  process.env['SOFTHSM2_CONF'] = soft.env.SOFTHSM2_CONF;
  const state = newState(loadPkcs11);
  const address = { module: soft.module, label: 'raw' };
  await initialiseToken(state, address, { soPin: bytes(SO_PIN), userPin: bytes(USER_PIN) });
  const session = openSession(state, address);
  logIn(session, CKU.USER, bytes(USER_PIN));
  return session;
}
