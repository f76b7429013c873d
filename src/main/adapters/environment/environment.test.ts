import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentFinding } from '../../../core/ports/ports.ts';
import { systemClock } from './clock.ts';
import { createEnvironment } from './environment.ts';
import type { Probes } from './environment.ts';
import { findProgram, isUtc, swapAreas } from './machine.ts';
import { moduleFinding } from './module-file.ts';
import { interfacesUp } from './network.ts';
import { systemRandom } from './random.ts';

const good: Probes = { interfacesUp: () => [], zone: () => 'Etc/UTC', now: () => '2026-12-01T10:00:00.000Z', program: () => '/usr/bin/lp', swap: () => [], random: systemRandom };
/** A shared object for this machine, made of the ELF header of the program that runs the test. */
function sharedObject(path: string, change: (header: Buffer) => void = () => undefined): string {
  const header = Buffer.from(readFileSync(process.execPath).subarray(0, 4096));
  header.writeUInt16LE(3, 16);
  change(header);
  writeFileSync(path, header);
  return path;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-environment-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function findings(probes: Partial<Probes>, more: { mode?: 'rehearsal' | 'production'; paper?: boolean; modules?: readonly string[]; folder?: string } = {}): Promise<Readonly<Record<string, EnvironmentFinding>>> {
  const list = await createEnvironment('Keyrite test', { ...good, ...probes }).preflight({ modules: [], folder, ...more });
  return Object.fromEntries(list.map((f) => [f.id, f]));
}

describe('preflight', () => {
  it('passes on a machine as it should be', async () => {
    const module = sharedObject(join(folder, 'module.so'));
    const found = await findings({}, { modules: [module], paper: true, mode: 'production' });
    expect(Object.keys(found)).toEqual(['network', 'disk', 'clock', 'swap', 'printer', `module:${module}`]);
    expect(Object.values(found).filter((f) => f.status !== 'pass')).toEqual([]);
    expect(found[`module:${module}`]!.sentence).toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(readdirSync(folder)).toEqual(['module.so']);
  });

  it('a network that is up fails with its names, and warns in a rehearsal', async () => {
    const up = { interfacesUp: () => ['eth0', 'wlan0'] };
    expect((await findings(up))['network']).toEqual({ id: 'network', status: 'fail', sentence: 'A network is up: eth0, wlan0. Unplug its cable or switch it off.' });
    expect((await findings(up, { mode: 'production' }))['network']!.status).toBe('fail');
    expect((await findings(up, { mode: 'rehearsal' }))['network']!.status).toBe('warn');
  });

  it('a clock of another zone warns, one before its time fails', async () => {
    expect((await findings({ zone: () => 'Europe/London' }))['clock']!.status).toBe('warn');
    expect((await findings({ now: () => '1970-01-01T00:00:09.000Z' }))['clock']!.status).toBe('fail');
    expect((await findings({ now: () => '1970-01-01T00:00:09.000Z' }, { mode: 'rehearsal' }))['clock']!.status).toBe('warn');
  });

  it('a missing printer fails where paper is printed for real, and is not looked for where none is', async () => {
    const none = { program: () => null };
    expect((await findings(none, { paper: true, mode: 'production' }))['printer']!.status).toBe('fail');
    expect((await findings(none, { paper: true, mode: 'rehearsal' }))['printer']!.status).toBe('warn');
    expect((await findings(none))['printer']!.status).toBe('warn');
    expect((await findings(none, { paper: false }))['printer']).toBeUndefined();
  });

  it('swap warns', async () => {
    expect((await findings({ swap: () => ['/swapfile'] }))['swap']).toMatchObject({ status: 'warn', sentence: expect.stringContaining('/swapfile') as string });
  });

  it('a folder that is not there, or has no room, fails in a rehearsal too', async () => {
    expect((await findings({}, { folder: join(folder, 'none'), mode: 'rehearsal' }))['disk']).toMatchObject({ status: 'fail', sentence: expect.stringContaining('ENOENT') as string });
    const small = join(folder, 'small');
    mkdirSync(small);
    const answer = inNamespace(`mount -t tmpfs -o size=1m tmpfs "${small}"`, small);
    expect(answer).toMatchObject({ id: 'disk', status: 'fail' });
    expect(answer.sentence).toContain('1 MB free; 200 MB are needed');
    expect(inNamespace(`mount -t tmpfs -o size=300m,ro tmpfs "${small}"`, small).sentence).toContain('EROFS');
  });

  /** The disk finding on a mount of its own. */
  function inNamespace(mount: string, at: string): EnvironmentFinding {
    const code = `const { diskFinding } = await import('${new URL('./disk.ts', import.meta.url).href}'); console.log(JSON.stringify(diskFinding(${JSON.stringify(at)}, (n) => new Uint8Array(n))));`;
    const flags = process.getuid?.() === 0 ? '-m' : '-rm';
    return JSON.parse(execFileSync('unshare', [flags, 'sh', '-c', `${mount} && exec "$0" --input-type=module -e "$1"`, process.execPath, code], { encoding: 'utf8' })) as EnvironmentFinding;
  }
});

describe('a module file', () => {
  const status = (path: string, arch?: string): string => `${moduleFinding(path, arch).status} ${moduleFinding(path, arch).sentence}`;

  it('that is missing, a folder, a text, a program, or for another processor fails', () => {
    expect(status(join(folder, 'none.so'))).toMatch(/^fail .* is not there/);
    expect(status(folder)).toMatch(/^fail .* is not a file/);
    writeFileSync(join(folder, 'text.so'), 'not a module '.repeat(50));
    expect(status(join(folder, 'text.so'))).toMatch(/^fail .*not a program library/);
    writeFileSync(join(folder, 'empty.so'), '');
    expect(status(join(folder, 'empty.so'))).toMatch(/^fail .*not a program library/);
    expect(status(sharedObject(join(folder, 'program.so'), (h) => h.writeUInt16LE(2, 16)))).toMatch(/^fail .*not a shared library/);
    expect(status(sharedObject(join(folder, 'other.so'), (h) => h.writeUInt16LE(8, 18)))).toMatch(/^fail .*another processor/);
  });

  it('that anybody may replace warns', () => {
    const path = sharedObject(join(folder, 'module.so'));
    chmodSync(path, 0o666);
    expect(status(path)).toMatch(/^warn .*replaced by anybody/);
    chmodSync(path, 0o644);
    expect(status(path)).toMatch(/^pass/);
  });
});

describe('the network', () => {
  it('is read from the kernel flags: up without an address counts, loopback and down do not, the unreadable counts as up', () => {
    const flags: Readonly<Record<string, string>> = { lo: '0x9', eth0: '0x1003', wlan0: '0x1002', tun7: '0x1' };
    for (const [name, value] of Object.entries(flags)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'flags'), value);
    }
    mkdirSync(join(folder, 'odd0'));
    writeFileSync(join(folder, 'bonding_masters'), '');
    const up = interfacesUp(folder);
    for (const name of ['eth0', 'tun7', 'odd0']) expect(up).toContain(name);
    for (const name of ['lo', 'wlan0', 'bonding_masters']) expect(up).not.toContain(name);
  });

  it('is told in one sentence', () => {
    expect(createEnvironment('x', good).offline()).toEqual({ ok: true, sentence: 'No network interface is up.' });
    expect(createEnvironment('x', { ...good, interfacesUp: () => ['eth0'] }).offline().ok).toBe(false);
  });
});

