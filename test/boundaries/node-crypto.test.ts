/**
 * What src/ uses of node:crypto, held to what both OpenSSL (Node) and BoringSSL (Electron) have. Anything else would work in tests and
 * fail in the product, where it would be noticed at a ceremony.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const digests = ['sha256', 'sha384', 'sha512'];

/** Each allowed function with the algorithm names it may be given as its first argument; null where that is no name. */
const allowed: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['createHash', digests],
  ['hash', digests],
  ['createHmac', digests],
  ['hkdf', digests],
  ['hkdfSync', digests],
  ['scrypt', null],
  ['scryptSync', null],
  ['createCipheriv', ['aes-256-gcm']],
  ['createDecipheriv', ['aes-256-gcm']],
  ['generateKeyPair', ['ec', 'ed25519', 'rsa']],
  ['generateKeyPairSync', ['ec', 'ed25519', 'rsa']],
  ['createPublicKey', null],
  ['createPrivateKey', null],
  ['sign', digests],
  ['verify', digests],
  ['publicEncrypt', null],
  ['privateDecrypt', null],
  ['randomBytes', null],
  ['randomFillSync', null],
  ['randomInt', null],
  ['randomUUID', null],
  ['timingSafeEqual', null],
  // RSA paddings and salt lengths.
  ['constants', null],
]);

/** What `program` uses of node:crypto beyond the list, as sentences. */
function strangers(program: ts.Program, files: readonly string[]): readonly string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const name of files) {
    const source = program.getSourceFile(name);
    if (!source) throw new Error(`${name} is not in the program`);
    const local = new Map<string, string>();
    const say = (node: ts.Node, what: string) => found.push(`${path.relative(root, name)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) && isCrypto(node.moduleSpecifier)) {
        const bindings = node.importClause?.namedBindings;
        if (node.importClause?.name || !bindings || !ts.isNamedImports(bindings)) say(node, 'imports the whole of node:crypto: name the functions');
        else if (node.importClause.phaseModifier !== ts.SyntaxKind.TypeKeyword) {
          for (const element of bindings.elements) {
            const imported = (element.propertyName ?? element.name).text;
            local.set(element.name.text, imported);
            if (!element.isTypeOnly && !allowed.has(imported)) say(element, `uses ${imported}`);
          }
        }
      }
      if (ts.isExportDeclaration(node) && node.moduleSpecifier && isCrypto(node.moduleSpecifier)) say(node, 'hands node:crypto on');
      if (ts.isCallExpression(node)) {
        if (node.arguments[0] && isCrypto(node.arguments[0])) say(node, 'loads node:crypto at run time');
        const called = ts.isIdentifier(node.expression) ? local.get(node.expression.text) : undefined;
        const algorithms = called === undefined ? null : (allowed.get(called) ?? null);
        if (algorithms && node.arguments[0]) {
          for (const algorithm of literalsOf(checker.getTypeAtLocation(node.arguments[0]))) {
            if (!algorithms.includes(algorithm)) say(node, `calls ${String(called)} with ${algorithm}`);
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function isCrypto(node: ts.Node): boolean {
  return ts.isStringLiteral(node) && /^(node:)?crypto$/.test(node.text);
}

/** The names an argument can have by its type; `string` itself where it could be any. null and undefined mean "as the key says" (Ed25519). */
function literalsOf(type: ts.Type): readonly string[] {
  if (type.isUnion()) return type.types.flatMap((part) => literalsOf(part));
  if (type.isStringLiteral()) return [type.value];
  return type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined) ? [] : ['any string'];
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.ReactJSX,
  types: ['node'],
};

function sourceFiles(): readonly string[] {
  const entries = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
}

const loads: readonly (readonly [code: string, what: string])[] = [
  ["import { createDiffieHellman } from 'node:crypto'; createDiffieHellman(1);", 'uses createDiffieHellman'],
  ["import crypto from 'node:crypto'; crypto.randomUUID();", 'imports the whole'],
  ["import * as crypto from 'crypto'; crypto.randomUUID();", 'imports the whole'],
  ["export { createHash } from 'node:crypto';", 'hands node:crypto on'],
  ["export const c = import('node:crypto');", 'at run time'],
  ["import { createHash } from 'node:crypto'; createHash('ripemd160');", 'createHash with ripemd160'],
  ["import { createHash as h } from 'node:crypto'; h('sha3-256');", 'createHash with sha3-256'],
  ["import { createHash } from 'node:crypto'; export const f = (name: string) => createHash(name);", 'with any string'],
  ["import { createHash } from 'node:crypto'; export const f = (name: 'sha256' | 'md5') => createHash(name);", 'createHash with md5'],
  ["import { createCipheriv } from 'node:crypto'; createCipheriv('id-aes256-wrap-pad', 'k', 'i');", 'with id-aes256-wrap-pad'],
  ["import { generateKeyPairSync } from 'node:crypto'; generateKeyPairSync('x448');", 'with x448'],
];
const allowedUse = `
  import { createHash, sign } from 'node:crypto';
  import type { KeyObject } from 'node:crypto';
  export const f = (k: KeyObject, d: 'sha256' | 'sha384') => [createHash(d), sign(null, new Uint8Array(), k)];
`;

/** What is found in each of `codes`, as files of one program that exist here only. */
function strangersOf(codes: readonly string[]): readonly (readonly string[])[] {
  const probes = new Map(codes.map((code, at) => [path.join(root, `src/main/probe-${at}.ts`), code]));
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, target, ...rest) => {
    const code = probes.get(file);
    return code === undefined ? read(file, target, ...rest) : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...probes.keys()], options, host);
  return [...probes.keys()].map((probe) => strangers(program, [probe]));
}

describe('node:crypto', () => {
  it('is used only as far as BoringSSL goes', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(20);
    expect(strangers(ts.createProgram(files, options), files)).toEqual([]);
  });

  const found = strangersOf([...loads.map(([code]) => code), allowedUse]);
  it.each(loads.map(([code, what], at) => ({ code, what, said: found[at]!.join('; ') })))('$code is found', ({ what, said }) => {
    expect(said).toContain(what);
  });

  it('of what is allowed nothing is said', () => {
    expect(found.at(-1)).toEqual([]);
  });
});
