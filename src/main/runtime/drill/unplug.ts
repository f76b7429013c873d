/** Starts HSM workers whose device can be pulled in the middle of an act and stay away: the worker is really killed, and the caller hears what a module says whose device is gone. For drills only. */
import { wipe } from '../../../core/bytes/bytes.ts';
import type { Answer, Op, WorkerRequest } from '../../adapters/hsm/messages.ts';
import type { SpawnWorker, WorkerProcess } from '../../adapters/hsm/worker-process.ts';

export interface Cable {
  /** Asked when the device has done what was asked and before the answer is passed on: whether it is pulled now. */
  readonly pull: (op: Op) => boolean;
  /** Whether it is out: then no worker reaches the device. */
  readonly isGone: () => boolean;
}

interface Message {
  readonly id: number;
  readonly request: WorkerRequest;
}

/** What a caller hears whose device is gone, as where a module answers CKR_DEVICE_REMOVED (PKCS#11 v3.1 section 5.1.3). */
const removed = (id: number): Answer => ({ id, ok: false, code: 'hsm.device-removed', detail: { ckr: 'CKR_DEVICE_REMOVED' } });

/** Secrets of an answer that nobody gets: shares between the split and their carriers. */
function wipeAnswer(answer: Answer): void {
  if (answer.ok && answer.value !== null && typeof answer.value === 'object' && 'shares' in answer.value) wipe(...answer.value.shares);
}

/** Stands for a worker where there is no device: it refuses one call and is gone, so that the next call looks for the device again. */
function nothingThere(): WorkerProcess {
  let hear: (message: unknown) => void = () => undefined;
  let gone: (how: string) => void = () => undefined;
  return {
    send: (message) => {
      const { id } = message as Message;
      queueMicrotask(() => {
        hear(removed(id));
        gone('unplugged');
      });
    },
    onMessage: (listener) => {
      hear = listener;
    },
    onExit: (listener) => {
      gone = listener;
    },
    kill: () => {
      gone('unplugged');
    },
  };
}

/** Workers of `spawn` on that cable. Where it is pulled the worker is killed at once, and the call fails with `hsm.device-removed`. */
export function unpluggable(spawn: SpawnWorker, { pull, isGone }: Cable): SpawnWorker {
  return () => {
    if (isGone()) return nothingThere();
    const worker = spawn();
    const asked = new Map<number, Op>();
    let lost: number | null = null;
    let hear: (message: unknown) => void = () => undefined;
    worker.onMessage((message) => {
      const answer = message as Answer;
      const op = asked.get(answer.id);
      asked.delete(answer.id);
      if (lost !== null) return;
      if (!answer.ok || op === undefined || !pull(op)) {
        hear(message);
        return;
      }
      wipeAnswer(answer);
      lost = answer.id;
      worker.kill();
    });
    return {
      send: (message) => {
        const { id, request } = message as Message;
        asked.set(id, request.op);
        worker.send(message);
      },
      onMessage: (listener) => {
        hear = listener;
      },
      onExit: (listener) => {
        worker.onExit((how) => {
          if (lost !== null) hear(removed(lost));
          listener(how);
        });
      },
      kill: () => {
        worker.kill();
      },
    };
  };
}
