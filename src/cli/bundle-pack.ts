/** `keyrite bundle pack`: a bundle as one ZIP file, always with the same bytes. Judges nothing (that is `keyrite verify`), changes nothing of the bundle, overwrites nothing. */
import { open, rm } from 'node:fs/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { partOf } from '../core/transcript/bundle.ts';
import { isRedactedName } from '../core/transcript/redaction.ts';
import { directorySource } from '../verifier/directory-source.ts';
import { printable } from '../verifier/print-report.ts';
import { packZip } from '../verifier/zip-pack.ts';
import type { Io } from './io.ts';

const USAGE = 2;
const usage = [
  'keyrite bundle pack DIR --out FILE.zip',
  '',
  'Writes the bundle (or redacted bundle) in the folder DIR into one ZIP file. The same bundle always gives the same bytes.',
  'It judges nothing: "keyrite verify FILE.zip" does.',
  '',
  'Exit code: 0 written, 2 usage, or the folder holds what no bundle holds.',
];

function parse(args: readonly string[]): { readonly folder: string; readonly out: string } | string {
  const places: string[] = [];
  let out: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--out') {
      const value = args[++i];
      if (value === undefined || value === '' || out !== null) return '--out needs one file, once.';
      out = value;
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`;
    else places.push(arg);
  }
  const [folder] = places;
  if (places.length !== 1 || folder === undefined || folder === '') return 'Give the folder of one bundle.';
  return out === null ? 'Give the file to write with --out.' : { folder, out };
}

/** SHA-256 (hex) and size of what was written. A file that could not be written whole is taken away again. */
async function write(folder: string, out: string): Promise<{ readonly digest: string; readonly bytes: number }> {
  const file = await open(out, 'wx').catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new RefusalError('transcript.not-written', { name: out, reason: isThere ? 'something is there already' : 'the place cannot be written to' }, { cause });
  });
  const hash = sha256.create();
  let bytes = 0;
  let isWhole = false;
  try {
    for await (const chunk of packZip(directorySource(folder), (name) => partOf(name) !== null || isRedactedName(name))) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
    isWhole = true;
  } finally {
    await file.close();
    if (!isWhole) await rm(out, { force: true });
  }
  return { digest: toHex(hash.digest()), bytes };
}

/** Runs the command; `args` begin with the word pack. Answers with the exit code. */
export async function bundlePackCommand(args: readonly string[], io: Io): Promise<number> {
  const parsed = parse(args.slice(1));
  if (typeof parsed === 'string') {
    for (const line of [printable(parsed), ...usage]) io.err(line);
    return USAGE;
  }
  try {
    const { digest, bytes } = await write(parsed.folder, parsed.out);
    io.out(printable(`${parsed.out}: ${bytes} bytes`));
    io.out(`SHA-256 ${digest}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return USAGE;
  }
}
