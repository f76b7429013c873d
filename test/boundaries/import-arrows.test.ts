/** Each import rule is seen to bite: a small tree that breaks every rule once is checked with the project's own configuration. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const configFile = path.join(root, '.dependency-cruiser.cjs');
const ruleNames = (createRequire(import.meta.url)(configFile) as { forbidden: { name: string }[] }).forbidden.map((rule) => rule.name);

/** What each file of the tree imports, and the rule that must name it; null where the import is allowed. */
const cases: readonly { readonly file: string; readonly code: string; readonly rule: string | null }[] = [
  { file: 'src/core/leaf.ts', code: "import { z } from 'zod'; export const leaf = z;", rule: null },
  { file: 'src/core/hash.ts', code: "import { sha256 } from '@noble/hashes/sha2.js'; export { sha256 };", rule: null },
  { file: 'src/core/plan/read.ts', code: "import { parse } from 'yaml'; export { parse };", rule: null },
  { file: 'src/core/shares/split.ts', code: "import { split } from 'shamir-secret-sharing'; export { split };", rule: null },
  { file: 'src/core/leaf.test.ts', code: "import { readFileSync } from 'node:fs'; import './leaf.ts'; readFileSync('x');", rule: null },
  { file: 'src/contract/table.ts', code: "import type { leaf } from '../core/leaf.ts'; import 'zod'; export type T = typeof leaf;", rule: null },
  { file: 'src/renderer/screen.ts', code: "import type { T } from '../contract/table.ts'; import 'react'; export type U = T;", rule: null },
  { file: 'src/preload/index.ts', code: "import 'electron'; import '../contract/table.ts';", rule: null },
  { file: 'src/main/index.ts', code: "import 'electron'; import 'node:fs'; import '../core/leaf.ts'; import '../contract/table.ts';", rule: null },
  { file: 'src/main/adapters/hsm/load.ts', code: "import 'pkcs11js';", rule: null },
  { file: 'src/main/adapters/store/file.ts', code: "import 'better-sqlite3';", rule: null },
  { file: 'src/main/review.ts', code: "import '../verifier/index.ts'; import '../exports/view.ts';", rule: null },
  { file: 'src/main/unbound.ts', code: "import 'node:fs'; export const unbound = 1;", rule: null },
  { file: 'src/verifier/index.ts', code: "import 'node:fs'; import '../core/leaf.ts';", rule: null },
  { file: 'src/exports/view.ts', code: "import '../core/leaf.ts';", rule: null },
  { file: 'src/importer/write.ts', code: "import '../core/leaf.ts'; import '../verifier/index.ts'; import './postgresql/store.ts'; import './sqlite/store.ts';", rule: null },
  { file: 'src/importer/postgresql/store.ts', code: "import 'pg';", rule: null },
  { file: 'src/importer/sqlite/store.ts', code: "import 'better-sqlite3';", rule: null },
  { file: 'src/cli/take.ts', code: "import '../importer/write.ts';", rule: null },
  { file: 'src/cli/verify.ts', code: "import '../verifier/index.ts';", rule: null },
  { file: 'src/cli/rehearse.ts', code: "import '../main/adapters/hsm/load.ts';", rule: null },
  { file: 'src/shell/types.ts', code: "import type { App } from 'electron'; export type A = App;", rule: null },

  { file: 'src/core/to-main.ts', code: "import type { unbound } from '../main/unbound.ts'; export type U = typeof unbound;", rule: 'core-arrow' },
  { file: 'src/contract/to-main.ts', code: "import '../main/unbound.ts';", rule: 'contract-arrow' },
  { file: 'src/renderer/to-core.ts', code: "import type { leaf } from '../core/leaf.ts'; export type L = typeof leaf;", rule: 'renderer-arrow' },
  { file: 'src/preload/to-main.ts', code: "import '../main/unbound.ts';", rule: 'preload-arrow' },
  { file: 'src/main/to-cli.ts', code: "import '../cli/verify.ts';", rule: 'main-arrow' },
  { file: 'src/verifier/to-contract.ts', code: "import '../contract/table.ts';", rule: 'verifier-arrow' },
  { file: 'src/exports/to-verifier.ts', code: "import '../verifier/index.ts';", rule: 'exports-arrow' },
  { file: 'src/importer/to-main.ts', code: "import '../main/unbound.ts';", rule: 'importer-arrow' },
  { file: 'src/importer/to-exports.ts', code: "import '../exports/view.ts';", rule: 'importer-arrow' },
  { file: 'src/importer/with-pdf.ts', code: "import 'pdfkit';", rule: 'importer-packages' },
  { file: 'src/cli/import.ts', code: "import '../main/adapters/hsm/load.ts';", rule: 'import-never-device' },
  { file: 'src/importer/with-sqlite.ts', code: "import 'better-sqlite3';", rule: 'better-sqlite3-only-there' },
  { file: 'src/importer/with-server.ts', code: "import 'pg';", rule: 'pg-only-there' },
  { file: 'src/cli/to-shell.ts', code: "import '../shell/types.ts';", rule: 'cli-arrow' },
  { file: 'src/shell/to-main.ts', code: "import '../main/unbound.ts';", rule: 'shell-arrow' },
  { file: 'src/core/with-fs.ts', code: "import 'node:fs';", rule: 'core-no-platform' },
  { file: 'src/contract/with-fs.ts', code: "import 'fs';", rule: 'core-no-platform' },
  { file: 'src/core/with-react.ts', code: "import 'react';", rule: 'core-packages' },
  { file: 'src/core/ceremony/with-yaml.ts', code: "import 'yaml';", rule: 'yaml-in-plan' },
  { file: 'src/main/with-shamir.ts', code: "import 'shamir-secret-sharing';", rule: 'shamir-in-shares' },
  { file: 'src/contract/with-noble.ts', code: "import '@noble/hashes/sha2.js';", rule: 'contract-packages' },
  { file: 'src/verifier/with-pdf.ts', code: "import 'pdfkit';", rule: 'verifier-packages' },
  { file: 'src/verifier/with-native.ts', code: "import 'pkcs11js';", rule: 'verify-never-native' },
  { file: 'src/cli/window.ts', code: "import '../main/index.ts';", rule: 'cli-never-electron' },
  { file: 'src/exports/with-electron.ts', code: "import type { App } from 'electron'; export type A = App;", rule: 'electron-only-there' },
  { file: 'src/shell/with-electron.ts', code: "import 'electron';", rule: 'shell-electron-types' },
  { file: 'src/main/adapters/carriers/card.ts', code: "import 'pkcs11js';", rule: 'pkcs11js-only-there' },
  { file: 'src/cli/export.ts', code: "import 'better-sqlite3';", rule: 'better-sqlite3-only-there' },
  { file: 'src/cli/export-types.ts', code: "import type { Database } from 'better-sqlite3'; export type D = Database;", rule: 'better-sqlite3-only-there' },
  { file: 'src/main/with-test.ts', code: "import '../core/leaf.test.ts';", rule: 'no-tests-in-source' },
  { file: 'src/main/with-dev.ts', code: "import 'react';", rule: 'no-dev-packages' },
  { file: 'src/main/with-stranger.ts', code: "import 'stranger';", rule: 'no-undeclared-packages' },
  { file: 'src/main/with-nothing.ts', code: "import './gone.ts';", rule: 'no-unresolved' },
  { file: 'src/main/one.ts', code: "import { two } from './two.ts'; export const one = 1; export const x = two;", rule: 'no-cycles' },
  { file: 'src/main/two.ts', code: "import type { one } from './one.ts'; export const two = 2; export type O = typeof one;", rule: null },
  { file: 'src/main/forgotten.ts', code: 'export const forgotten = 1;', rule: 'no-orphans' },
];

