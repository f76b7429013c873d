/** `keyrite export`: a view of a bundle that was verified first, in one of the formats of src/exports/formats.ts. Writes over nothing, and nothing of an invalid bundle. */
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { RefusalError } from '../core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { exportFormats, formatOf } from '../exports/formats.ts';
import type { ExportFormat, FolderFormat, StreamFormat } from '../exports/formats.ts';
import { isRedacted } from '../verifier/judge-redacted.ts';
import { findingLines, printable } from '../verifier/print-report.ts';
import { judgeBundle } from '../verifier/verify-bundle.ts';
import { sourceAt } from '../verifier/zip-file.ts';
import type { Io } from './io.ts';
import { readTrust } from './trust-file.ts';

const INVALID = 1;
const USAGE = 2;
/** What is wrong with the bundle, not with the call. */
const refusedBundles: ReadonlySet<string> = new Set(['export.invalid', 'export.redacted', 'export.rehearsal', 'transcript.changed-meanwhile']);
const usage = [
  'keyrite export BUNDLE --format FORMAT [--out FILE|DIR] [--trust FILE] [--allow-rehearsal]',
  '',
  'Verifies the bundle (a folder or a ZIP file), and writes a view of it. The same bundle gives the same bytes.',
  '',
  ...exportFormats.map((f) => `  ${f.id.padEnd(15)} ${f.standard}`),
  '',
  '  --out                a new file, or a new folder where the format is several files; without it to standard output',
  '  --trust FILE         keys you have pinned: the bundle is invalid where they did not sign',
  '  --allow-rehearsal    lets practice be exported, marked as such',
  '',
  'Exit code: 0 written, 1 the bundle is invalid or a rehearsal, 2 usage, or it cannot be written.',
];

interface Arguments {
  readonly bundle: string;
  readonly format: ExportFormat;
  readonly out: string | null;
  readonly trust: string | null;
  readonly allowRehearsal: boolean;
}

/** The arguments, or a sentence on what is wrong with them. */
function parse(args: readonly string[]): Arguments | string {
  const bundles: string[] = [];
  const values = new Map<string, string>();
  let allowRehearsal = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--allow-rehearsal') allowRehearsal = true;
    else if (arg === '--format' || arg === '--out' || arg === '--trust') {
      const value = args[++i];
      if (value === undefined || value === '' || value.startsWith('-') || values.has(arg)) return `Give one value after ${arg}, once.`;
      values.set(arg, value);
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else bundles.push(arg);
  }
  const [bundle] = bundles;
  if (bundle === undefined || bundle === '' || bundles.length > 1) return 'Give the folder, or the ZIP file, of one bundle.';
  const format = formatOf(values.get('--format') ?? '');
  if (format === null) return `Give a format: ${exportFormats.map((f) => f.id).join(', ')}.`;
  const out = values.get('--out') ?? null;
  if (format.kind === 'folder' && out === null) return `${format.id} is several files: give a new folder with --out.`;
  return { bundle, format, out, trust: values.get('--trust') ?? null, allowRehearsal };
}

function why(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** A new file, or none at all: what was begun is removed where it cannot be finished. */
async function writeNew(name: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const file = await open(name, 'wx').catch((cause: unknown) => {
    throw why(cause) === 'EEXIST' ? new RefusalError('export.exists', { name }, { cause }) : new RefusalError('export.not-written', { name, reason: why(cause) }, { cause });
  });
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.sync();
  } catch (cause) {
    await rm(name, { force: true });
    if (cause instanceof RefusalError) throw cause;
    throw new RefusalError('export.not-written', { name, reason: why(cause) }, { cause });
  } finally {
    await file.close();
  }
}

async function writeStream(format: StreamFormat, verified: VerifiedTranscript, out: string | null, io: Io): Promise<void> {
  if (out !== null) return writeNew(out, format.write(verified));
  for await (const piece of format.write(verified)) io.out(piece.slice(0, -1));
}

async function writeFolder(format: FolderFormat, verified: VerifiedTranscript, out: string): Promise<void> {
  await mkdir(out).catch((cause: unknown) => {
    throw why(cause) === 'EEXIST' ? new RefusalError('export.exists', { name: out }, { cause }) : new RefusalError('export.not-written', { name: out, reason: why(cause) }, { cause });
  });
  try {
    for await (const { name, text } of format.files(verified)) await writeNew(path.join(out, name), [text]);
  } catch (error) {
    // The folder is this command's own: it was not there before.
    await rm(out, { recursive: true, force: true });
    throw error;
  }
}

async function run({ bundle, format, out, trust, allowRehearsal }: Arguments, io: Io): Promise<number> {
  const pins = trust === null ? {} : { trust: await readTrust(trust) };
  const source = sourceAt(bundle);
  if (await isRedacted(source)) throw new RefusalError('export.redacted');
  const { report, verified } = await judgeBundle(source, { allowRehearsal, ...pins });
  if (verified === null) {
    const first = report.findings.find((f) => f.severity === 'error');
    for (const line of report.findings.filter((f) => f.severity === 'error').flatMap(findingLines)) io.err(printable(line));
    throw new RefusalError('export.invalid', { errors: report.errors, rule: first?.rule ?? 'none' });
  }
  // SECURITY: practice leaves as a view only where somebody asked for it by name.
  if (verified.rehearsal && !allowRehearsal) throw new RefusalError('export.rehearsal');
  if (format.kind === 'folder') await writeFolder(format, verified, out!);
  else await writeStream(format, verified, out, io);
  return 0;
}

/** Runs `keyrite export` with the arguments after the word export. Answers with the exit code. */
export async function exportCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    io.err(printable(parsed));
    io.err(usage[0]!);
    return USAGE;
  }
  try {
    return await run(parsed, io);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return refusedBundles.has(error.code) ? INVALID : USAGE;
  }
}
