/** Starts the built application on the system's Chromium, for rehearsals and tests. Must never open a port, and never leave a process behind. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import type { FromHost, FromLauncher, Probe } from './wire.ts';
import { followed } from './wire.ts';

export interface ShellOptions {
  /** Holds main/index.js, preload/, renderer/. */
  readonly outDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly headless: boolean;
  /** A video (y4m, mjpeg) that stands for the camera. */
  readonly camera?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Each chunk that main writes to standard output or error; default: this process's standard error. */
  readonly onOutput?: (text: string) => void;
}

export interface LaunchedShell {
  readonly page: Page;
  readonly mainProcess: ChildProcess;
  /** Quits as a person would; resolves when all processes are gone. */
  close(): Promise<void>;
  /** Ends main at once (SIGKILL), as a crash does; Chromium follows. */
  kill(): void;
  /** Resolves with main's exit code (null: by signal) when everything is gone. */
  readonly exited: Promise<number | null>;
  probe(probe: Probe): Promise<unknown>;
}

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function findChromium(): string {
  const found = [process.env['KEYRITE_CHROMIUM'], ...executables].find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('No Chromium was found. Install it with: sudo apt-get install --no-install-recommends chromium');
  return found;
}

async function openChromium(options: ShellOptions, switches: readonly string[], profile: string): Promise<BrowserContext> {
  const size = options.size ?? { width: 1440, height: 900 };
  return chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: options.headless,
    // As root Chromium has no sandbox to offer; everyone else keeps it.
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: options.headless ? size : null,
    acceptDownloads: false,
    // A window without tabs and address bar: the address that Playwright would open beside --app would bring them back.
    ignoreDefaultArgs: options.headless ? [] : ['about:blank'],
    args: [
      ...switches,
      ...(options.headless ? [] : ['--app=data:text/html,', '--test-type', `--window-size=${size.width},${size.height}`]),
      ...(options.camera === undefined ? [] : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${options.camera}`]),
    ],
  });
}

/** Answers the host's commands from the page's CDP session and forwards what it follows. */
function relay(host: ChildProcess, context: BrowserContext, page: Page, session: CDPSession, shown: () => void): void {
  const send = (message: FromLauncher): void => {
    if (host.connected) host.send(message, () => undefined);
  };
  for (const method of followed) session.on(method, (params: unknown) => send({ kind: 'event', method, params }));
  context.on('page', (popup) => {
    send({ kind: 'popup', url: popup.url() });
    popup.close().catch(() => undefined);
  });
  page.on('close', () => send({ kind: 'page-closed' }));
  host.on('message', (message: FromHost) => {
    if (message.kind === 'cdp') {
      (session.send(message.method as 'Page.enable', message.params as never) as Promise<unknown>).then(
        (result) => send({ kind: 'answer', id: message.id, result }),
        (error: unknown) => send({ kind: 'answer', id: message.id, error: error instanceof Error ? error.message : String(error) }),
      );
    } else if (message.kind === 'permissions') {
      context.grantPermissions([...message.granted], { origin: message.origin }).catch(() => undefined);
    } else if (message.kind === 'shown') shown();
  });
  send({ kind: 'launched' });
}

function startHost(options: ShellOptions): ChildProcess {
  const output = options.onOutput ?? ((text: string) => void process.stderr.write(text));
  const host = fork(new URL('./host.ts', import.meta.url), [join(options.outDir, 'main', 'index.js'), ...(options.args ?? [])], {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [host.stdout, host.stderr]) stream?.setEncoding('utf8').on('data', output);
  return host;
}

/** Resolves when the page has been shown; rejects where main ends before that (its last lines are in the message). */
export async function launchShell(options: ShellOptions): Promise<LaunchedShell> {
  let tail = '';
  const output = options.onOutput ?? ((text: string) => void process.stderr.write(text));
  const host = startHost({ ...options, onOutput: (text) => {
    tail = (tail + text).slice(-2000);
    output(text);
  } });
  const gone = new Promise<number | null>((resolve) => host.once('close', (code) => resolve(code)));
  const ended = gone.then((code) => {
    throw new Error(`the application ended before its page was shown (${code === null ? 'signal' : `exit ${code}`})\n${tail}`);
  });
  ended.catch(() => undefined);
  const switches = new Promise<readonly string[]>((resolve) => {
    host.on('message', (message: FromHost) => {
      if (message.kind === 'launch') resolve(message.switches);
    });
  });
  const profile = await mkdtemp(join(tmpdir(), 'keyrite-shell-'));
  let context: BrowserContext | null = null;
  const exited = gone.then(async (code) => {
    await context?.close().catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    return code;
  });
  try {
    context = await openChromium(options, await Promise.race([switches, ended]), profile);
    const page = context.pages()[0] ?? (await context.newPage());
    const session = await context.newCDPSession(page);
    const shown = Promise.withResolvers<undefined>();
    relay(host, context, page, session, () => shown.resolve(undefined));
    await Promise.race([shown.promise, ended]);
    return { page, mainProcess: host, exited, probe: prober(host), kill: () => void host.kill('SIGKILL'), close: () => close(host, exited) };
  } catch (error) {
    host.kill('SIGKILL');
    await exited;
    throw error;
  }
}

async function close(host: ChildProcess, exited: Promise<number | null>): Promise<void> {
  if (host.connected) host.send({ kind: 'quit' } satisfies FromLauncher, () => undefined);
  const late = setTimeout(() => host.kill('SIGKILL'), 20_000);
  await exited;
  clearTimeout(late);
}

function prober(host: ChildProcess): LaunchedShell['probe'] {
  let last = 0;
  return (probe) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const heard = (message: FromHost): void => {
        if (message.kind !== 'probed' || message.id !== id) return;
        host.off('message', heard);
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(message.error));
      };
      host.on('message', heard);
      host.send({ kind: 'probe', id, probe } satisfies FromLauncher);
    });
}
