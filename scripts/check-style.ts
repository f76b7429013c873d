/** `npm run style`: holds every text file of the project to scripts/style/rules.ts; lists what it finds and fails. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf } from './style/rules.ts';

const root = path.resolve(import.meta.dirname, '..');
const folders = ['src', 'test', 'scripts', 'bin', 'bench', 'docs', 'resources', 'types', '.ci'];
const text = /\.(ts|tsx|mjs|cjs|js|css|html|md|ya?ml|json)$|^run$/;
/** Published vectors keep the words of their authors. */
const foreign = /^(test\/vectors|node_modules|out)\//;

function* filesToCheck(): Generator<string> {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() && text.test(entry.name) && entry.name !== 'package-lock.json') yield entry.name;
    if (!entry.isDirectory() || !folders.includes(entry.name)) continue;
    for (const inner of readdirSync(path.join(root, entry.name), { recursive: true, withFileTypes: true })) {
      const file = path.relative(root, path.join(inner.parentPath, inner.name)).split(path.sep).join('/');
      if (inner.isFile() && text.test(inner.name) && !foreign.test(file)) yield file;
    }
  }
}

const files = [...filesToCheck()].sort();
const complaints = files.flatMap((file) => complaintsOf(file, readFileSync(path.join(root, file), 'utf8')));
for (const { file, line, what } of complaints) console.error(`${file}:${line}  ${what}`);
console.log(`${files.length} files, ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;
