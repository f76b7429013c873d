/** Requests that main must refuse, sent by the built application's own page and forged at the registered handlers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../../src/contract/channels.ts';
import type { Application } from './application.ts';
import { openApplication } from './application.ts';

const page = 'app://keyrite/index.html';
const honest = { contents: 'own', frame: { url: page, subframe: false, detached: false } } as const;
const refused = (code: string): object => ({ ok: false, refusal: { code } });

let app: Application;
beforeAll(async () => {
  app = await openApplication();
});
afterAll(() => app.close());

const info = (): Promise<unknown> => app.page.evaluate(() => window.keyrite['app:info']({}));

describe('the sender', () => {
  it('registered handler: the page itself is answered (or every refusal below would prove nothing)', async () => {
    expect(await app.probe({ ask: 'invoke', channel: 'app:info', args: [{}], sender: honest })).toMatchObject({ host: 'shell' });
  });

  const forged = [
    ['another web contents', { ...honest, contents: 'other' }],
    ['a frame that is gone', { ...honest, frame: null }],
    ['a detached frame', { ...honest, frame: { ...honest.frame, detached: true } }],
    ['a subframe with the right address', { ...honest, frame: { ...honest.frame, subframe: true } }],
    ...['about:blank', 'about:srcdoc', '', 'file:///index.html', 'data:text/html,x', 'https://keyrite/index.html', 'app://keyrite/', 'app://keyrite/other.html', `${page}?x=1`, `${page}#x`, 'app://keyrite.example.org/index.html', 'APP://KEYRITE/index.html'].map(
      (url) => [`the address "${url}"`, { ...honest, frame: { ...honest.frame, url } }] as const),
  ] as const;
  it.each(forged)('registered handler: %s is refused on every channel', async (_name, sender) => {
    for (const channel of channels) {
      expect(await app.probe({ ask: 'invoke', channel, args: [{}], sender }), channel).toMatchObject(refused('ipc.sender'));
    }
  });

  it('the page under another path of its own origin is refused, and heard again when it is back', async () => {
    await app.page.evaluate(() => history.pushState({}, '', '/other'));
    expect(await info()).toMatchObject(refused('ipc.sender'));
    await app.page.evaluate(() => history.replaceState({}, '', '/index.html'));
    expect(await info()).toMatchObject({ host: 'shell' });
  });

  it('about:blank in the same window has the bridge and is refused', async () => {
    const session = await app.page.context().newCDPSession(app.page);
    await session.send('Page.navigate', { url: 'about:blank' });
    await app.page.waitForURL('about:blank');
    expect(await info()).toMatchObject(refused('ipc.sender'));
    await app.page.goBack();
    expect(await info()).toMatchObject({ host: 'shell' });
  });
});

describe('the request', () => {
  beforeEach(async () => {
    expect(await info()).toMatchObject({ host: 'shell' });
  });

  const bytes = new Uint8Array([1, 2, 3, 4]);
  const wrong: readonly (readonly [channel: string, what: string, request: unknown])[] = [
    ...channels.flatMap((channel) => [
      [channel, 'nothing', undefined], [channel, 'null', null], [channel, 'text', 'x'], [channel, 'a number', 1], [channel, 'a list', [{}]], [channel, 'an unknown field', { unknown: 1 }],
    ] as const),
    ['plan:check', 'a text too long', { name: 'x', text: 'x'.repeat(1_000_001) }],
    ['plan:check', 'bytes for a text', { name: 'x', text: bytes }],
    ['ceremony:reopen', 'a path too long', { file: 'x'.repeat(1001) }],
    ['participant:register', 'a code as text', { participant: 'a', code: '1234' }],
    ['participant:register', 'an empty code', { participant: 'a', code: new Uint8Array(0) }],
    ['participant:register', 'a code too long', { participant: 'a', code: new Uint8Array(65) }],
    ['participant:register', 'an empty name', { participant: '', code: bytes }],
    ['participant:register', 'a further field', { participant: 'a', code: bytes, role: 'administrator' }],
    ['pin:enter', 'a third half', { token: 'primary', pin: 'so', half: 2, value: bytes }],
    ['pin:enter', 'another token', { token: 'third', pin: 'so', half: 0, value: bytes }],
    ['pin:enter', 'a PIN as text', { token: 'primary', pin: 'so', half: 0, value: '12345678' }],
    ['share:read-code', 'a code too long', { code: new Uint8Array(4097) }],
    ['share:check-row', 'row 0', { row: 0, text: 'x' }],
    ['share:check-row', 'a row and a half', { row: 1.5, text: 'x' }],
    ['share:read-typed', 'seventeen rows', { rows: Array.from({ length: 17 }, () => 'x') }],
    ['share:read-typed', 'rows that are no texts', { rows: [1] }],
    ['deviation:record', 'no remedy', { by: 'a', what: 'x', remedy: '' }],
    ['deviation:accept', 'number 0', { id: 0, participant: 'a', code: bytes }],
    ['ceremony:pause', 'no reason', { by: 'a', reason: '' }],
    ['review:open', 'a path of its own', { place: 'record', from: 'folder', path: '/etc' }],
    ['review:open', 'another place', { place: 'third', from: 'folder' }],
    ['review:open', 'a ceremony without its id', { place: 'record', from: 'machine' }],
    ['review:steps', 'no filter', {}],
    ['review:events', 'a negative place', { step: 'plan', filter: { deviations: false, person: null, key: null }, from: -1 }],
    ['review:choose-trust', 'a path', { path: '/etc/passwd' }],
    ['review:choose-key', 'a path', { path: '/etc/passwd' }],
    ['review:new-key', 'a folder', { code: bytes, again: bytes, folder: '/tmp' }],
    ['review:new-key', 'a code as text', { code: 'a code of mine', again: 'a code of mine' }],
    ['review:sign-off', 'a code as text', { decision: 'accepted', name: 'a', role: 'b', reasons: 'c', answers: [], code: '1234' }],
    ['review:sign-off', 'another decision', { decision: 'perhaps', name: 'a', role: 'b', reasons: 'c', answers: [], code: bytes }],
    ['review:sign-off', 'no name', { decision: 'refused', name: '', role: 'b', reasons: 'c', answers: [], code: bytes }],
    ['review:save-sign-off', 'a folder', { folder: '/tmp' }],
    ['ceremony:abandon', 'one person only', { first: 'a', firstCode: bytes, reason: 'x' }],
  ];
  it.each(channels)('registered handler: %s refuses each wrong form', async (channel) => {
    for (const [, what, request] of wrong.filter(([name]) => name === channel)) {
      expect(await app.probe({ ask: 'invoke', channel, args: [request], sender: honest }), what).toMatchObject(refused('ipc.request'));
    }
    expect(await app.probe({ ask: 'invoke', channel, args: [], sender: honest }), 'no argument').toMatchObject(refused('ipc.request'));
    expect(await app.probe({ ask: 'invoke', channel, args: [{}, {}], sender: honest }), 'two arguments').toMatchObject(refused('ipc.request'));
  });

  it('from the page itself: a PIN as text is refused and does not come back', async () => {
    const answer = await app.page.evaluate(() => window.keyrite['pin:enter']({ token: 'primary', pin: 'so', half: 0, value: 'S3cretPin' as unknown as Uint8Array }));
    expect(answer).toMatchObject(refused('ipc.request'));
    expect(JSON.stringify(answer)).not.toContain('S3cretPin');
    expect(app.output()).not.toContain('S3cretPin');
  });

  it('registered handler: a channel that the table does not have has no handler', async () => {
    await expect(app.probe({ ask: 'invoke', channel: 'shell:run', args: [{}], sender: honest })).rejects.toThrow(/No handler registered/);
  });

  it('the page is offered exactly the channels of the table and the one notification', async () => {
    expect((await app.page.evaluate(() => Object.keys(window.keyrite))).sort()).toEqual([...channels, 'onSnapshot'].sort());
  });
});
