/** For the fuzz run: ways to change a bundle, of its bytes and of what they say. Never signs anything anew: whoever has the keys can make a valid bundle. */
import { concat, fromBase64, fromUtf8, toBase64, toHex, utf8 } from '../../../src/core/bytes/bytes.ts';
import { canonicalText } from '../../../src/core/transcript/canonical-json.ts';
import { GENESIS, lineHash } from '../../../src/core/transcript/chain.ts';
import { sha256Hex } from '../../../src/core/bytes/digest.ts';
import { isSidecar, sidecarName, sidecarPart } from '../../../src/core/sidecars/names.ts';
import { merkleAccumulator } from '../../../src/core/transcript/merkle.ts';
import type { Random } from './random.ts';

/** What was done where a sidecar was changed and named anew. */
export const SIDECAR = 'a sidecar';

export type Bundle = Map<string, Uint8Array>;

interface Envelope {
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const RECORD = 'transcript.jsonl';
const STATEMENT = 'statement.dsse.json';

function bytesChanged(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(random.pick([1, 4, 64, 1024]));
  const before = bytes.subarray(0, at);
  const part = bytes.subarray(at, at + length);
  const after = bytes.subarray(at + length);
  const noise = (): Uint8Array => Uint8Array.from({ length }, () => random.below(256));
  switch (random.below(8)) {
    case 0: {
      const copy = bytes.slice();
      for (let times = 1 + random.below(3); times > 0 && copy.length > 0; times--) copy[random.below(copy.length)]! ^= 1 << random.below(8);
      return copy;
    }
    case 1:
      return concat(before, noise(), after);
    case 2:
      return concat(before, noise(), part, after);
    case 3:
      return concat(before, after);
    case 4:
      return before.slice();
    case 5:
      return concat(before, part, part, after);
    case 6: {
      const other = random.below(bytes.length + 1);
      return concat(before, bytes.subarray(other, other + length), after);
    }
    default:
      return concat(before, utf8(random.pick(['\n', ' ', '0', '"', '{', '}', '\\u0000', '\u202e', '{"a":1,"a":2}', '1e400', '-0', '\ufeff', '[['.repeat(40)])), after);
  }
}

/** Any one value of a JSON value, changed. */
function valueChanged(random: Random, value: Json): Json {
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    switch (random.below(4)) {
      case 0:
        return value.toSpliced(at, 1);
      case 1:
        return value.toSpliced(at, 0, value.length === 0 ? null : structuredClone(random.pick(value)));
      case 2:
        return value.length < 2 ? [...value, ...value] : value.toReversed();
      default:
        return value.map((item, i) => (i === Math.min(at, value.length - 1) ? valueChanged(random, item) : item));
    }
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    const name = names.length === 0 ? 'a' : random.pick(names);
    const { [name]: old = null, ...rest } = value;
    const deed = random.below(8);
    return deed === 0 ? rest : deed === 1 ? { ...value, [`${name}x`]: old } : { ...rest, [name]: valueChanged(random, old) };
  }
  if (typeof value === 'number') return random.pick([value + 1, value - 1, -value, 0, 2 ** 53, value + 0.5, String(value)]);
  if (typeof value === 'boolean') return !value;
  if (value === null) return random.pick([0, '', false, []]);
  const at = random.below(value.length + 1);
  const hex = '0123456789abcdef';
  return random.pick([value.slice(0, at) + hex[random.below(16)]! + value.slice(at + 1), `${value}0`, value.slice(0, -1), value.toUpperCase(), '', null]);
}

const linesOf = (bytes: Uint8Array): string[] => fromUtf8(bytes).trimEnd().split('\n');

/** As somebody would who rewrites the record: numbers and predecessors made right again. */
function rechained(lines: readonly string[]): readonly string[] {
  let prev = GENESIS;
  return lines.map((line, seq) => {
    let entry: Json;
    try {
      entry = JSON.parse(line) as Json;
    } catch {
      return line;
    }
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return line;
    const text = canonicalText({ ...entry, seq, prev });
    prev = lineHash(utf8(text));
    return text;
  });
}

function recordChanged(random: Random, bytes: Uint8Array): Uint8Array {
  const lines = linesOf(bytes);
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  const line = lines[a]!;
  const changed = ((): readonly string[] => {
    switch (random.below(7)) {
      case 0:
        return lines.toSpliced(a, 1);
      case 1:
        return lines.toSpliced(b, 0, line);
      case 2:
        return lines.with(a, lines[b]!).with(b, line);
      case 3:
        return lines.slice(0, a);
      case 4:
        return lines.with(a, line.replace('{', `{"v":1,`));
      default:
        return lines.with(a, canonicalText(valueChanged(random, JSON.parse(line) as Json)));
    }
  })();
  return utf8(`${(random.below(2) === 0 ? changed : rechained(changed)).join('\n')}\n`);
}

function recordSum(bytes: Uint8Array): Json {
  const tree = merkleAccumulator();
  let head = GENESIS;
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(10, from);
    const line = bytes.subarray(from, to === -1 ? bytes.length : to);
    tree.add(line);
    head = lineHash(line);
    from += line.length + 1;
  }
  return { entries: tree.size, head, merkleRoot: toHex(tree.root()) };
}

