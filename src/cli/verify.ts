/** `keyrite verify`: judges transcript bundles, and several of them as one lineage, and answers with an exit code. Opens no connection, changes no file. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { fileChunks } from '../verifier/directory-source.ts';
import { judge } from '../verifier/judge.ts';
import { redactedExitCode } from '../verifier/judge-redacted.ts';
import type { RedactedReport } from '../verifier/judge-redacted.ts';
import { verifyLineage } from '../verifier/lineage.ts';
import type { LineageBundle } from '../verifier/lineage.ts';
import { lineageLines } from '../verifier/print-lineage.ts';
import { redactedLines } from '../verifier/print-redacted.ts';
import { printable, reportLines } from '../verifier/print-report.ts';
import { requirementLines } from '../verifier/print-requirements.ts';
import { exitCode } from '../verifier/report.ts';
import { requirementsOf } from '../verifier/requirements.ts';
import type { VerifyReport } from '../verifier/report.ts';
import { verifyBundle } from '../verifier/verify-bundle.ts';
import { sourceAt } from '../verifier/zip-file.ts';
import { readTrust } from './trust-file.ts';
import { asciiJson } from './ascii-json.ts';

const USAGE = 2;
/** The page lies beside the command in the package @keyrite/verifier; a checkout and the application have it in out/verifier. */
const pagePath = ['../../out/verifier/verify.html', '../verifier/verify.html', 'verify.html'].map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync) ?? 'verify.html';
const usage = [
  'keyrite verify BUNDLE... [--trust FILE] [--json] [--allow-rehearsal] [--requirements]',
  'keyrite verify --page',
  '',
  'Judges the transcript bundle BUNDLE, a folder or one ZIP file; of several bundles, each, and then whether they are one lineage.',
  '',
  '  --trust FILE         keys you have pinned (docs/formats/transcript.md, "Pinned keys")',
  '  --json               the report as one line of JSON',
  '  --requirements       also what laws and standards ask of a record, and whether it is met (one whole bundle)',
  '  --allow-rehearsal    lets a rehearsal be trusted',
  '  --page               where verify.html of this program lies, and its SHA-256',
  '',
  'Exit code: 0 valid and trusted, 3 valid but nothing pinned (or a rehearsal), 1 invalid or no lineage, 2 usage. Of several, the worst.',
];

interface Arguments {
  readonly bundles: readonly string[];
  readonly trust: string | null;
  readonly json: boolean;
  readonly requirements: boolean;
  readonly allowRehearsal: boolean;
}

interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** The arguments, or a sentence on what is wrong with them. */
function parse(args: readonly string[]): Arguments | string {
  const bundles: string[] = [];
  let trust: string | null = null;
  let json = false;
  let requirements = false;
  let allowRehearsal = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--json') json = true;
    else if (arg === '--requirements') requirements = true;
    else if (arg === '--allow-rehearsal') allowRehearsal = true;
    else if (arg === '--trust') {
      const value = args[++i];
      if (value === undefined || trust !== null) return '--trust needs one file, once.';
      trust = value;
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else bundles.push(arg);
  }
  return bundles.length === 0 || bundles.includes('') ? 'Give the folder or the ZIP file of a bundle.' : { bundles, trust, json, requirements, allowRehearsal };
}

function answer(report: VerifyReport, { json, requirements }: Arguments, io: Output): number {
  const exit = exitCode(report);
  if (json) io.out(asciiJson({ keyriteVerify: 1, exit, ...report, ...(requirements ? { requirements: requirementsOf(report) } : {}) }));
  else for (const line of [...reportLines(report), ...(requirements ? ['', ...requirementLines(requirementsOf(report))] : [])]) io.out(line);
  return exit;
}

function answerRedacted(report: RedactedReport, json: boolean, io: Output): number {
  const exit = redactedExitCode(report);
  if (json) io.out(asciiJson({ keyriteVerify: 1, exit, ...report }));
  else for (const line of redactedLines(report)) io.out(line);
  return exit;
}

/** Each bundle, then the lineage. The worst counts: one that is invalid, or a break between two, before one that nobody vouches for. */
function answerAll(judged: readonly LineageBundle[], json: boolean, io: Output): number {
  const lineage = verifyLineage(judged);
  const exits = judged.map(({ report }) => exitCode(report));
  const exit = lineage.errors > 0 || exits.includes(1) ? 1 : exits.includes(3) ? 3 : 0;
  if (json) {
    io.out(asciiJson({ keyriteVerify: 1, exit, bundles: judged.map(({ name, report }, i) => ({ bundle: name, exit: exits[i], ...report })), lineage }));
    return exit;
  }
  for (const { name, report } of judged) for (const line of [`Bundle       ${printable(name)}`, ...reportLines(report), '']) io.out(line);
  for (const line of lineageLines(lineage)) io.out(line);
  return exit;
}

/** Where the page that came with this program lies, and its SHA-256: what a page out of a bundle is compared with. */
async function page(args: readonly string[], io: Output): Promise<number> {
  try {
    if (args.length !== 1) throw new RefusalError('transcript.no-page', { reason: 'it is asked for alone' });
    const hash = sha256.create();
    for await (const chunk of fileChunks(pagePath, 'verify.html')) hash.update(chunk);
    io.out(printable(pagePath));
    io.out(`SHA-256 ${toHex(hash.digest())}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const refused = error.code === 'transcript.unreadable' ? new RefusalError('transcript.no-page', { reason: 'it is not built' }) : error;
    io.err(printable(`${refused.code}: ${refused.message}`));
    return USAGE;
  }
}

/** Runs `keyrite verify` with the arguments after the word verify. Answers with the exit code: 0, 1, 2 or 3. */
export async function verifyCommand(args: readonly string[], io: Output): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  if (args[0] === '--page') return page(args, io);
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    io.err(printable(parsed));
    io.err(usage[0]!);
    return USAGE;
  }
  try {
    const trust = parsed.trust === null ? null : await readTrust(parsed.trust);
    const options = { allowRehearsal: parsed.allowRehearsal, ...(trust === null ? {} : { trust }) };
    const [only] = parsed.bundles;
    if (parsed.bundles.length === 1 && only !== undefined) {
      const judged = await judge(sourceAt(only), options);
      return judged.kind === 'whole' ? answer(judged.report, parsed, io) : answerRedacted(judged.report, parsed.json, io);
    }
    // A redacted bundle is no link of a lineage: among several it is judged as a whole one, and found invalid.
    const judged: LineageBundle[] = [];
    for (const name of parsed.bundles) judged.push({ name, report: await verifyBundle(sourceAt(name), options) });
    return answerAll(judged, parsed.json, io);
  } catch (error) {
    // There was nothing to judge. Never 0, 1 or 3: nothing was found about a bundle.
    if (!(error instanceof RefusalError)) throw error;
    if (parsed.json) io.out(asciiJson({ keyriteVerify: 1, exit: USAGE, refusal: error.refusal }));
    else io.err(printable(`${error.code}: ${error.message}`));
    return USAGE;
  }
}
