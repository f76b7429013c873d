/** Starts HSM workers whose device can be pulled in the middle of an act: the worker is really killed, and the caller hears what a module says whose device is gone. */
import { wipe } from '../../core/bytes/bytes.ts';
import { forkWorker } from '../../main/adapters/hsm/fork-worker.ts';
import type { Answer, Op, WorkerRequest } from '../../main/adapters/hsm/messages.ts';
import type { SpawnWorker } from '../../main/adapters/hsm/worker-process.ts';

/** The worker's program: its source in a checkout; where built, out/main/, seen from out/cli/ or out/chunks/. */
const workerProgram = new URL(import.meta.url.endsWith('.ts') ? '../../main/adapters/hsm/worker.ts' : '../main/hsm-worker.js', import.meta.url);

/** Secrets of an answer that nobody gets: shares between the split and their carriers. */
function wipeAnswer(answer: Answer): void {
  if (answer.ok && answer.value !== null && typeof answer.value === 'object' && 'shares' in answer.value) wipe(...answer.value.shares);
}

/**
 * `pull` is asked when the device has done what was asked and before the answer is passed on. Where it says yes, the worker is killed (SIGKILL) and the
 * call fails with `hsm.device-removed`, as where a module answers CKR_DEVICE_REMOVED (PKCS#11 v3.1 section 5.1.3).
 */
export function unpluggable(env: Readonly<Record<string, string>>, pull: (op: Op) => boolean): SpawnWorker {
  const spawn = forkWorker(workerProgram, env);
  return () => {
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
        const { id, request } = message as { readonly id: number; readonly request: WorkerRequest };
        asked.set(id, request.op);
        worker.send(message);
      },
      onMessage: (listener) => {
        hear = listener;
      },
      onExit: (listener) => {
        worker.onExit((how) => {
          if (lost !== null) hear({ id: lost, ok: false, code: 'hsm.device-removed', detail: { ckr: 'CKR_DEVICE_REMOVED' } });
          listener(how);
        });
      },
      kill: () => {
        worker.kill();
      },
    };
  };
}