/** As somebody would who has no key: the statement says what the files now are, under the old signatures. */
function statementFitted(bundle: Bundle): void {
  const envelope = JSON.parse(fromUtf8(bundle.get(STATEMENT)!)) as Envelope;
  const statement = JSON.parse(fromUtf8(fromBase64(envelope.payload))) as { subject: Json; predicate: Record<string, Json> };
  statement.subject = [...bundle.keys()].filter((name) => name !== STATEMENT).sort().map((name) => ({ name, digest: { sha256: sha256Hex(bundle.get(name)!) } }));
  const record = bundle.get(RECORD);
  if (record !== undefined && record.length > 0) statement.predicate['record'] = recordSum(record);
  bundle.set(STATEMENT, utf8(canonicalText({ ...envelope, payload: toBase64(utf8(canonicalText(statement))) })));
}

function envelopeChanged(random: Random, bytes: Uint8Array): Uint8Array {
  const envelope = JSON.parse(fromUtf8(bytes)) as Envelope;
  const { signatures } = envelope;
  const [a, b] = [random.below(signatures.length), random.below(signatures.length)];
  const [one, other] = [signatures[a]!, signatures[b]!];
  const changed = ((): Envelope['signatures'] => {
    switch (random.below(7)) {
      case 0:
      case 6:
        return signatures.toSpliced(a, 1);
      case 1:
        return signatures.toSpliced(a, 0, other);
      case 2:
        return signatures.with(a, { keyid: one.keyid, sig: other.sig });
      case 3:
        return signatures.with(a, { keyid: other.keyid, sig: one.sig });
      case 4:
        return signatures.with(a, { ...one, sig: toBase64(bytesChanged(random, fromBase64(one.sig))) });
      default:
        return signatures;
    }
  })();
  if (changed !== signatures) return utf8(canonicalText({ ...envelope, signatures: changed }));
  const payload = valueChanged(random, JSON.parse(fromUtf8(fromBase64(envelope.payload))) as Json);
  return utf8(canonicalText({ ...envelope, payload: toBase64(utf8(canonicalText(payload))) }));
}

const sidecarsOf = (bundle: ReadonlyMap<string, Uint8Array>): readonly string[] => [...bundle.keys()].filter(isSidecar);

/** A changed sidecar under the name that it then has: what it says must be refused by what it is, not by its name. */
function sidecarChanged(random: Random, bundle: Bundle): void {
  const name = random.pick(sidecarsOf(bundle));
  const part = sidecarPart(name)!;
  const bytes = bundle.get(name)!;
  const said = (): Uint8Array => (part === 'logEntry' ? utf8(JSON.stringify(valueChanged(random, JSON.parse(fromUtf8(bytes)) as Json))) : envelopeChanged(random, bytes));
  const changed = part !== 'timestamp' && random.below(2) === 0 ? said() : bytesChanged(random, bytes);
  bundle.delete(name);
  bundle.set(sidecarName(part, changed), changed);
}

function filesChanged(random: Random, bundle: Bundle): void {
  // Without a sidecar the bundle is what it was before: that is no mutation.
  const names = [...bundle.keys()].filter((name) => !isSidecar(name));
  const [a, b] = [random.pick(names), random.pick(names)];
  const [one, other] = [bundle.get(a)!, bundle.get(b)!];
  switch (random.below(5)) {
    case 0:
      bundle.delete(a);
      return;
    case 1:
      bundle.set(a, other);
      bundle.set(b, one);
      return;
    case 2:
      bundle.set(random.pick(['documents/x.txt', '../x', 'keys/zoe.pem', 'sidecars/x', '/etc/passwd', a.toUpperCase(), `${a}.bak`, 'inherited/statement.dsse.json']), one);
      return;
    case 3:
      bundle.delete(a);
      bundle.set(a.replace(/[a-z]/, (c) => c.toUpperCase()), one);
      return;
    default:
      bundle.set(a, other);
  }
}

/** A changed copy of `whole`, and in a word how. */
export function mutated(random: Random, whole: ReadonlyMap<string, Uint8Array>): { readonly bundle: Bundle; readonly how: string } {
  const bundle: Bundle = new Map(whole);
  const kind = random.below(20);
  if (sidecarsOf(whole).length > 0 && random.below(3) === 0) {
    sidecarChanged(random, bundle);
    return { bundle, how: SIDECAR };
  }
  const fit = (how: string): { readonly bundle: Bundle; readonly how: string } => {
    if (random.below(16) !== 0 || !bundle.has(STATEMENT) || bundle.get(STATEMENT) !== whole.get(STATEMENT)) return { bundle, how };
    statementFitted(bundle);
    return { bundle, how: `${how}, statement fitted` };
  };
  if (kind < 9) {
    const name = random.pick([...bundle.keys()]);
    bundle.set(name, bytesChanged(random, bundle.get(name)!));
    return fit(`bytes of ${name}`);
  }
  if (kind < 15) {
    bundle.set(RECORD, recordChanged(random, bundle.get(RECORD)!));
    return fit('events');
  }
  if (kind < 18) {
    bundle.set(STATEMENT, envelopeChanged(random, bundle.get(STATEMENT)!));
    return { bundle, how: 'statement or signatures' };
  }
  filesChanged(random, bundle);
  return fit('files');
}

export function isSame(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>): boolean {
  return a.size === b.size && [...a].every(([name, bytes]) => {
    const other = b.get(name);
    return other !== undefined && (other === bytes || Buffer.compare(other, bytes) === 0);
  });
}
