/** Writes the type declarations of the verifier's public edge: only files it leads to, and what zod infers written out, so that no package is needed to read them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.MultilineObjectLiterals | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
const IMPORT = /(from\s+|import\()(["'])(\.[^"']*)\.ts\2/g;

/** Names that every reader of declarations knows. */
const known = new Set(['Uint8Array', 'Promise', 'Readonly', 'ReadonlyArray', 'ReadonlyMap', 'ReadonlySet', 'Record']);

/**
 * What a module exports, written out: types that are no generics, and functions that speak of these alone. Nothing else of such a module is on the edge; a name
 * that were missing would not compile for whoever uses it, and a test does.
 * @param {ts.TypeChecker} checker
 * @param {ts.SourceFile} source
 */
function writtenOut(checker, source) {
  const module = checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${source.fileName} is no module`);
  const symbols = checker.getExportsOfModule(module).map((symbol) => ({ name: symbol.name, target: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol }));
  const aliases = symbols.filter(({ target }) => target.declarations?.some((d) => ts.isTypeAliasDeclaration(d) && d.typeParameters === undefined));
  const names = new Set([...known, ...aliases.map(({ name }) => name)]);
  const functions = symbols.flatMap(({ name, target }) => {
    if (!(target.flags & ts.SymbolFlags.Function)) return [];
    const type = checker.typeToString(checker.getTypeOfSymbol(target), undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('Uint8Array<ArrayBufferLike>', 'Uint8Array');
    const doc = ts.displayPartsToString(target.getDocumentationComment(checker));
    return [...type.matchAll(/\b[A-Z]\w*/g)].every(([word]) => names.has(word)) ? [`/** ${doc} */\nexport declare const ${name}: ${type};`] : [];
  });
  return [...aliases.map(({ name, target }) => `export type ${name} = ${checker.typeToString(checker.getDeclaredTypeOfSymbol(target), undefined, FLAGS)};`), ...functions].join('\n');
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
