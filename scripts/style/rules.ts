/** House rules about one file that no linter knows: its name, its header, its words, its relative imports. Pure: text in, complaints out. */
import path from 'node:path';

export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

const code = /\.(ts|tsx|mjs|cjs)$/;
const configured = /^(\.dependency-cruiser\.cjs|[a-z]+(\.[a-z]+)*\.config\.(ts|js))$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

// (?:) matches nothing: without it this file would complain of itself.
const unfinished = /\b(TO(?:)DO|FIX(?:)ME|X(?:)XX|not (?:)implemented|for (?:)now)\b/;
const foreignPath = /(^|[^\w.])(\/work\/|\.\.\/shared\/)/;
const relativeImport = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]*)['"]/g;

/** The sentence of the file's first comment; null where it does not begin with one. */
export function headerOf(text: string): string | null {
  const found = /^(?:#![^\n]*\n)?\/\*\*([\s\S]*?)\*\//.exec(text);
  return found ? found[1]!.replace(/^\s*\*/gm, '').replace(/\s+/g, ' ').trim() : null;
}

function* codeComplaints(file: string, lines: readonly string[], text: string): Generator<Omit<Complaint, 'file'>> {
  const name = path.posix.basename(file);
  if (!kebab.test(name) && !configured.test(name)) yield { line: 1, what: `"${name}" is not kebab-case` };
  const header = headerOf(text);
  const speaksByItsName = /^src\/.*\.test\.tsx?$/.test(file);
  if (header === null && !speaksByItsName) yield { line: 1, what: 'the file does not begin with a /** header */ that says what it is for' };
  if (header !== null && header.split(' ').length < 5) yield { line: 1, what: 'the header is not a sentence' };
  for (const [at, line] of lines.entries()) {
    for (const [, target] of line.matchAll(relativeImport)) {
      if (path.posix.extname(target!) === '' || /\.jsx?$/.test(target!)) yield { line: at + 1, what: `import "${target!}" by its real name with its extension` };
    }
  }
}

/** Complaints about one file; `file` is its path from the root, with slashes. */
export function complaintsOf(file: string, text: string): readonly Complaint[] {
  const lines = text.split('\n');
  const found: Omit<Complaint, 'file'>[] = code.test(file) ? [...codeComplaints(file, lines, text)] : [];
  for (const [at, line] of lines.entries()) {
    const word = unfinished.exec(line);
    if (word) found.push({ line: at + 1, what: `"${word[0]}" marks unfinished work: finish it, or say what is so` });
    if (foreignPath.test(line)) found.push({ line: at + 1, what: 'a path that exists on one machine only' });
  }
  return found.map((complaint) => ({ file, ...complaint }));
}
