/** The package @keyrite/verifier is usable alone: packed, installed without a network into an empty folder, run by the machine's own Node and by ours, and its types need no package. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../../scripts/setup/build.mjs';
import { checkScript } from '../../scripts/verifier-package/check-script.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'test/vectors/keyrite-bundle-1/bundle');
let folder: string;

/** Without this project's own Node in front: what a stranger has. */
const machinePath = (process.env['PATH'] ?? '').split(path.delimiter).filter((part) => !part.startsWith(path.join(root, 'node_modules'))).join(path.delimiter);

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly out: string } {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { PATH: machinePath, HOME: folder, npm_config_cache: path.join(folder, 'cache'), npm_config_offline: 'true', ...env } });
  if (done.error) throw done.error;
  return { status: done.status, out: `${done.stdout}${done.stderr}` };
}

beforeAll(async () => {
  await ensureBuild();
  folder = mkdtempSync(path.join(tmpdir(), 'keyrite-verifier-package-'));
  expect(run('npm', ['pack', path.join(root, 'out/verifier'), '--pack-destination', folder])).toMatchObject({ status: 0 });
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "online-system", "private": true, "type": "module" }');
  expect(run('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`])).toMatchObject({ status: 0 });
  writeFileSync(path.join(folder, 'check.mjs'), checkScript);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('brings nothing with it', () => {
    expect(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@keyrite']);
    expect(readdirSync(path.join(folder, 'node_modules/@keyrite'))).toEqual(['verifier']);
    expect(readFileSync(path.join(folder, 'node_modules/@keyrite/verifier/THIRD-PARTY.txt'), 'utf8')).toMatch(/@noble\/curves[\s\S]*fflate[\s\S]*yaml[\s\S]*zod/);
  });

  it.each([['the machine’s Node', 'node'], ['our Node', process.execPath]])('verifies a bundle and streams its events on %s', (_what, node) => {
    expect(JSON.parse(run(node, ['check.mjs', bundle]).out)).toMatchObject({ verdict: 'valid', findings: 0, events: 65, last: 'record.ended', leaf: '32358736f3edb76af958ad9424cd73a03ac9e9e9dab38bafac495b7fd1434a27' });
  });

  it('has a command of its own', () => {
    const { status, out } = run('npx', ['--no-install', 'keyrite-verify', bundle, '--json']);
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ keyriteVerify: 1, exit: 3, verdict: 'valid' });
    expect(run('npx', ['--no-install', 'keyrite-verify', '--page']).out).toMatch(/verify\.html\nSHA-256 [0-9a-f]{64}\n$/);
  });

  it('has a library that loads nothing of Node, so that a browser can', () => {
    const at = path.join(folder, 'node_modules/@keyrite/verifier');
    const seen = new Set<string>();
    const walk = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, target = ''] of readFileSync(path.join(at, file), 'utf8').matchAll(/^(?:import|export)\b[^;]*?["']([^"'\n]+)["'];/gm)) {
        expect(target, file).toMatch(/^\.\//);
        walk(target.slice(2));
      }
    };
    walk('index.js');
    expect(seen.size).toBeGreaterThan(1);
  });

  it('has types that need no other package, and narrow an event by its type', () => {
    mkdirSync(path.join(folder, 'src'), { recursive: true });
    writeFileSync(path.join(folder, 'src/user.ts'), `
      import { eventsOf, judge } from '@keyrite/verifier';
      import type { BundleSource, Trust } from '@keyrite/verifier';
      export async function keys(source: BundleSource, trust: Trust): Promise<string[]> {
        const judged = await judge(source, { trust });
        const found: string[] = [];
        if (judged.kind !== 'whole' || judged.verified === null) return found;
        for await (const one of eventsOf(judged.verified)) if (one.type === 'key.generated') found.push(one.event.evidence.purpose satisfies 'root-signing' | 'signing' | 'master-wrapping' | 'key-wrapping' | 'data-encryption');
        // @ts-expect-error a plan has no such field, so it is not of type any
        judged.verified.plan.nothing;
        return found;
      }`);
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, noEmit: true, target: 'ES2022', module: 'NodeNext', lib: ['ES2022'], types: [], skipLibCheck: false, exactOptionalPropertyTypes: true }, include: ['src'] }));
    expect(run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'])).toEqual({ status: 0, out: '' });
  });
});
