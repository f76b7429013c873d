/** `keyrite import`: verified bundles into a database, one transaction each. Opens no connection but to the database named, and changes no bundle. */
import { readFileSync } from 'node:fs';
import { sha256Hex } from '../core/bytes/digest.ts';
import type { RefusalCode } from '../core/refusals/codes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import type { Refusal } from '../core/refusals/refusal.ts';
import { importBundle } from '../importer/import-bundle.ts';
import type { ImportOptions, ImportResult } from '../importer/import-bundle.ts';
import type { ImportStore } from '../importer/import-store.ts';
import { inLineageOrder } from '../importer/lineage-order.ts';
import { openStore } from '../importer/open-store.ts';
import { printable } from '../verifier/print-report.ts';
import { parseTrust } from '../verifier/trust.ts';
import { sourceAt } from '../verifier/zip-file.ts';
import type { Io } from './io.ts';
import { trustBytes } from './trust-file.ts';
import { asciiJson } from './ascii-json.ts';

const USAGE = 2;
const usage = [
  'keyrite import BUNDLE... --to DATABASE [--trust FILE | --unpinned] [--allow-rehearsal] [--allow-gap] [--json]',
  '',
  'Verifies each bundle, and writes it into the database where it is valid, vouched for, and fits what is there already.',
  'Several bundles are taken in the order of their lineage. The same bundle again changes nothing.',
  '',
  '  --to DATABASE        postgresql://USER@HOST/DATABASE, sqlite:FILE, or the path of a file (docs/importer.md)',
  '  --trust FILE         keys you have pinned (docs/formats/transcript.md, "Pinned keys")',
  '  --unpinned           takes what is valid and vouched for by nobody, marked so',
  '  --allow-rehearsal    takes rehearsals, marked so',
  '  --allow-gap          takes a ceremony whose predecessor is not there, marked so',
  '  --json               the outcome as one line of JSON',
  '',
  'Exit code: 0 all of them are there, 1 at least one was refused, 2 usage, or the database cannot be used.',
];

interface Arguments {
  readonly bundles: readonly string[];
  readonly to: string;
  readonly trust: string | null;
  readonly flags: ReadonlySet<string>;
}

const withValue: ReadonlySet<string> = new Set(['--to', '--trust']);
const withoutValue: ReadonlySet<string> = new Set(['--unpinned', '--allow-rehearsal', '--allow-gap', '--json']);

/** The arguments, or a sentence on what is wrong with them. */
function parse(args: readonly string[]): Arguments | string {
  const bundles: string[] = [];
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (withValue.has(arg)) {
      const value = args[++at];
      if (value === undefined || value === '' || values.has(arg)) return `${arg} needs one value, once.`;
      values.set(arg, value);
    } else if (withoutValue.has(arg)) flags.add(arg);
    else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else bundles.push(arg);
  }
  const to = values.get('--to');
  if (bundles.length === 0 || bundles.includes('')) return 'Give the folder of a bundle.';
  if (to === undefined) return 'Give the database after --to.';
  if (values.has('--trust') && flags.has('--unpinned')) return 'Give --trust or --unpinned, not both: with pins, what does not meet them is refused.';
  return { bundles, to, trust: values.get('--trust') ?? null, flags };
}

/** The pins, with the digest of their file. The file is the operator's own: its name may be a link, unlike anything in a bundle. */
async function readTrust(path: string): Promise<NonNullable<ImportOptions['trust']>> {
  const bytes = await trustBytes(path);
  return { pins: parseTrust(bytes), sha256: sha256Hex(bytes) };
}

/** What the database itself says: no other bundle is tried after it. */
const ofTheDatabase: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['import.not-permitted', 'import.busy', 'import.disk-full', 'import.connection-lost', 'import.database-error', 'import.damaged']);

type Outcome = ({ readonly bundle: string } & ImportResult) | { readonly bundle: string; readonly outcome: 'refused'; readonly refusal: Refusal } | { readonly bundle: string; readonly outcome: 'not-tried' };

/** Whether the outcome is the database's word, so that no other bundle is tried. */
function stops(outcome: Outcome): boolean {
  return outcome.outcome === 'refused' && ofTheDatabase.has(outcome.refusal.code);
}

async function importAll(store: ImportStore, bundles: readonly string[], options: ImportOptions, each: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, source } of await inLineageOrder(bundles.map((name) => ({ name, source: sourceAt(name) })))) {
    const last = outcomes.at(-1);
    const outcome: Outcome = last !== undefined && (last.outcome === 'not-tried' || stops(last)) ? { bundle: name, outcome: 'not-tried' } : await importBundle(store, source, options).then(
      (result): Outcome => ({ bundle: name, ...result }),
      (error: unknown): Outcome => {
        if (!(error instanceof RefusalError)) throw error;
        return { bundle: name, outcome: 'refused', refusal: error.refusal };
      },
    );
    each(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

function linesOf(outcome: Outcome): readonly string[] {
  if (outcome.outcome === 'not-tried') return [`not tried      ${outcome.bundle}`];
  if (outcome.outcome === 'refused') return [`REFUSED        ${outcome.bundle}`, `               ${outcome.refusal.code}: ${outcome.refusal.sentence}`];
  const { bundle, ceremony, mode, verdict, gap, events, added, warnings } = outcome;
  const words = { imported: 'imported', there: 'already there', added: 'more of it' }[outcome.outcome].padEnd(13);
  const marks = [verdict === 'trusted' ? 'trusted' : 'VOUCHED FOR BY NOBODY', ...(mode === 'rehearsal' ? ['REHEARSAL'] : []), ...(gap ? ['AFTER A GAP'] : [])].join(', ');
  return [`${words}  ${ceremony}, ${String(events)} events, ${marks} (${bundle})`, ...added.map((what) => `               ${what === 'verdict' ? 'now trusted' : what}`), ...warnings.map((w) => `               warning ${w.rule}: ${w.found}`)];
}

/** The version in package.json; two folders up both from src/cli/ and from the build. */
function application(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return `keyrite ${version}`;
}

/** Runs `keyrite import` with the arguments after the word import; `now` gives the UTC time for the log. Answers with the exit code: 0, 1 or 2. */
export async function importCommand(args: readonly string[], io: Io, now: () => string = () => new Date().toISOString()): Promise<number> {
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
  const json = parsed.flags.has('--json');
  try {
    const trust = parsed.trust === null ? null : await readTrust(parsed.trust);
    const options: ImportOptions = { trust, unpinned: parsed.flags.has('--unpinned'), allowRehearsal: parsed.flags.has('--allow-rehearsal'), allowGap: parsed.flags.has('--allow-gap'), now, application: application() };
    const store = await openStore(parsed.to, now);
    try {
      const outcomes = await importAll(store, parsed.bundles, options, (outcome) => {
        if (!json) for (const line of linesOf(outcome)) io.out(printable(line));
      });
      const exit = outcomes.some(stops) ? USAGE : outcomes.some((o) => o.outcome === 'refused') ? 1 : 0;
      if (json) io.out(asciiJson({ keyriteImport: 1, exit, to: store.place, bundles: outcomes }));
      return exit;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    if (json) io.out(asciiJson({ keyriteImport: 1, exit: USAGE, refusal: error.refusal }));
    else io.err(printable(`${error.code}: ${error.message}`));
    return USAGE;
  }
}
