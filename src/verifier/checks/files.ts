/** R-FILE: the folder holds exactly the files that the signed statement names, and each is what it says. */
import { isSidecar } from '../../core/sidecars/names.ts';
import { bundleNames, INHERITED_STATEMENT, keyFile, partOf } from '../../core/transcript/bundle.ts';
import { keysOfSigner } from '../../core/transcript/signer-keys.ts';
import type { CeremonyStatement } from '../../core/transcript/types.ts';
import type { Findings } from '../findings.ts';
import type { SourceFile } from '../source.ts';

/** What systems lay beside files unasked: macOS (also into every ZIP file that its Finder makes) and Windows. */
const addedBySystems = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;

/**
 * A way on for whoever holds a bundle that was only handled by another system. SECURITY: such files are named and not passed over: what the verifier overlooks in one place,
 * another reader of the same bundle opens.
 */
function hint(name: string): string {
  if (addedBySystems.test(name)) return ' A system adds such files, and the rest may be whole: take them out of a copy of the folder, and to send it as one file pack it with "keyrite bundle pack FOLDER --out FILE.zip".';
  const [, folder] = /^([^/]+)\/(?:statement\.dsse\.json|transcript\.jsonl)$/.exec(name) ?? [];
  return folder === undefined ? '' : ` It seems that the folder "${folder}" was packed, not what is in it: give that folder, or pack it with "keyrite bundle pack FOLDER --out FILE.zip".`;
}

/** R-FILE-01, R-FILE-07: names of the files that may be opened at all; `known` says which names there are. */
export function openable(findings: Findings, files: readonly SourceFile[], known: (name: string) => { readonly maxBytes: number } | null = partOf): ReadonlySet<string> {
  const names = new Set<string>();
  const folded = new Set<string>();
  for (const { name, kind, bytes } of files) {
    const where = { file: name };
    const part = known(name);
    if (kind === 'link') findings.add('R-FILE-01', where, 'This is a symbolic link.');
    else if (kind === 'other') findings.add('R-FILE-01', where, 'This is neither a plain file nor a folder of a bundle.');
    else if (part === null) findings.add('R-FILE-01', where, `No file of a bundle has this name.${hint(name)}`);
    else if (folded.has(name.toLowerCase())) findings.add('R-FILE-01', where, 'Two files differ only in the case of letters.');
    else if (bytes > part.maxBytes) findings.add('R-FILE-07', where, `The file has ${bytes} bytes; at most ${part.maxBytes} are allowed.`);
    else names.add(name);
    folded.add(name.toLowerCase());
  }
  return names;
}

/** Names that every bundle must hold; by its statement also the key of each signer, the package of a set it made, and the statement it follows. */
export function requiredFiles(statement: CeremonyStatement | null): readonly string[] {
  const always = [bundleNames.transcript, bundleNames.statement, bundleNames.plan];
  if (statement === null) return always;
  const { ceremony, signers, shareSets, previous } = statement.predicate;
  const made = shareSets.some((set) => set.ceremony === ceremony);
  return [...always, ...(made ? [bundleNames.package] : []), ...(previous === null ? [] : [INHERITED_STATEMENT]), ...new Set(signers.flatMap(keysOfSigner).map((key) => keyFile(key.name)))];
}

/** R-FILE-02, R-FILE-03, R-FILE-04, R-FILE-06: the three lists side by side: what must be, what is signed, what is there. */
export function fileSet(findings: Findings, files: readonly SourceFile[], statement: CeremonyStatement | null): void {
  const there = new Set(files.map((f) => f.name));
  const required = requiredFiles(statement);
  for (const name of required) if (!there.has(name)) findings.add('R-FILE-02', { file: name }, 'The file is not there.');
  if (statement === null) return;
  const where = { file: bundleNames.statement };
  const signed = new Set<string>();
  for (const { name } of statement.subject) {
    const part = partOf(name)?.part;
    if (part === undefined || part === 'statement' || isSidecar(name)) findings.add('R-FILE-06', where, `The statement names "${name}", which no statement may name.`);
    if (signed.has(name)) findings.add('R-FILE-06', where, `The statement names "${name}" twice.`);
    signed.add(name);
    if (!there.has(name) && !required.includes(name)) findings.add('R-FILE-04', { file: name }, 'The statement names this file. It is not there.');
  }
  for (const name of required) {
    if (name !== bundleNames.statement && !signed.has(name)) findings.add('R-FILE-06', where, `The statement does not name "${name}".`);
  }
  for (const name of there) {
    // What came after the closing is judged by itself: R-SIDE.
    if (name !== bundleNames.statement && !signed.has(name) && !isSidecar(name)) findings.add('R-FILE-03', { file: name }, `The statement does not name this file.${hint(name)}`);
  }
}

/** R-FILE-05: digests of the bytes that were read beside those signed. */
export function fileDigests(findings: Findings, statement: CeremonyStatement, digests: ReadonlyMap<string, string>): void {
  for (const { name, digest } of statement.subject) {
    const found = digests.get(name);
    if (found !== undefined && found !== digest.sha256) findings.add('R-FILE-05', { file: name }, `The file has SHA-256 ${found}; the statement gives ${digest.sha256}.`);
  }
}
