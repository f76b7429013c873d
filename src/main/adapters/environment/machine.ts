/** Facts of the machine for the record: what ran, on what. Names no person, and reads no secret. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { hostname, release, totalmem, type } from 'node:os';
import { delimiter, join } from 'node:path';

/** Text of a small file, or null where there is none. */
function readOr(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The clock's zone as the system names it, e.g. "Etc/UTC". */
export function clockZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Zone names that mean UTC all year (IANA time zone database, etcetera and backward). London and Reykjavik do not count: they only agree with it, some of the time. */
const utcNames: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'UCT', 'Etc/Universal', 'Universal', 'Etc/Zulu', 'Zulu', 'Etc/GMT', 'GMT']);

export function isUtc(zone: string): boolean {
  return utcNames.has(zone);
}

/** Facts by name; values are short texts. */
export function machineFacts(application: string): Readonly<Record<string, string>> {
  const distribution = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readOr('/etc/os-release') ?? '')?.[1];
  const { node, v8, openssl, electron, chrome } = process.versions;
  const runtime = [['Electron', electron], ['Chromium', chrome], ['Node', node], ['V8', v8], ['OpenSSL', openssl]].flatMap(([name, version]) => (version === undefined ? [] : [`${name ?? ''} ${version}`]));
  return {
    application,
    runtime: runtime.join(', '),
    os: distribution ?? type(),
    kernel: `${type()} ${release()}`,
    arch: process.arch,
    machine: hostname(),
    memory: `${String(Math.round(totalmem() / 2 ** 20))} MB`,
    clockZone: clockZone(),
  };
}

/** Whether memory may be written to a disk by the system: swap areas in use, by name. */
export function swapAreas(table = '/proc/swaps'): readonly string[] {
  return (readOr(table) ?? '').split('\n').slice(1).flatMap((line) => {
    const name = /^\S+/.exec(line)?.[0];
    // zram keeps what is swapped in memory, compressed.
    return name === undefined || name.startsWith('/dev/zram') ? [] : [name];
  });
}

/** Path of a program on `path`, or null. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      continue;
    }
  }
  return null;
}
