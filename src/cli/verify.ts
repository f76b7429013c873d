/** `keyrite verify`: judges a transcript bundle and answers with an exit code. Opens no connection, changes no file. */
import { realpath } from 'node:fs/promises';
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';
import { directorySource, fileChunks } from '../verifier/directory-source.ts';
import { printable, reportLines } from '../verifier/print-report.ts';
import { exitCode } from '../verifier/report.ts';
import { readWhole } from '../verifier/source.ts';
import { parseTrust } from '../verifier/trust.ts';
import type { Trust } from '../verifier/trust.ts';
import { verifyBundle } from '../verifier/verify-bundle.ts';

const USAGE = 2;
const usage = [
  'keyrite verify BUNDLE [--trust FILE] [--json] [--allow-rehearsal]',
  '',
  'Judges the transcript bundle in the folder BUNDLE.',
  '',
  '  --trust FILE         keys you have pinned (docs/formats/transcript.md, "Pinned keys")',
  '  --json               the report as one line of JSON',
  '  --allow-rehearsal    lets a rehearsal be trusted',
  '',
  'Exit code: 0 valid and trusted, 3 valid but nothing pinned (or a rehearsal), 1 invalid, 2 usage.',
];

interface Arguments {
  readonly bundle: string;
  readonly trust: string | null;
  readonly json: boolean;
  readonly allowRehearsal: boolean;
}

interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** The arguments, or a sentence on what is wrong with them. */
function parse(args: readonly string[]): Arguments | string {
  let bundle: string | null = null;
  let trust: string | null = null;
  let json = false;
  let allowRehearsal = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--json') json = true;
    else if (arg === '--allow-rehearsal') allowRehearsal = true;
    else if (arg === '--trust') {
      const value = args[++i];
      if (value === undefined || trust !== null) return '--trust needs one file, once.';
      trust = value;
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else if (bundle !== null) return 'Give one bundle at a time.';
    else bundle = arg;
  }
  return bundle === null || bundle === '' ? 'Give the folder of a bundle.' : { bundle, trust, json, allowRehearsal };
}

async function readTrust(path: string): Promise<Trust> {
  // The file is the operator's own: its name may be a link, unlike anything in a bundle.
  const real = await realpath(path).catch((cause: unknown) => {
    throw new RefusalError('transcript.unreadable', { name: path, reason: 'it is not there' }, { cause });
  });
  return parseTrust(await readWhole({ list: async () => [], open: () => fileChunks(real, path) }, path, limits.trustBytes));
}

/** SECURITY: JSON in printable ASCII only, so that a bundle cannot speak to the terminal through C1 controls or marks of direction. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Runs `keyrite verify` with the arguments after the word verify. Answers with the exit code: 0, 1, 2 or 3. */
export async function verifyCommand(args: readonly string[], io: Output): Promise<number> {
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
    const trust = parsed.trust === null ? null : await readTrust(parsed.trust);
    const report = await verifyBundle(directorySource(parsed.bundle), { allowRehearsal: parsed.allowRehearsal, ...(trust === null ? {} : { trust }) });
    const exit = exitCode(report);
    if (parsed.json) io.out(asciiJson({ keyriteVerify: 1, exit, ...report }));
    else for (const line of reportLines(report)) io.out(line);
    return exit;
  } catch (error) {
    // There was nothing to judge. Never 0, 1 or 3: nothing was found about a bundle.
    if (!(error instanceof RefusalError)) throw error;
    if (parsed.json) io.out(asciiJson({ keyriteVerify: 1, exit: USAGE, refusal: error.refusal }));
    else io.err(printable(`${error.code}: ${error.message}`));
    return USAGE;
  }
}
