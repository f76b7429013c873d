/** The built application's life in the shell: start, a crash of the page, a crash of main, a second instance, an unknown argument; and nothing left behind. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtFolder, root } from '../e2e/hosts/host.ts';
import { launchInShell } from '../e2e/hosts/shell-host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-life-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const launch = (more: object = {}): ReturnType<typeof launchInShell> => launchInShell({ outDir: builtFolder(), config: folder, args: [`--ceremonies=${join(folder, 'ceremonies')}`], ...more });
const profiles = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('keyrite-shell-'));
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('shows the page, answers, and quits with code 0, leaving no process, lock or profile', async () => {
  const before = profiles();
  const app = await launch();
  expect(await app.page.evaluate(() => window.keyrite['ceremony:snapshot']({}))).toBeNull();
  const { pid } = app.mainProcess;
  await app.close();
  expect([app.mainProcess.exitCode, alive(pid!)]).toEqual([0, false]);
  expect(profiles().filter((name) => !before.includes(name))).toEqual([]);
  expect(existsSync(join(folder, 'keyrite', 'shell.lock'))).toBe(false);
});

it('quits when the window is closed', async () => {
  const app = await launch();
  await app.page.close();
  await expect.poll(() => app.mainProcess.exitCode, { timeout: 30_000 }).toBe(0);
  await app.close();
});

it('Chromium ends when main is killed, and the next start takes the dead one\'s lock over', async () => {
  const app = await launch();
  const browserGone = new Promise((resolve) => app.page.context().once('close', resolve));
  await app.kill();
  await browserGone;
  expect(app.mainProcess.signalCode).toBe('SIGKILL');
  const next = await launch();
  expect(await next.page.evaluate(() => window.keyrite['app:info']({}))).toMatchObject({ host: 'shell' });
  await next.close();
});

it('a second instance over the same data ends, and the first goes on', async () => {
  const app = await launch();
  await expect(launch()).rejects.toThrow('ended before its page was shown (exit 0)');
  expect(await app.page.evaluate(() => window.keyrite['app:info']({}))).toMatchObject({ host: 'shell' });
  await app.close();
});

it('a page whose process crashed is loaded again, with its bridge', async () => {
  const app = await launch();
  const session = await app.page.context().newCDPSession(app.page);
  session.send('Page.crash').catch(() => undefined);
  await expect.poll(() => app.output(), { timeout: 30_000 }).toContain("the page's process is gone: crashed");
  // Playwright gives a crashed page up; its CDP session sees the new one.
  const bridge = (): Promise<unknown> => session.send('Runtime.evaluate', { expression: "location.pathname + ' ' + typeof window.keyrite" }).then(({ result }) => result.value as unknown, () => null);
  await expect.poll(bridge, { timeout: 30_000 }).toBe('/index.html object');
  await app.close();
});

it('outside Electron a production plan is refused, the same plan as a rehearsal is not, and nothing is written', async () => {
  const app = await launch();
  const text = readFileSync(join(root, 'resources/plans/hyok-3-of-5.yaml'), 'utf8');
  const begin = (mode: string): Promise<unknown> =>
    app.page.evaluate((plan) => window.keyrite['ceremony:begin']({ name: 'plan.yaml', text: plan }), text.replace(/^mode: .*$/m, `mode: ${mode}`));
  expect(await begin('production')).toMatchObject({ ok: false, refusal: { code: 'ceremony.production-refused' } });
  expect(existsSync(join(folder, 'ceremonies'))).toBe(false);
  expect(await begin('rehearsal')).toMatchObject({ ok: true });
  await app.close();
});

it('the camera is given to the page, and no microphone with it', async () => {
  const camera = join(folder, 'camera.y4m');
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(64 * 64 * 1.5, 128)]);
  writeFileSync(camera, Buffer.concat([Buffer.from('YUV4MPEG2 W64 H64 F10:1 C420\n'), frame, frame]));
  const app = await launch({ camera });
  const ask = (what: MediaStreamConstraints): Promise<string> =>
    app.page.evaluate((asked) => navigator.mediaDevices.getUserMedia(asked).then((stream) => stream.getTracks().map((track) => track.kind).join(), (error: unknown) => (error as Error).name), what);
  expect(await ask({ video: true })).toBe('video');
  expect(await ask({ audio: true })).toBe('NotAllowedError');
  expect(await ask({ video: true, audio: true })).toBe('NotAllowedError');
  await app.close();
});

it('the command refuses an argument that it does not know, and says where there is no display', async () => {
  const run = (args: readonly string[], env: object): Promise<{ code: number; stderr: string }> =>
    promisify(execFile)(process.execPath, [join(root, 'src/shell/run.ts'), ...args], { env: { PATH: process.env['PATH'], ...env } }).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: unknown) => error as { code: number; stderr: string },
    );
  expect(await run(['--', '--remote-debugging-port=1'], {})).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown argument --remote-debugging-port=1') as string });
  expect(await run([], {})).toMatchObject({ code: 2, stderr: expect.stringMatching(/no display|not built/) as string });
});

/** Inodes of the sockets that `pid` and all its descendants hold. */
function socketsOf(pid: number): ReadonlySet<string> {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => {
    const stat = attempt(() => readFileSync(`/proc/${name}/stat`, 'utf8'), '');
    return [Number(name), Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2])] as const;
  });
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child);
  }
  const links = [...family].flatMap((one) => attempt(() => readdirSync(`/proc/${one}/fd`), []).map((fd) => attempt(() => readlinkSync(`/proc/${one}/fd/${fd}`), '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

/** Internet sockets of any kind and state among `inodes`. */
function internet(inodes: ReadonlySet<string>): readonly string[] {
  const lines = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((kind) => readFileSync(`/proc/net/${kind}`, 'utf8').split('\n').slice(1).map((line) => `${kind} ${line.trim()}`));
  return lines.filter((line) => inodes.has(line.split(/\s+/)[10] ?? ''));
}

it('neither main nor Chromium nor this test holds an internet socket, listening or connected', async () => {
  const control = createServer();
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  expect(internet(socketsOf(process.pid))).toHaveLength(1);
  await new Promise((resolve) => control.close(resolve));
  const app = await launch();
  await app.page.evaluate(() => window.keyrite['app:info']({}));
  expect(internet(socketsOf(process.pid))).toEqual([]);
  await app.close();
});
