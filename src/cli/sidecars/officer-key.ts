/** `keyrite officer-key new`: makes the key with which an officer signs off, sealed under a code or on a token. Never shows or keeps the code. */
import { equalBytes, fromBase64, wipe } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { systemRandom } from '../../main/adapters/environment/random.ts';
import { openHsm } from '../../main/adapters/hsm/open-hsm.ts';
import { writeKeyFile } from '../../main/adapters/officer-key/key-file.ts';
import type { KeyFile } from '../../main/adapters/officer-key/key-file.ts';
import { newSealedKey } from '../../main/adapters/officer-key/sealed-key.ts';
import { newTokenKey } from '../../main/adapters/officer-key/token-key.ts';
import { printable } from '../../verifier/print-report.ts';
import type { Io } from '../io.ts';
import { codeFromDescriptor, codeFromTerminal } from '../read-code.ts';
import { descriptor, parseArguments } from './arguments.ts';

const usage = [
  'keyrite officer-key new FILE [--module PATH --label LABEL] [--code-fd N]',
  '',
  'Makes the key with which an officer signs off, and writes FILE: the key itself sealed under a code, or, with --module and --label, where on a token it is.',
  '',
  '  --module PATH   a PKCS#11 module; the key is made on the token with --label, which has its PIN already, and never leaves it',
  '  --code-fd N     reads the code (of a token the PIN) from this file descriptor; without it, from the terminal, where it is not shown',
  '',
  'Prints the SHA-256 of the public key, which others pin. Exit code: 0 made, 1 refused, 2 usage.',
];

/** The code: once from a descriptor, twice from a terminal where it is new, since nobody sees what they type. Throws `officer-key.codes-differ`. */
async function newCode(fd: number | null, isNew: boolean): Promise<Uint8Array | null> {
  if (fd !== null) return codeFromDescriptor(fd)('');
  const ask = codeFromTerminal(process.stdin, (text) => void process.stderr.write(text));
  const first = await ask(isNew ? 'A new code (it is not shown): ' : 'PIN of the token (it is not shown): ');
  if (first === null || !isNew) return first;
  const second = await ask('The same code again: ');
  const same = second !== null && equalBytes(first, second);
  wipe(second);
  if (same) return first;
  wipe(first);
  throw new RefusalError('officer-key.codes-differ');
}

/** Runs `keyrite officer-key` with the arguments after that word. */
export async function officerKeyCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const wrong = (sentence: string): number => {
    io.err(printable(sentence));
    io.err(usage[0]!);
    return 2;
  };
  const given = parseArguments(args, ['--module', '--label', '--code-fd']);
  if (typeof given === 'string') return wrong(given);
  const [word, path, more] = given.places;
  if (word !== 'new' || path === undefined || more !== undefined) return wrong('Give the word new, and one file.');
  const [module, label, from] = ['--module', '--label', '--code-fd'].map((name) => given.options.get(name));
  if ((module === undefined) !== (label === undefined)) return wrong('--module and --label go together.');
  const fd = from === undefined ? null : descriptor(from);
  if (from !== undefined && fd === null) return wrong('--code-fd is the number of a file descriptor.');
  try {
    const code = await newCode(fd, module === undefined);
    if (code === null) {
      io.err('No code was given. No key was made. It is read from the terminal, or from a file descriptor with --code-fd.');
      return 1;
    }
    const key: KeyFile = module === undefined || label === undefined ? await newSealedKey(code, systemRandom) : await newTokenKey(openHsm, { module, label }, code, systemRandom);
    await writeKeyFile(path, key);
    io.out(`SHA-256 of the public key: ${sha256Hex(fromBase64(key.spki))}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return 1;
  }
}
