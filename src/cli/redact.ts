/** `keyrite redact`: a redacted bundle for somebody who may not see everything. Takes a valid bundle only, changes nothing of it, overwrites nothing, and verifies what it made. */
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';
import type { Entry } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { directorySource } from '../verifier/directory-source.ts';
import { judgeRedacted } from '../verifier/judge-redacted.ts';
import type { RedactedReport } from '../verifier/judge-redacted.ts';
import { redactedLines } from '../verifier/print-redacted.ts';
import { printable } from '../verifier/print-report.ts';
import { namesParticipant, redactedFiles } from '../verifier/redact.ts';
import type { RedactionChoice } from '../verifier/redact.ts';
import type { BundleSource } from '../verifier/source.ts';
import { judgeBundle } from '../verifier/verify-bundle.ts';
import { sourceAt } from '../verifier/zip-file.ts';
import type { Io } from './io.ts';

const USAGE = 2;
const usage = [
  'keyrite redact BUNDLE --out DIR [--withhold SEQ,SEQ-SEQ] [--type TYPE] [--participant ID] [--withhold-file NAME] [--show-file NAME]',
  '',
  'Makes a redacted bundle in the new folder DIR: the entries chosen stand there by their hash only, and the Merkle root proves that it is the same record.',
  'Where entries are withheld, so is every document but the verification page, unless --show-file names it. The signed statement is always shown whole:',
  'it names ceremony, keys, share sets, custodians and signers.',
  '',
  '  --withhold LIST        entries by number: 3,7-9',
  '  --type TYPE            every event of this type',
  '  --participant ID       every event that names this participant',
  '  --withhold-file NAME   a file, by its name in the bundle',
  '  --show-file NAME       a document that tells nothing that is withheld',
  '',
  'Each may be given several times. Exit code: 0 made, 1 the bundle is invalid, 2 usage, or nothing to withhold.',
];

interface Wanted {
  readonly bundle: string;
  readonly out: string;
  readonly runs: readonly (readonly [number, number])[];
  readonly types: readonly string[];
  readonly participants: readonly string[];
  readonly files: readonly string[];
  readonly shown: readonly string[];
}

function runsOf(list: string): readonly (readonly [number, number])[] | null {
  const runs = list.split(',').map((part): readonly [number, number] | null => {
    const [, from, to = from] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? [];
    return from === undefined || Number(from) > Number(to) ? null : [Number(from), Number(to)];
  });
  return runs.every((run) => run !== null) && runs.length <= limits.findings ? runs : null;
}

/** What is asked for, or a sentence on what is wrong with it. */
function parse(args: readonly string[]): Wanted | string {
  const given: Record<'--out' | '--withhold' | '--type' | '--participant' | '--withhold-file' | '--show-file', string[]> = { '--out': [], '--withhold': [], '--type': [], '--participant': [], '--withhold-file': [], '--show-file': [] };
  const places: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (Object.hasOwn(given, arg)) {
      const value = args[++i];
      if (value === undefined || value === '') return `${arg} needs a value.`;
      given[arg as keyof typeof given].push(value);
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else places.push(arg);
  }
  const [bundle] = places;
  const [out] = given['--out'];
  if (places.length !== 1 || bundle === undefined || bundle === '') return 'Give one bundle.';
  if (given['--out'].length !== 1 || out === undefined) return 'Give one new folder with --out.';
  const runs = given['--withhold'].map(runsOf);
  if (!runs.every((r) => r !== null)) return '--withhold takes numbers and ranges: 3,7-9.';
  return { bundle, out, runs: runs.flat(), types: given['--type'], participants: given['--participant'], files: given['--withhold-file'], shown: given['--show-file'] };
}

/** SECURITY: a choice that fits no entry is refused: it may be a slip, and what was meant to be withheld would be shown. */
async function requireFits({ runs, types, participants }: Wanted, verified: VerifiedTranscript): Promise<void> {
  const { entries } = verified.statement.predicate.record;
  const left = new Set([...types, ...participants]);
  for (const [, to] of runs) if (to >= entries) throw new RefusalError('transcript.nothing-to-redact', { what: `entry ${to}` });
  for await (const { event } of verified.entries()) {
    left.delete(event.type);
    for (const id of participants) if (left.has(id) && namesParticipant(event, id)) left.delete(id);
  }
  const [what] = left;
  if (what !== undefined) throw new RefusalError('transcript.nothing-to-redact', { what });
}

function choiceOf({ runs, types, participants, files, shown }: Wanted): RedactionChoice {
  const withholds = ({ seq, event }: Entry): boolean => runs.some(([from, to]) => seq >= from && seq <= to) || types.includes(event.type) || participants.some((id) => namesParticipant(event, id));
  return { withholds, files, shown };
}

async function write(source: BundleSource, verified: VerifiedTranscript, wanted: Wanted): Promise<RedactedReport> {
  await mkdir(wanted.out).catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new RefusalError('transcript.not-written', { name: wanted.out, reason: isThere ? 'something is there already' : 'the place cannot be written to' }, { cause });
  });
  let isWhole = false;
  try {
    for await (const { name, chunks } of redactedFiles(source, verified, choiceOf(wanted))) {
      // Names are those of the signed statement, which the verifier found to be names of a bundle.
      const path = join(wanted.out, name);
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'wx');
      try {
        for await (const chunk of chunks) await file.writeFile(chunk);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    const report = await judgeRedacted(directorySource(wanted.out));
    if (report.verdict !== 'redacted') throw new RefusalError('transcript.changed-meanwhile');
    isWhole = true;
    return report;
  } finally {
    if (!isWhole) await rm(wanted.out, { recursive: true, force: true });
  }
}

/** Runs the command. Answers with the exit code. */
export async function redactCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const wanted = parse(args);
  if (typeof wanted === 'string') {
    for (const line of [printable(wanted), ...usage]) io.err(line);
    return USAGE;
  }
  try {
    const source = sourceAt(wanted.bundle);
    const { verified } = await judgeBundle(source);
    if (verified === null) throw new RefusalError('transcript.redact-invalid');
    await requireFits(wanted, verified);
    for (const line of redactedLines(await write(source, verified, wanted))) io.out(line);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return error.code === 'transcript.redact-invalid' ? 1 : USAGE;
  }
}
