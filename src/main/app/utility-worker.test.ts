import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { utilityWorker } from './utility-worker.ts';
import type { ForkUtility } from './utility-worker.ts';

describe('the HSM worker as a utility process', () => {
  it('is forked by path with its output going nowhere, gets messages, and its exit is told', () => {
    const child = Object.assign(new EventEmitter(), { pid: undefined, sent: [] as unknown[], kills: 0, postMessage: (message: unknown) => void child.sent.push(message), kill: () => ++child.kills > 0 });
    const forked: unknown[] = [];
    const fork = ((...args: unknown[]) => {
      forked.push(args);
      return child;
    }) as unknown as ForkUtility;
    const worker = utilityWorker(fork, '/out/main/hsm-worker.js')();
    expect(forked).toMatchObject([['/out/main/hsm-worker.js', [], { serviceName: 'keyrite-hsm', stdio: 'ignore' }]]);
    const heard: unknown[] = [];
    worker.onMessage((message) => heard.push(message));
    worker.onExit((how) => heard.push(how));
    worker.send({ id: 1 });
    child.emit('message', { id: 1, ok: true });
    child.emit('exit', 3);
    worker.kill();
    expect([child.sent, heard, child.kills]).toEqual([[{ id: 1 }], [{ id: 1, ok: true }, 'exit 3'], 1]);
  });

  it('is killed even while it ignores SIGTERM, as inside a vendor call', async () => {
    const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); process.stdout.write('up'); for (;;);"], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    const worker = utilityWorker(() => child as never, 'x')();
    const gone = once(child, 'exit');
    worker.kill();
    expect((await gone)[1]).toBe('SIGKILL');
    worker.kill();
  });
});
