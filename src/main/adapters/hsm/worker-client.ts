/** Talks to one worker process at a time: calls in order, a bound on each, a new worker after a crash. Knows nothing of PKCS#11. */
import { wipe } from '../../../core/bytes/bytes.ts';
import type { TokenAddress } from '../../../core/ports/hsm.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { Answer, Answers, Op, WorkerRequest } from './messages.ts';
import { secretsOf } from './messages.ts';
import type { SpawnWorker, WorkerProcess } from './worker-process.ts';

/** Milliseconds before a worker counts as hanging. Key generation has none: RSA-4096 can take a real device minutes. */
export interface Bounds {
  readonly usual: number;
  /** Calls that do many things, or wait for somebody at a PIN pad. */
  readonly long: number;
  readonly close: number;
}
export const defaultBounds: Bounds = { usual: 120_000, long: 600_000, close: 3_000 };

const LONG: ReadonlySet<Op> = new Set<Op>(['initialise', 'login', 'probe', 'backup', 'restore', 'install', 'deliver', 'seal']);

function boundOf(op: Op, bounds: Bounds): number | null {
  if (op === 'generate') return null;
  if (op === 'close') return bounds.close;
  return LONG.has(op) ? bounds.long : bounds.usual;
}

export interface WorkerClient {
  call<R extends WorkerRequest>(request: R): Promise<Answers[R['op']]>;
  /** Ends the worker: politely where it is idle, at once where a call is under way (which then answers `hsm.closed`). */
  close(): Promise<void>;
}

interface Running {
  readonly process: WorkerProcess;
  readonly exited: Promise<void>;
}

export function workerClient(address: TokenAddress, spawn: SpawnWorker, bounds: Bounds): WorkerClient {
  let running: Running | null = null;
  let pending: { readonly id: number; settle(outcome: Answer | RefusalError): void } | null = null;
  let closed = false;
  let lastId = 0;
  let tail: Promise<unknown> = Promise.resolve();

  const start = (): Running => {
    const child = spawn();
    let exit: () => void = () => undefined;
    const exited = new Promise<void>((resolve) => {
      exit = resolve;
    });
    const mine: Running = { process: child, exited };
    child.onMessage((message) => {
      const answer = message as Answer;
      if (running === mine && pending?.id === answer.id) pending.settle(answer);
    });
    child.onExit((how) => {
      exit();
      if (running !== mine) return;
      running = null;
      pending?.settle(new RefusalError(closed ? 'hsm.closed' : 'hsm.worker-crashed', { how }));
    });
    return mine;
  };

  /** Ends the worker at once; a later exit of it is nobody's business. */
  const end = (why: RefusalError): void => {
    const was = running;
    running = null;
    was?.process.kill();
    pending?.settle(why);
  };

  const ask = (request: WorkerRequest): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const bound = boundOf(request.op, bounds);
      const timer = bound === null ? undefined : setTimeout(() => end(new RefusalError('hsm.not-answering', { call: request.op })), bound);
      pending = {
        id,
        settle: (outcome) => {
          pending = null;
          clearTimeout(timer);
          if (outcome instanceof RefusalError) reject(outcome);
          else resolve(outcome);
        },
      };
      running ??= start();
      running.process.send({ id, address, request });
    });

  const once = async <R extends WorkerRequest>(request: R): Promise<Answers[R['op']]> => {
    try {
      if (closed && request.op !== 'close') throw new RefusalError('hsm.closed');
      const answer = await ask(request);
      if (!answer.ok) throw new RefusalError(answer.code, answer.detail);
      // The worker answers each operation with its own type (worker/dispatch.ts).
      return answer.value as Answers[R['op']];
    } finally {
      wipe(...secretsOf(request));
    }
  };

  const inOrder = <R extends WorkerRequest>(request: R): Promise<Answers[R['op']]> => {
    const result = tail.then(() => once(request));
    tail = result.catch(() => undefined);
    return result;
  };

  const close = async (): Promise<void> => {
    const exited = running?.exited;
    const busy = pending !== null;
    closed = true;
    if (busy) end(new RefusalError('hsm.closed'));
    else if (running !== null) await inOrder({ op: 'close' }).catch(() => undefined);
    end(new RefusalError('hsm.closed'));
    await exited;
  };

  return { call: inOrder, close };
}
