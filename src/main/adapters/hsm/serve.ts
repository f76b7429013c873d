/** Connects a worker to its parent: one request at a time, secrets of an answer wiped once it is sent. Ends when the parent is gone. */
import { wipe } from '../../../core/bytes/bytes.ts';
import type { Envelope } from './messages.ts';
import { secretsOfAnswer } from './messages.ts';
import { answerTo } from './worker/dispatch.ts';
import type { LoadModule } from './worker/state.ts';
import { newState } from './worker/state.ts';

/** The part of Electron's process.parentPort (a utilityProcess) that is used; absent under plain Node. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Serves requests until the parent ends the process. `load` gives the PKCS#11 module of a path. */
export function serve(load: LoadModule): void {
  const state = newState(load);
  const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;
  const send = (message: unknown): void => {
    if (parentPort !== undefined) parentPort.postMessage(message);
    else process.send?.(message);
  };
  let tail = Promise.resolve();
  const receive = (message: unknown): void => {
    const envelope = message as Envelope;
    tail = tail.then(async () => {
      const answer = await answerTo(state, envelope);
      send(answer);
      wipe(...secretsOfAnswer(answer));
    });
  };
  if (parentPort !== undefined) parentPort.on('message', ({ data }) => receive(data));
  else {
    process.on('message', receive);
    process.on('disconnect', () => process.exit(0));
  }
}