describe('facts', () => {
  it('name the application, the system and the network, in short texts', () => {
    const facts = createEnvironment('Keyrite 9.9.9', { ...good, interfacesUp: () => ['eth0'] }).facts();
    expect(facts).toMatchObject({ application: 'Keyrite 9.9.9', arch: process.arch, clockZone: 'Etc/UTC', network: 'eth0' });
    expect(facts['runtime']).toContain(`Node ${process.versions.node}`);
    for (const value of Object.values(facts)) expect(value).toMatch(/^.{1,200}$/);
    expect(createEnvironment('x', good).facts()['network']).toBe('none');
  });

  it('the zone is UTC only by a name that means it all year', () => {
    expect(['UTC', 'Etc/UTC', 'Etc/Zulu', 'Etc/GMT'].map(isUtc)).toEqual([true, true, true, true]);
    expect(['Europe/London', 'Atlantic/Reykjavik', 'Etc/GMT+1', ''].map(isUtc)).toEqual([false, false, false, false]);
  });

  it('swap areas are listed, compressed memory is not', () => {
    writeFileSync(join(folder, 'swaps'), 'Filename\tType\tSize\n/dev/zram0 partition 1 0 -2\n/swapfile file 9 0 -3\n');
    expect(swapAreas(join(folder, 'swaps'))).toEqual(['/swapfile']);
    expect(swapAreas(join(folder, 'none'))).toEqual([]);
  });

  it('a program is found on the path, and a file that is not executable is not one', () => {
    writeFileSync(join(folder, 'lp'), '#!/bin/sh\n');
    expect(findProgram('lp', `/nowhere:${folder}`)).toBeNull();
    chmodSync(join(folder, 'lp'), 0o755);
    expect(findProgram('lp', `/nowhere::${folder}`)).toBe(join(folder, 'lp'));
    copyFileSync(join(folder, 'lp'), join(folder, 'other'));
    expect(findProgram('none', folder)).toBeNull();
  });
});

describe('clock and random bytes', () => {
  it('the clock is UTC in milliseconds, the count is whole and never goes back', () => {
    expect(systemClock.utc()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const counts = Array.from({ length: 1000 }, () => systemClock.monotonic());
    expect(counts.every((n, i) => Number.isInteger(n) && (i === 0 || n >= counts[i - 1]!))).toBe(true);
  });

  it('random bytes have the length asked for, memory of their own, and differ', () => {
    expect(systemRandom(0)).toHaveLength(0);
    const [a, b] = [systemRandom(32), systemRandom(32)];
    expect(a).not.toEqual(b);
    expect(a.buffer.byteLength).toBe(32);
    for (const length of [-1, 1.5, 65_537, Number.NaN]) expect(() => systemRandom(length)).toThrow(RangeError);
  });
});
