/** `keyrite sidecar add`: puts a timestamp or a log entry beside a bundle under its right name, if the bundle is still valid with it. Overwrites nothing, and changes nothing else. */
import { utf8 } from '../../core/bytes/bytes.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { sidecarForms, sidecarName } from '../../core/sidecars/names.ts';
import { parseStrictJson } from '../../core/sidecars/strict-json.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import { fileChunks } from '../../verifier/directory-source.ts';
import { judge } from '../../verifier/judge.ts';
import { printable } from '../../verifier/print-report.ts';
import { readWhole } from '../../verifier/source.ts';
import type { BundleSource } from '../../verifier/source.ts';
import type { Io } from '../io.ts';
import { parseArguments } from './arguments.ts';
import { folderOf } from './folder.ts';
import { writeSidecar } from './write-sidecar.ts';

const usage = [
  'keyrite sidecar add BUNDLE FILE',
  '',
  'Puts FILE beside the bundle, whole or redacted, in the folder BUNDLE, if nothing is wrong with it then: an RFC 3161 timestamp (DER) over the statement\'s payload, or an entry of a',
  'Rekor log as JSON: {"tlogEntries":[...]}, or a whole Sigstore bundle, of which only the entry is taken. Whom it is believed from is pinned when it is verified.',
  '',
  'Exit code: 0 added, 1 refused, 2 usage.',
];

/** A whole Sigstore bundle is larger than the entry in it. */
const MOST_BYTES = 4 * sidecarForms.logEntry.maxBytes;

/** The sidecar that these bytes are. Throws RefusalError `sidecar.unknown-form`. */
export function asSidecar(bytes: Uint8Array): BundleFile {
  const named = (part: 'timestamp' | 'logEntry', content: Uint8Array): BundleFile => ({ name: sidecarName(part, content), bytes: content });
  // Every timestamp is a SEQUENCE; no JSON begins with this byte but the digit 0.
  if (bytes[0] === 0x30 && bytes.length > 1 && bytes[1] !== 0x0a) return named('timestamp', bytes);
  const value = parseStrictJson(bytes, 32);
  if (typeof value !== 'object' || value === null) throw new RefusalError('sidecar.unknown-form', { where: 'it is neither DER nor JSON of one meaning' });
  if ('tlogEntries' in value) return named('logEntry', bytes);
  const material = 'verificationMaterial' in value ? value.verificationMaterial : null;
  const entries = typeof material === 'object' && material !== null && 'tlogEntries' in material ? material.tlogEntries : null;
  if (!Array.isArray(entries) || entries.length !== 1) throw new RefusalError('sidecar.unknown-form', { where: 'it has not exactly one tlogEntries' });
  return named('logEntry', utf8(JSON.stringify({ tlogEntries: entries })));
}

/** The bundle as it would be with one file more. */
function withFile(source: BundleSource, file: BundleFile): BundleSource {
  return {
    list: async () => [...(await source.list()), { name: file.name, kind: 'file', bytes: file.bytes.length }],
    open: (name) =>
      name === file.name
        ? (async function* () {
            yield file.bytes;
          })()
        : source.open(name),
  };
}

async function add(bundle: string, path: string, io: Io): Promise<void> {
  const file = asSidecar(await readWhole({ list: async () => [], open: () => fileChunks(path, path) }, path, MOST_BYTES));
  const source = await folderOf(bundle);
  if ((await source.list()).some((f) => f.name === file.name)) throw new RefusalError('sidecar.there-already', { name: file.name });
  const { report } = await judge(withFile(source, file));
  const broken = report.findings.find((f) => f.severity === 'error');
  if (broken !== undefined) throw new RefusalError('sidecar.would-not-hold', { rule: broken.rule, found: broken.found });
  await writeSidecar(bundle, file);
  io.out(printable(`Added ${file.name}`));
}

/** Runs `keyrite sidecar` with the arguments after that word. */
export async function sidecarCommand(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    for (const line of usage) io.out(line);
    return 0;
  }
  const given = parseArguments(args, []);
  const [word, bundle, path, more] = typeof given === 'string' ? [] : given.places;
  if (typeof given === 'string' || word !== 'add' || bundle === undefined || path === undefined || more !== undefined) {
    io.err(typeof given === 'string' ? printable(given) : 'Give the word add, the folder of a bundle, and one file.');
    io.err(usage[0]!);
    return 2;
  }
  try {
    await add(bundle, path, io);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    io.err(printable(`${error.code}: ${error.message}`));
    return 1;
  }
}
