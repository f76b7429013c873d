/** Set-up on a machine where packages are missing and nobody is root: it names them, says the exact command, and changes nothing. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { debianPackages } from '../../scripts/setup/debian-packages.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const nobody = 65534;
let place = '';

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'keyrite-set-up-'));
  chmodSync(place, 0o755);
  for (const folder of ['scripts', 'bin']) cpSync(path.join(root, folder), path.join(place, folder), { recursive: true });
  writeFileSync(path.join(place, 'package.json'), '{ "name": "place", "type": "module" }');
  mkdirSync(path.join(place, 'path'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** The only programs on the PATH of set-up, as shell scripts. */
function program(name: string, script: string): void {
  writeFileSync(path.join(place, 'path', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Runs set-up for `group` as nobody, on a copy of this Node that nobody may run. */
function setUp(group: string) {
  const node = path.join(place, 'node');
  cpSync(process.execPath, node, { dereference: true });
  const before = readdirSync(place, { recursive: true }).sort();
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const run = spawnSync(node, [path.join(place, 'scripts/setup.mjs'), '--for', group], { cwd: place, encoding: 'utf8', env: { PATH: path.join(place, 'path') }, ...identity });
  expect(readdirSync(place, { recursive: true }).sort()).toEqual(before);
  return run;
}

describe('set-up', () => {
  it('prints the exact command, with a reason for each package, where it is not root', () => {
    program('dpkg-query', "printf 'python3 installed\\nmake installed\\n'; exit 1");
    program('apt-get', 'echo apt-get ran; exit 0');
    const run = setUp('rehearse');
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain("sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends g++ softhsm2'");
    expect(run.stderr).toMatch(/softhsm2 +the PKCS#11 module/);
    expect(run.stderr).not.toContain('apt-get ran');
  });

  it('counts a removed package as missing', () => {
    program('dpkg-query', "printf 'python3 installed\\nmake installed\\ng++ installed\\nsofthsm2 config-files\\n'");
    expect(setUp('rehearse').stderr).toContain('--no-install-recommends softhsm2');
  });

  it('lists what is needed where there is no dpkg, and stops', () => {
    const run = setUp('test');
    expect(run.status).toBe(1);
    for (const { name, groups } of debianPackages) if (groups.includes('test')) expect(run.stderr).toContain(`  ${name} `);
  });

  it('stops where the checkout is not whole', () => {
    program('dpkg-query', `printf '${debianPackages.map(({ name }) => `${name} installed`).join('\\n')}\\n'`);
    symlinkSync('/bin/sh', path.join(place, 'path/sh'));
    const run = setUp('rehearse');
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('package-lock.json is missing');
  });

  it('knows its groups', () => {
    const run = setUp('everything');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('--for keyrite|rehearse|start|test');
  });
});

describe('the list of Debian packages', () => {
  it('names each package once, with a reason', () => {
    expect(new Set(debianPackages.map(({ name }) => name)).size).toBe(debianPackages.length);
    for (const { why } of debianPackages) expect(why.length).toBeGreaterThan(5);
  });
});
