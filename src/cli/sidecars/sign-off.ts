/** `keyrite sign-off`: an officer accepts or refuses a finished record. Verifies everything first, adds one file under sidecars/, and changes nothing else. */
import { makeSignOff, warningsShown } from '../../core/sidecars/make-sign-off.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { openHsm } from '../../main/adapters/hsm/open-hsm.ts';
import { officerKeyAt } from '../../main/adapters/officer-key/officer-key.ts';
import { isRedacted } from '../../verifier/judge-redacted.ts';
import { printable, reportLines } from '../../verifier/print-report.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import type { Io } from '../io.ts';
import { codeFromDescriptor, codeFromTerminal } from '../read-code.ts';
import type { ReadCode } from '../read-code.ts';
import { descriptor, parseArguments } from './arguments.ts';
import { folderOf } from './folder.ts';
import { writeSidecar } from './write-sidecar.ts';

const usage = [
  'keyrite sign-off BUNDLE --decision accept|refuse --reasons TEXT --name NAME --role ROLE --key FILE [--code-fd N]',
  '',
  'Verifies the bundle in the folder BUNDLE, shows what was found, and adds the officer\'s decision as a file under sidecars/.',
  '',
  '  --decision accept|refuse  an acceptance also signs the statement of the ceremony; a refusal never does',
  '  --reasons TEXT            why, in words that stand in the bundle for good',
  '  --name NAME --role ROLE   who decides; nobody who took part in the ceremony',
  '  --key FILE                the officer\'s key (keyrite officer-key new)',
  '  --code-fd N               reads the code from this file descriptor; without it, from the terminal, where it is not shown',
  '',
  'Exit code: 0 signed off, 1 refused or not valid, 2 usage.',
];

const decisions: Readonly<Record<string, 'accepted' | 'refused'>> = { accept: 'accepted', refuse: 'refused' };

/** The code, or null with a sentence to the person. */
async function askCode(from: string | undefined, io: Io): Promise<Uint8Array | null> {
  const fd = from === undefined ? null : descriptor(from);
  const ask: ReadCode = fd === null ? codeFromTerminal(process.stdin, (text) => void process.stderr.write(text)) : codeFromDescriptor(fd);
  const code = await ask('Code of the officer\'s key (it is not shown): ');
  if (code === null) io.err('No code was given. Nothing was signed. It is read from the terminal, or from a file descriptor with --code-fd.');
  return code;
}

/** Runs `keyrite sign-off` with the arguments after these words. */
export async function signOffCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const given = parseArguments(args, ['--decision', '--reasons', '--name', '--role', '--key', '--code-fd']);
  const wrong = (sentence: string): number => {
    io.err(printable(sentence));
    io.err(usage[0]!);
    return 2;
  };
  if (typeof given === 'string') return wrong(given);
  const [bundle, more] = given.places;
  if (bundle === undefined || more !== undefined) return wrong('Give the folder of one bundle.');
  const option = (name: string): string => given.options.get(name) ?? '';
  const decision = decisions[option('--decision')];
  if (decision === undefined) return wrong('--decision is "accept" or "refuse".');
  const missing = ['--reasons', '--name', '--role', '--key'].find((name) => option(name).trim() === '');
  if (missing !== undefined) return wrong(`Give ${missing}.`);
  if (given.options.has('--code-fd') && descriptor(option('--code-fd')) === null) return wrong('--code-fd is the number of a file descriptor.');
  try {
    const source = await folderOf(bundle);
    if (await isRedacted(source)) throw new RefusalError('sign-off.redacted');
    const { report, verified } = await judgeBundle(source);
    for (const line of reportLines(report)) io.out(line);
    if (verified === null) throw new RefusalError('sign-off.not-valid');
    const key = await officerKeyAt(option('--key'), openHsm);
    const code = await askCode(given.options.get('--code-fd'), io);
    if (code === null) return 1;
    const file = await makeSignOff(verified, { decision, reasons: option('--reasons'), name: option('--name'), role: option('--role'), time: new Date().toISOString(), warnings: warningsShown(report.findings) }, key, code);
    await writeSidecar(bundle, file);
    io.out('');
    io.out(printable(`${decision === 'accepted' ? 'Accepted' : 'Refused'} by ${option('--name')}: ${file.name}`));
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return 1;
  }
}
