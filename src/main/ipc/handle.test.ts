import { describe, expect, it, vi } from 'vitest';
import { channels } from '../../contract/channels.ts';
import { requests } from '../../contract/table.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { answer, handleChannels } from './handle.ts';
import type { Handlers } from './handle.ts';
import type { Sender } from './sender.ts';

const main = { url: 'app://keyrite/index.html', parent: null, detached: false, frameTreeNodeId: 1 };
const contents = { isDestroyed: () => false, mainFrame: main };
const good: Sender = { sender: contents, senderFrame: main };
const desk = (reply: (request: unknown) => unknown): Handlers =>
  Object.fromEntries(channels.map((channel) => [channel, async (request: unknown) => reply(request)])) as unknown as Handlers;
const code = (): Uint8Array => new Uint8Array([1, 2, 3]);
const zeros = new Uint8Array(3);
const written = (): { text: () => string } => {
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  spy.mockClear();
  return { text: () => spy.mock.calls.map(([chunk]) => String(chunk)).join('') };
};

describe('the handler of a channel', () => {
  it('is registered for each channel of the table, once, and for no other', () => {
    const handled: string[] = [];
    handleChannels({ handle: (channel) => void handled.push(channel) }, desk(() => null), () => null);
    expect(handled.sort()).toEqual(Object.keys(requests).sort());
    expect([...channels].sort()).toEqual(handled);
  });

  it('hands the very bytes to the desk and its answer back', async () => {
    const secret = code();
    let seen: unknown;
    const reply = await answer('participant:register', desk((request) => {
      seen = request;
      return { ok: true };
    }), () => contents, good, [{ participant: 'anna', code: secret }]);
    expect(reply).toEqual({ ok: true });
    expect((seen as { code: Uint8Array }).code).toBe(secret);
    expect(secret).toEqual(code());
  });

  it('refuses before a window is open and after it is closed', async () => {
    written();
    for (const trusted of [() => null, () => ({ ...contents, isDestroyed: () => true })]) {
      expect(await answer('app:info', desk(() => null), trusted, { sender: trusted(), senderFrame: main }, [{}])).toMatchObject({ ok: false, refusal: { code: 'ipc.sender' } });
    }
  });

  it('wipes the bytes of a request from a wrong sender, and does not ask the desk', async () => {
    written();
    const asked = vi.fn();
    const secret = code();
    expect(await answer('participant:register', desk(asked), () => contents, { sender: {}, senderFrame: main }, [{ participant: 'anna', code: secret }])).toMatchObject({ refusal: { code: 'ipc.sender' } });
    expect(secret).toEqual(zeros);
    expect(asked).not.toHaveBeenCalled();
  });

  it('wipes the bytes of a request in a wrong form, and writes nothing of it', async () => {
    const log = written();
    const secret = code();
    const deep = { a: [{ b: new Map([['c', secret]]) }], participant: 'quite-secret-name' };
    expect(await answer('participant:register', desk(() => null), () => contents, good, [deep])).toMatchObject({ refusal: { code: 'ipc.request' } });
    expect(secret).toEqual(zeros);
    expect(log.text()).toBe('keyrite: refused ipc.request {"channel":"participant:register"}\n');
  });

  it("answers with the desk's refusal, and wipes", async () => {
    written();
    const secret = code();
    const reply = await answer('step:confirm', desk(() => {
      throw new RefusalError('window.start', { reason: 'x' });
    }), () => contents, good, [{ participant: 'anna', code: secret }]);
    expect(reply).toMatchObject({ ok: false, refusal: { code: 'window.start' }, snapshot: null });
    expect(secret).toEqual(zeros);
  });

  it('answers ipc.failed where the desk throws anything else, and logs where, not what', async () => {
    const log = written();
    const reply = await answer('app:info', desk(() => {
      throw new TypeError('PIN 1234 is wrong');
    }), () => contents, good, [{}]);
    expect(reply).toMatchObject({ ok: false, refusal: { code: 'ipc.failed' } });
    expect(log.text()).toMatch(/failed app:info: TypeError\n\s+at /);
    expect(log.text() + JSON.stringify(reply)).not.toContain('1234');
  });

  it('never answers undefined', async () => {
    written();
    expect(await answer('ceremony:snapshot', desk(() => undefined), () => contents, good, [{}])).toMatchObject({ ok: false, refusal: { code: 'ipc.failed' } });
    expect(await answer('ceremony:snapshot', desk(() => null), () => contents, good, [{}])).toBeNull();
  });

  it('answers a refused plan:check and share:check-row in the form that their screens read', async () => {
    written();
    const check = await answer('plan:check', desk(() => null), () => contents, good, [{}]);
    expect(check).toMatchObject({ ok: false, problems: [{ code: 'ipc.request', severity: 'error' }], words: [], script: [] });
    const row = await answer('share:check-row', desk(() => null), () => contents, good, [{}]);
    expect(row).toMatchObject({ ok: false, sentence: expect.stringContaining('refused') as string });
  });
});
