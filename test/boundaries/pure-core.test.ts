/** The core and the contract see no Node and no browser, by types; what types allow and a ceremony forbids, by lint. Both are seen to refuse. */
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** What TypeScript says of `code` as a file of `folder`, under the area's own configuration. */
function typeErrors(config: string, folder: string, code: string): readonly string[] {
  const parsed = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(root, config), (file) => ts.sys.readFile(file)).config, ts.sys, root);
  const probe = path.join(root, folder, 'probe.ts');
  const options = { ...parsed.options, incremental: false };
  delete options.tsBuildInfoFile;
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target, ...rest) => (name === probe ? ts.createSourceFile(name, code, target) : read(name, target, ...rest));
  const declarations = parsed.fileNames.filter((name) => name.endsWith('.d.ts'));
  const program = ts.createProgram([probe, ...declarations], options, host);
  const source = program.getSourceFile(probe);
  return ts.getPreEmitDiagnostics(program, source).map((found) => ts.flattenDiagnosticMessageText(found.messageText, ' '));
}

/** Rule ids of lint for `code` as the file `file`; rules that need types are left to `npm run lint`. */
async function lintErrors(file: string, code: string): Promise<readonly string[]> {
  const eslint = new ESLint({ cwd: root, overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], ...(tseslint.configs.disableTypeChecked as object) }] });
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return result!.messages.map((message) => message.ruleId ?? message.message);
}

describe('types of the core', () => {
  it.each([
    'export const a = process.pid;',
    'export const a = Buffer.alloc(1);',
    'console.log(1);',
    'setTimeout(() => undefined, 1);',
    'export const a = fetch("x");',
    'export const a = crypto.randomUUID();',
    'export const a = performance.now();',
    'export const a = document.body;',
    'export const a = window;',
    "import { readFileSync } from 'node:fs'; export const a = readFileSync;",
  ])('refuse %s', (code) => {
    expect(typeErrors('tsconfig.core.json', 'src/core', code)).not.toEqual([]);
  });

  it('allow the language and the text encodings', () => {
    expect(typeErrors('tsconfig.core.json', 'src/core', "export const a = new TextEncoder().encode('x'); export const b = new Date(0).toISOString();")).toEqual([]);
  });

  it('keep the DOM out of main, and Node out of the window', () => {
    expect(typeErrors('tsconfig.node.json', 'src/main', 'export const a = document.body;')).not.toEqual([]);
    expect(typeErrors('tsconfig.node.json', 'src/main', 'export const a = process.pid;')).toEqual([]);
    expect(typeErrors('tsconfig.renderer.json', 'src/renderer', 'export const a = process.pid;')).not.toEqual([]);
    expect(typeErrors('tsconfig.renderer.json', 'src/renderer', 'export const a = document.body;')).toEqual([]);
  });
});

describe('lint', () => {
  it.each([
    ['src/core/a.ts', 'export const a = Math.random();', 'no-restricted-syntax'],
    ['src/core/a.ts', 'export const a = Date.now();', 'no-restricted-syntax'],
    ['src/core/a.ts', 'export const a = new Date();', 'no-restricted-syntax'],
    ['src/core/a.ts', "export const a = import('zod');", 'no-restricted-syntax'],
    ['src/core/a.ts', 'export const a = globalThis;', 'no-restricted-globals'],
    ['src/core/a.ts', "export { readFileSync } from 'node:fs';", 'no-restricted-imports'],
    ['src/contract/a.ts', 'export const a = crypto;', 'no-restricted-globals'],
    ['src/main/a.ts', 'export const a = Math.random();', 'no-restricted-syntax'],
    ['src/main/a.ts', 'console.log(1);', 'no-console'],
    ['src/main/a.ts', 'export default 1;', 'no-restricted-syntax'],
    ['src/main/a.ts', "export * from './b.ts';", 'no-restricted-syntax'],
    ['src/main/a.ts', 'export enum A { B }', 'no-restricted-syntax'],
    ['src/main/a.ts', 'export class A { constructor(readonly b: string) {} }', 'no-restricted-syntax'],
    ['src/main/a.ts', 'export const a = 1 as any;', '@typescript-eslint/no-explicit-any'],
    ['src/main/a.ts', '// @ts-ignore\nexport const a = 1;', '@typescript-eslint/ban-ts-comment'],
    ['src/main/a.ts', 'export const a = 1;\n'.repeat(251), 'max-lines'],
    ['src/core/a.test.ts', "it.only('x', () => undefined);", 'no-restricted-syntax'],
    ['test/ceremony/a.test.ts', "describe.skip('x', () => undefined);", 'no-restricted-syntax'],
    ['src/renderer/a.tsx', 'export const a = <img src="x" />;', 'jsx-a11y/alt-text'],
    ['src/renderer/a.tsx', 'export const A = () => <div onClick={() => undefined}>x</div>;', 'jsx-a11y/click-events-have-key-events'],
  ])('of %s refuses %j', async (file, code, rule) => {
    expect(await lintErrors(file, code)).toContain(rule);
  });

  it.each([
    ['src/core/a.ts', "export const a = new Date('2026-01-01T00:00:00Z').getTime();"],
    ['src/main/a.ts', 'export const a = Date.now();'],
    ['scripts/a.ts', 'console.log(1);'],
  ])('of %s allows %j', async (file, code) => {
    expect(await lintErrors(file, code)).toEqual([]);
  });
});
