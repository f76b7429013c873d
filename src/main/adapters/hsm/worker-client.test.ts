/** Calls go in order, each with its bound; generation has none. On a worker in memory, with the clock in the test's hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { Envelope } from './messages.ts';
import { defaultBounds, workerClient } from './worker-client.ts';
import type { WorkerProcess } from './worker-process.ts';

interface Silent extends WorkerProcess {
  readonly got: Envelope[];
  answer(value: unknown): void;
  exit(how: string): void;
  killed: boolean;
}

function silentWorker(): Silent {
  let message: (m: unknown) => void = () => undefined;
  let exit: (how: string) => void = () => undefined;
  const got: Envelope[] = [];
  const worker: Silent = {
    got,
    killed: false,
    send: (m) => void got.push(structuredClone(m) as Envelope),
    onMessage: (listener) => void (message = listener),
    onExit: (listener) => void (exit = listener),
    kill: () => {
      worker.killed = true;
      exit('SIGKILL');
    },
    answer: (value) => message({ id: got.at(-1)?.id, ok: true, value }),
    exit: (how) => exit(how),
  };
  return worker;
}

const address = { module: '/m', label: 'x' };
const generate = { op: 'generate', key: { name: 'k', type: 'aes-256', purpose: 'key-wrapping', id: '00', backup: true, trusted: false } } as const;
const DAY = 86_400_000;
let workers: Silent[];
const client = (): ReturnType<typeof workerClient> =>
  workerClient(address, () => {
    const worker = silentWorker();
    workers.push(worker);
    return worker;
  }, defaultBounds);
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('the bound of a call', () => {
  it('is none for key generation', async () => {
    const generating = client().call(generate);
    await vi.advanceTimersByTimeAsync(DAY);
    expect(workers[0]?.killed).toBe(false);
    workers[0]?.answer('made at last');
    expect(await generating).toBe('made at last');
  });

  it.each([['describe', defaultBounds.usual], ['probe', defaultBounds.long]] as const)('of %s is %i ms, then the worker is killed and the next call gets a new one', async (op, bound) => {
    const c = client();
    const refused = expect(c.call({ op })).rejects.toMatchObject({ code: 'hsm.not-answering' });
    await vi.advanceTimersByTimeAsync(bound - 1);
    expect(workers[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    expect(workers[0]?.killed).toBe(true);
    const next = c.call({ op: 'present' });
    await settle();
    workers[1]?.answer(true);
    expect(await next).toBe(true);
  });

  it.each([
    { op: 'install', install: { shares: [], keys: [], challenge: utf8('c') } },
    { op: 'deliver', delivery: { quorum: { shares: [], keys: [] }, keyId: '00', targetSpki: utf8('k'), oaepHash: 'sha1', form: 'two-step' } },
  ] as const)('of $op is the long one', async (request) => {
    const refused = expect(client().call(request)).rejects.toMatchObject({ code: 'hsm.not-answering' });
    await vi.advanceTimersByTimeAsync(defaultBounds.long - 1);
    expect(workers[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await refused;
  });
});

describe('calls', () => {
  it('go one after the other', async () => {
    const c = client();
    const [first, second] = [c.call({ op: 'present' }), c.call({ op: 'inventory' })];
    await settle();
    expect(workers[0]?.got.map((e) => e.request.op)).toEqual(['present']);
    workers[0]?.answer(true);
    await first;
    await settle();
    expect(workers[0]?.got.map((e) => e.request.op)).toEqual(['present', 'inventory']);
    workers[0]?.answer([]);
    expect(await second).toEqual([]);
  });

  it('wipe the caller\'s PIN, also where the worker dies', async () => {
    const userPin = utf8('1234');
    const refused = expect(client().call({ op: 'login', userPin })).rejects.toMatchObject({ code: 'hsm.worker-crashed', refusal: { detail: { how: 'SIGSEGV' } } });
    await settle();
    expect(workers[0]?.got[0]?.request).toMatchObject({ userPin: utf8('1234') });
    workers[0]?.exit('SIGSEGV');
    await refused;
    expect(userPin).toEqual(new Uint8Array(4));
  });

  it.each([
    ['backup', (shares: Uint8Array[]) => ({ op: 'backup', keys: [], backup: { from: [{ shares: shares.slice(0, 1), keys: [] }, { shares: shares.slice(1), keys: [] }], setId: 's', threshold: 2, count: 3, keyIds: [], trusted: false, soPin: null, userPin: null } }) as const],
    ['restore', (shares: Uint8Array[]) => ({ op: 'restore', restore: { shares, keys: [], challenge: utf8('c') } }) as const],
    ['install', (shares: Uint8Array[]) => ({ op: 'install', install: { shares, keys: [], challenge: utf8('c') } }) as const],
    ['deliver', (shares: Uint8Array[]) => ({ op: 'deliver', delivery: { quorum: { shares, keys: [] }, keyId: '00', targetSpki: utf8('k'), oaepHash: 'sha1', form: 'two-step' } }) as const],
  ])('wipe the shares of %s, also where the worker dies', async (_op, requestOf) => {
    const shares = [utf8('one'), utf8('two')];
    const refused = expect(client().call(requestOf(shares))).rejects.toMatchObject({ code: 'hsm.worker-crashed' });
    await settle();
    expect(shares[0]).toEqual(utf8('one'));
    workers[0]?.exit('SIGSEGV');
    await refused;
    expect(shares.every((share) => share.every((byte) => byte === 0))).toBe(true);
  });

  it('take no answer of an earlier call', async () => {
    const c = client();
    const first = c.call({ op: 'present' });
    await settle();
    workers[0]?.answer(true);
    await first;
    const second = c.call({ op: 'describe' });
    await settle();
    const late = workers[0]!;
    late.got.pop();
    late.answer('stale');
    late.got.push({ id: 2, address, request: { op: 'describe' } });
    late.answer('fresh');
    expect(await second).toBe('fresh');
  });
});