const dependencies = ['zod', '@noble/hashes', 'yaml', 'shamir-secret-sharing', 'pdfkit', 'pkcs11js', 'better-sqlite3', 'pg'];
const devDependencies = ['react', 'electron'];
const declared = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let tree = '';
let violations: readonly Violation[] = [];

function write(file: string, text: string): void {
  const where = path.join(tree, file);
  mkdirSync(path.dirname(where), { recursive: true });
  writeFileSync(where, text);
}

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), 'keyrite-arrows-'));
  write('package.json', JSON.stringify({ name: 'tree', type: 'module', dependencies: declared(dependencies), devDependencies: declared(devDependencies) }));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'ESNext', moduleResolution: 'Bundler', allowImportingTsExtensions: true, noEmit: true } }));
  for (const name of [...dependencies, ...devDependencies, 'stranger']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  write('node_modules/@noble/hashes/sha2.js', '');
  for (const { file, code } of cases) write(file, code);
  const run = spawnSync(process.execPath, [path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', configFile, '--output-type', 'json', 'src'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(run.stderr).toBe('');
  violations = (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('import rules', () => {
  it.each(cases.filter((entry) => entry.rule !== null))('$rule names $file', ({ file, rule }) => {
    expect(violations.filter((found) => found.from === file).map((found) => found.rule.name)).toContain(rule);
  });

  it.each(cases.filter((entry) => entry.rule === null))('nothing is said of $file', ({ file }) => {
    expect(violations.filter((found) => found.from === file)).toEqual([]);
  });

  it('every rule has a case here', () => {
    const tried = new Set(cases.map((entry) => entry.rule));
    expect(ruleNames.filter((name) => !tried.has(name))).toEqual([]);
  });
});
