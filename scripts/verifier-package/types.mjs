/** Writes the type declarations of the verifier's public edge: only files it leads to, and what zod infers written out, so that no package is needed to read them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.MultilineObjectLiterals | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
const IMPORT = /(from\s+|import\()(["'])(\.[^"']*)\.ts\2/g;

/** The types that a module exports, each written out. @param {ts.TypeChecker} checker @param {ts.SourceFile} source */
function writtenOut(checker, source) {
  const module = checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${source.fileName} is no module`);
  return checker.getExportsOfModule(module).flatMap((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (!(target.flags & ts.SymbolFlags.Type)) return [];
    return [`export type ${symbol.name} = ${checker.typeToString(checker.getDeclaredTypeOfSymbol(target), undefined, FLAGS)};`];
  }).join('\n');
}

/**
 * @param {string} root
 * @param {string} out
 */
export function buildTypes(root, out) {
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config, ts.sys, root);
  const entries = ['src/verifier/index.ts', 'src/verifier/zip-file.ts'].map((file) => path.join(root, file));
  const options = { ...config.options, noEmit: false, incremental: false, declaration: true, emitDeclarationOnly: true, outDir: path.join(out, 'types'), rootDir: path.join(root, 'src'), stripInternal: true };
  delete options.tsBuildInfoFile;
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  /** @type {Map<string, string>} */
  const declarations = new Map();
  program.emit(undefined, (file, text) => {
    if (!file.endsWith('.d.ts')) return;
    const source = program.getSourceFile(path.join(root, 'src', path.relative(options.outDir, file)).replace(/\.d\.ts$/, '.ts'));
    declarations.set(file, source && /\bfrom ["'](?!\.)/.test(text) ? `${writtenOut(checker, source)}\n` : text);
  }, undefined, true);
  /** @type {Set<string>} */
  const written = new Set();
  /** @param {string} file */
  const write = (file) => {
    if (written.has(file)) return;
    written.add(file);
    const text = declarations.get(file);
    if (text === undefined) throw new Error(`no types were made for ${file}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text.replace(IMPORT, '$1$2$3.js$2'));
    for (const [, , , target] of text.matchAll(IMPORT)) write(path.resolve(path.dirname(file), `${target}.d.ts`));
  };
  for (const entry of entries) write(path.join(out, 'types', path.relative(options.rootDir, entry)).replace(/\.ts$/, '.d.ts'));
}
