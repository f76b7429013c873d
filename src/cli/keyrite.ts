/** The `keyrite` command: finds the command module and hands over. It loads one only when it is asked for, so that `verify` never loads a native module. */
import { readFileSync } from 'node:fs';
import type { Io } from './io.ts';

// For bin/keyrite.mjs, which loads this file alone.
export { endQuietlyWhereNobodyReads } from './quiet-end.ts';

type Command = (args: readonly string[], io: Io) => Promise<number>;

interface Entry {
  readonly words: readonly string[];
  readonly usage: string;
  readonly what: string;
  readonly load: () => Promise<Command>;
}

const entries: readonly Entry[] = [
  {
    words: ['plan', 'check'],
    usage: 'plan check FILE [--json]',
    what: 'Every problem of a plan at once, its script, and its fingerprint in hex and in words',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  {
    words: ['plan', 'draft'],
    usage: 'plan draft KIND --from BUNDLE [--set ID] [--key NAME]…',
    what: 'A plan of the ceremony after the one in BUNDLE, with the places to complete marked',
    load: async () => (await import('./plan-draft.ts')).planDraftCommand,
  },
  {
    words: ['lineage'],
    usage: 'lineage BUNDLE… [--ics FILE]',
    what: 'The keys over all these ceremonies: states, duties, forks and gaps',
    load: async () => (await import('./lineage.ts')).lineageCommand,
  },
  {
    words: ['rehearse'],
    usage: 'rehearse [--plan FILE] [--out DIR] [--json]',
    what: 'A whole rehearsal on SoftHSM2 with scripted participants',
    load: async () => (await import('./rehearse.ts')).rehearseCommand,
  },
  {
    words: ['drill'],
    usage: 'drill [--plan FILE] --incident ID… [--out DIR] [--json]',
    what: 'A rehearsal into which incidents are injected, and a report; also --list, --brief',
    load: async () => (await import('./drill.ts')).drillCommand,
  },
  {
    words: ['document'],
    usage: 'document BUNDLE|PLAN --kind KIND --out FILE.pdf [--paper a4|letter]',
    what: 'A printed document: script, transcript, certificate, custody, kmp, check',
    load: async () => (await import('./document.ts')).documentCommand,
  },
  {
    words: ['redact'],
    usage: 'redact BUNDLE --withhold SEQ,SEQ-SEQ|--type TYPE|--participant ID --out DIR',
    what: 'A redacted bundle: chosen entries withheld, and still proven to be the same record',
    load: async () => (await import('./redact.ts')).redactCommand,
  },
  {
    words: ['bundle', 'pack'],
    usage: 'bundle pack DIR --out FILE.zip',
    what: 'One ZIP file of a bundle, always with the same bytes',
    load: async () => (await import('./bundle-pack.ts')).bundlePackCommand,
  },
  {
    words: ['verify'],
    usage: 'verify BUNDLE... [--trust FILE] [--json] [--allow-rehearsal]',
    what: 'Checks a transcript bundle, or several as one lineage: 0 valid and trusted, 3 valid but nothing pinned, 1 invalid',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    words: ['sign-off'],
    usage: 'sign-off BUNDLE --decision accept|refuse --reasons TEXT --name NAME --role ROLE --key FILE',
    what: 'An officer accepts or refuses a finished record, in a file beside it',
    load: async () => (await import('./sidecars/sign-off.ts')).signOffCommand,
  },
  {
    words: ['sidecar'],
    usage: 'sidecar add BUNDLE FILE',
    what: 'A timestamp or a log entry beside a bundle, if it holds',
    load: async () => (await import('./sidecars/sidecar.ts')).sidecarCommand,
  },
  {
    words: ['officer-key'],
    usage: 'officer-key new FILE [--module PATH --label LABEL]',
    what: 'The key with which an officer signs off: sealed in FILE under a code, or on a token',
    load: async () => (await import('./sidecars/officer-key.ts')).officerKeyCommand,
  },
  {
    words: ['import'],
    usage: 'import BUNDLE... --to DATABASE [--trust FILE | --unpinned] [--json]',
    what: 'Verified bundles into PostgreSQL or SQLite: 0 all there, 1 at least one refused, 2 the database cannot be used',
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    words: ['export'],
    usage: 'export BUNDLE --format FORMAT [--out FILE|DIR] [--trust FILE]',
    what: 'A view of a verified bundle: CycloneDX, OCSF, OSCAL, CEF, DSSE copies, key management plan, calendar',
    load: async () => (await import('./export.ts')).exportCommand,
  },
];

function help(): string {
  const width = Math.max(...entries.map((entry) => entry.usage.length));
  return [
    'Usage: keyrite COMMAND',
    '',
    ...entries.map((entry) => `  ${entry.usage.padEnd(width)}  ${entry.what}`),
    '',
    `  ${'--version'.padEnd(width)}  The version of this program`,
    `  ${'--help'.padEnd(width)}  This page`,
  ].join('\n');
}

/** The version in package.json; two folders up both from src/cli/ and from out/cli/. */
function version(): string {
  const { version: text } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return text;
}

/**
 * Runs one command line (without the program's name) and answers with its exit code: the command's own, 0 for help and version, 2 where
 * no command fits. `plan` commands get their arguments with their second word in front.
 */
export async function keyrite(args: readonly string[], io: Io): Promise<number> {
  const [first] = args;
  if (first === '--version' || first === '-v') {
    io.out(version());
    return 0;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    io.out(help());
    return 0;
  }
  const entry = entries.find(({ words }) => words.every((word, at) => args[at] === word));
  if (!entry) {
    io.err(first === undefined ? 'No command was given.' : `There is no command "${args.slice(0, 2).join(' ')}".`);
    io.err(help());
    return 2;
  }
  const command = await entry.load();
  return command(args.slice(1), io);
}
