/** `keyrite document`: one printed document of a plan or of a bundle, as PDF. Judges the bundle first and makes nothing of one that is invalid; never overwrites a file. */
import { realpath, stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readPlanBytes } from '../core/plan/read-plan.ts';
import { PLAN_LIMIT } from '../core/plan/yaml-source.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { documentKinds } from '../exports/documents/blocks.ts';
import type { DocumentKind, PrintedDocument } from '../exports/documents/blocks.ts';
import { bundleDocument } from '../exports/documents/documents.ts';
import { scriptDocument } from '../exports/documents/script.ts';
import { paperNames } from '../main/adapters/printing/documents/paper-size.ts';
import type { PaperName } from '../main/adapters/printing/documents/paper-size.ts';
import { renderDocument } from '../main/adapters/printing/documents/render.ts';
import { directorySource, fileChunks } from '../verifier/directory-source.ts';
import { printable, reportLines } from '../verifier/print-report.ts';
import { readWhole } from '../verifier/source.ts';
import type { Trust } from '../verifier/trust.ts';
import { judgeBundle } from '../verifier/verify-bundle.ts';
import type { Io } from './io.ts';
import { readTrust } from './trust-file.ts';

const USAGE = 2;
const usage = [
  'keyrite document BUNDLE|PLAN --kind KIND --out FILE.pdf [--paper a4|letter] [--trust FILE]',
  '',
  'Writes one document for print. A bundle is judged first; of an invalid one nothing is written.',
  '',
  `  --kind KIND      ${documentKinds.join(', ')}; of a plan file only script`,
  '  --paper SIZE     a4 (unless told) or letter',
  '  --out FILE.pdf   a new file',
  '  --trust FILE     keys you have pinned; the document says whether they have signed',
  '',
  'Exit code: 0 written, 1 the bundle is invalid, the plan cannot be used, or the document does not exist for it, 2 usage.',
];

interface Arguments {
  readonly from: string;
  readonly kind: DocumentKind;
  readonly paper: PaperName;
  readonly out: string;
  readonly trust: string | null;
}

/** The arguments, or a sentence on what is wrong with them. */
function parse(args: readonly string[]): Arguments | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { kind: { type: 'string' }, paper: { type: 'string' }, out: { type: 'string' }, trust: { type: 'string' } }, allowPositionals: true, strict: true });
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be read.';
  }
  const { values, positionals } = parsed;
  const [from, ...more] = positionals;
  if (from === undefined || from === '' || more.length > 0) return 'Give one bundle, or one plan file.';
  const kind = documentKinds.find((one) => one === values.kind);
  if (kind === undefined) return `Say which document with --kind: ${documentKinds.join(', ')}.`;
  const paper = paperNames.find((one) => one === (values.paper ?? 'a4'));
  if (paper === undefined) return 'The paper is a4 or letter.';
  if (values.out === undefined || values.out === '') return 'Say with --out where the document goes.';
  return { from, kind, paper, out: values.out, trust: values.trust ?? null };
}

async function ofPlan(path: string, kind: DocumentKind): Promise<PrintedDocument> {
  if (kind !== 'script') throw new RefusalError('document.plan-only-script', { kind });
  const read = readPlanBytes(await readWhole({ list: async () => [], open: () => fileChunks(path, path) }, path, PLAN_LIMIT * 4));
  if (read.ok) return scriptDocument({ plan: read.plan, sha256: read.fingerprint });
  const errors = read.problems.filter((p) => p.severity === 'error');
  throw new RefusalError('document.plan-refused', { problems: errors.length, first: `line ${String(errors[0]?.line ?? 1)}, ${errors[0]?.sentence ?? 'unreadable'}` });
}

/** Null where the bundle is invalid; what is wrong is then on `io.err`. */
async function judged(path: string, trust: Trust | null, io: Io): Promise<VerifiedTranscript | null> {
  const { report, verified } = await judgeBundle(directorySource(path), { ...(trust === null ? {} : { trust }) });
  if (verified === null) for (const line of [...reportLines(report), 'Nothing was written: a document is made of a valid bundle only.']) io.err(line);
  return verified;
}

async function write(path: string, pdf: Uint8Array): Promise<void> {
  try {
    await writeFile(path, pdf, { flag: 'wx' });
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw reason === 'EEXIST' ? new RefusalError('document.exists', { path }, { cause }) : new RefusalError('document.cannot-write', { path, reason }, { cause });
  }
}

/** Runs `keyrite document` with the arguments after the word document. Answers with the exit code. */
export async function documentCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    for (const line of [printable(parsed), usage[0]!]) io.err(line);
    return USAGE;
  }
  const { from, kind, paper, out, trust } = parsed;
  try {
    const isFile = (await stat(from).catch(() => null))?.isFile() ?? false;
    let document: PrintedDocument;
    // The plan is the operator's own file: its name may be a link.
    if (isFile) document = await ofPlan(await realpath(from), kind);
    else {
      const pins = trust === null ? null : await readTrust(trust);
      const verified = await judged(from, pins, io);
      if (verified === null) return 1;
      document = await bundleDocument(verified, kind);
    }
    await write(out, await renderDocument(document, paper));
    io.out(`${printable(out)}: ${document.title}, ${document.ceremony}${document.rehearsal ? ', REHEARSAL' : ''}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return error.code.startsWith('document.') && error.code !== 'document.exists' && error.code !== 'document.cannot-write' ? 1 : USAGE;
  }
}
