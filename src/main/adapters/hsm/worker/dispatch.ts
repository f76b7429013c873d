/** Maps each request to the one file that does it. Wipes the secrets of a request when it is done, however it ended. */
import { wipe } from '../../../../core/bytes/bytes.ts';
import type { TokenAddress } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import type { Answer, Answers, Envelope, Op, RequestOf } from '../messages.ts';
import { secretsOf } from '../messages.ts';
import { readStopwatch } from '../raw-calls.ts';
import { makeBackup } from './backup.ts';
import { CKU } from './constants.ts';
import { getData, putData } from './data-objects.ts';
import { deliverKey } from './deliver.ts';
import { destroyById } from './destroy.ts';
import { refusalOf, sessionIsGone } from './errors.ts';
import { findReferenced, readEvidence } from './evidence.ts';
import { generateKey } from './generate.ts';
import { installKeys } from './install.ts';
import { listObjects } from './objects.ts';
import { probeToken } from './probe.ts';
import { restoreKeys } from './restore.ts';
import { sealKey } from './seal.ts';
import { dropSession, logIn, logOut, openSession, userSession } from './session.ts';
import { signById } from './signing.ts';
import type { WorkerState } from './state.ts';
import { describeToken, findToken, lookForToken } from './token.ts';
import { initialiseToken } from './token-init.ts';

type Handler<K extends Op> = (state: WorkerState, address: TokenAddress, request: RequestOf<K>) => Answers[K] | Promise<Answers[K]>;

const MAX_RANDOM = 65536;

/** The bytes alone, in memory of their own: what was a Buffer over shared memory would take its neighbours along. */
function exact(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  wipe(bytes);
  return copy;
}

const handlers: { readonly [K in Op]: Handler<K> } = {
  describe: (state, address) => {
    const { slot } = findToken(state, address);
    return describeToken(state.module!, slot);
  },
  initialise: (state, address, request) => initialiseToken(state, address, request),
  login: (state, address, request) => {
    logIn(openSession(state, address), CKU.USER, request.userPin);
    return null;
  },
  logout: (state, address) => {
    if (state.session !== null) logOut(openSession(state, address));
    dropSession(state);
    return null;
  },
  inventory: (state, address) => {
    // A blank token holds nothing, and no session can be opened on it.
    if (!findToken(state, address).token.initialised) return [];
    return listObjects(openSession(state, address));
  },
  probe: (state, address) => probeToken(state, userSession(state, address)),
  random: (state, address, request) => {
    if (!Number.isInteger(request.length) || request.length < 1 || request.length > MAX_RANDOM) throw new RefusalError('hsm.data-not-accepted', { ckr: 'length' });
    const s = openSession(state, address);
    return exact(s.module.C_GenerateRandom(s.handle, Buffer.alloc(request.length)));
  },
  generate: (state, address, request) => generateKey(userSession(state, address), request.key),
  find: (state, address, request) => {
    const s = userSession(state, address);
    const object = findReferenced(s, request.key);
    return object === null ? null : readEvidence(s, request.key, object);
  },
  backup: (state, address, request) => makeBackup(state, address, request.backup, request.keys),
  restore: (state, address, request) => restoreKeys(userSession(state, address), request.restore),
  install: (state, address, request) => installKeys(userSession(state, address), request.install),
  deliver: (state, address, request) => deliverKey(userSession(state, address), request.delivery),
  seal: (state, address, request) => sealKey(userSession(state, address), request.key),
  sign: (state, address, request) => signById(userSession(state, address), request.id, request.message),
  destroy: (state, address, request) => destroyById(userSession(state, address), request.id),
  'put-data': (state, address, request) => {
    try {
      putData(userSession(state, address), request.label, request.value);
      return null;
    } finally {
      wipe(request.value);
    }
  },
  'get-data': (state, address, request) => {
    const value = getData(userSession(state, address), request.label);
    return value === null ? null : exact(value);
  },
  present: (state, address) => lookForToken(state, address) !== null,
  stats: (state) => readStopwatch(state.watch),
  close: (state) => {
    dropSession(state);
    state.module?.C_Finalize();
    state.module = null;
    return null;
  },
};

/** The answer to one request. Never throws. */
export async function answerTo(state: WorkerState, { id, address, request }: Envelope): Promise<Answer> {
  try {
    // The table is typed by operation; TypeScript can't see that this request fits its own row.
    const handler = handlers[request.op] as Handler<Op>;
    return { id, ok: true, value: await handler(state, address, request) };
  } catch (error) {
    if (sessionIsGone(error)) dropSession(state);
    const { code, detail } = refusalOf(error);
    return detail === undefined ? { id, ok: false, code } : { id, ok: false, code, detail };
  } finally {
    wipe(...secretsOf(request));
  }
}
