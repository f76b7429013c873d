/** For tests: a PostgreSQL server of their own, in a temporary folder, reached by a socket in it and by no network. Never touches a server that is there already. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cluster {
  /** Folder of the socket: only root and the server's account may enter it, so nobody else reaches the server. */
  readonly socket: string;
  stop(): Promise<void>;
}

const ADMIN = 'admin';

/** The folder of initdb and postgres, newest version first; Debian keeps them off the PATH. */
function programs(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)).map((v) => join(debian, v, 'bin')) : [];
  const found = [...versions, ...(process.env['PATH'] ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found === undefined) throw new Error('PostgreSQL is not installed: neither initdb nor postgres was found. `npm run setup` installs the Debian package postgresql.');
  return found;
}

/** PostgreSQL refuses root: then the account that Debian's package makes, or nobody. */
function account(): { readonly uid: number; readonly gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const line = ['postgres', 'nobody'].map((name) => readFileSync('/etc/passwd', 'utf8').split('\n').find((l) => l.startsWith(`${name}:`))).find((l) => l !== undefined);
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error('There is no account to run PostgreSQL under: neither postgres nor nobody is in /etc/passwd.');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Resolves when the server says that it is ready; rejects, with its own words, when it ends before. */
async function ready(server: ChildProcess, words: () => string): Promise<void> {
  const ended = once(server, 'exit').then(() => Promise.reject(new Error(`PostgreSQL did not start:\n${words()}`)));
  const isReady = new Promise<void>((resolve) => {
    server.stderr!.on('data', () => {
      if (words().includes('database system is ready to accept connections')) resolve();
    });
  });
  await Promise.race([isReady, ended]);
  ended.catch(() => undefined);
}

/** Starts a server with an empty cluster; its administrator is "admin"; `durable` where it is to wait for the disk as a real one does. Throws an Error with the reason where it cannot be had. */
export async function startCluster({ durable = false }: { readonly durable?: boolean } = {}): Promise<Cluster> {
  const bin = programs();
  const identity = account();
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-pg-'));
  const socket = join(folder, 'socket');
  mkdirSync(socket);
  if ('uid' in identity) for (const path of [folder, socket]) chownSync(path, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  try {
    // Trust is for whoever can enter the folder of the socket, and there is no other way in.
    const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', ADMIN, '--auth=trust', '--encoding=UTF8', '--no-sync'], { cwd: folder, env, encoding: 'utf8', ...identity });
    if (made.status !== 0) throw new Error(`initdb ended with ${String(made.status ?? made.error)}:\n${made.stdout}${made.stderr}`);
    // What a power cut of the machine leaves is not tried in tests, so there nothing waits for the disk.
    // Not pg_ctl: as a child of the tests, in their process group, the server ends with them whatever ends them.
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', socket, '-c', 'listen_addresses=', '-c', `fsync=${durable ? 'on' : 'off'}`, '-c', 'max_connections=40'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'], ...identity });
    let said = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
    await ready(server, () => said);
    return {
      socket,
      async stop() {
        // SIGINT: fast shutdown (postgres(1)).
        const ended = once(server, 'exit');
        if (server.exitCode === null) {
          server.kill('SIGINT');
          await ended;
        }
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The address of a database on the server in `socket`. */
export function addressOf(socket: string, database: string, user = ADMIN): string {
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(socket)}`.replace('@/', '@localhost/');
}
