/** For tests: timestamps and log entries beside a bundle that are not what they must be; the bundle itself is whole. */
import { utf8 } from '../../../src/core/bytes/bytes.ts';
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import type { RuleId } from '../../../src/verifier/rules.ts';
import type { Trust } from '../../../src/verifier/trust.ts';
import type { Break } from '../rule-breaks.ts';
import { firstSample, sampleBundle } from '../sample-bundle.ts';
import { pins } from '../trust-breaks.ts';
import { bodyOf, logFile, logPins } from './sample-logs.ts';
import type { Made } from './sample-logs.ts';
import { payloadOf } from './sample-sign-offs.ts';
import type { Files } from './sample-sign-offs.ts';
import { authority, tlv, writtenToken } from './sample-timestamps.ts';
import type { Holder } from './sample-timestamps.ts';

export const withFile = (part: 'timestamp' | 'logEntry', make: (payload: Uint8Array) => Uint8Array, files: Files = sampleBundle()): Files => {
  const bytes = make(payloadOf(files));
  files.set(sidecarName(part, bytes), new Uint8Array(bytes));
  return files;
};
export const withStamp = (make: (payload: Uint8Array) => Uint8Array, files?: Files): Files => withFile('timestamp', make, files);
export const withLog = (made: Made = {}, of: (payload: Uint8Array) => Uint8Array = (p) => p): Files => withFile('logEntry', (p) => logFile(of(p), made));
const stamp = (make: (payload: Uint8Array) => Uint8Array) => (): Files => withStamp(make);
const log = (made: Made, of?: (payload: Uint8Array) => Uint8Array) => (): Files => withLog(made, of);
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((b, i) => (i === (at < 0 ? bytes.length + at : at) ? b ^ 1 : b));
const by = (extensions: string): Holder => authority().issue(`of-${extensions}`, extensions);
const text = (bytes: Uint8Array, change: (t: string) => string): Uint8Array => utf8(change(new TextDecoder().decode(bytes)));

export const proofBreaks: readonly Break[] = [
  { rule: 'R-STAMP-01', what: 'not DER', files: stamp(() => utf8('hello')) },
  { rule: 'R-STAMP-01', what: 'a byte after the end', files: stamp((p) => Buffer.concat([authority().stamp(p), Buffer.of(0)])) },
  { rule: 'R-STAMP-01', what: 'not granted', files: stamp(() => tlv(0x30, tlv(0x30, tlv(2, Buffer.of(2))))) },
  { rule: 'R-STAMP-01', what: 'an indefinite length', files: stamp((p) => Buffer.concat([Buffer.of(0x30, 0x80), authority().stamp(p).subarray(4), Buffer.of(0, 0)])) },
  { rule: 'R-STAMP-01', what: 'no certificate is named', files: stamp((data) => writtenToken({ data, by: authority().leaf, withId: false })) },
  { rule: 'R-STAMP-01', what: 'two signers', files: stamp((data) => writtenToken({ data, by: authority().leaf, signers: 2 })) },
  { rule: 'R-STAMP-01', what: 'a time that does not exist', files: stamp((data) => writtenToken({ data, by: authority().leaf, time: '20270230000000Z' })) },
  { rule: 'R-STAMP-01', what: 'something more in what was signed', files: stamp((data) => writtenToken({ data, by: authority().leaf, after: tlv(0xa1, tlv(0x30)) })) },
  { rule: 'R-STAMP-01', what: 'attributes in an order that is not that of DER', files: stamp((data) => writtenToken({ data, by: authority().leaf, unordered: true })) },
  { rule: 'R-STAMP-02', what: 'of something else', files: stamp(() => authority().stamp(utf8('something else'))) },
  { rule: 'R-STAMP-03', what: 'a signature that is not valid', files: stamp((p) => flipped(authority().stamp(p), -1)) },
  { rule: 'R-STAMP-03', what: 'another content than the one signed', files: stamp((data) => writtenToken({ data, by: authority().leaf, content: (c) => Buffer.from(flipped(c, c.length - 5)) })) },
  { rule: 'R-STAMP-03', what: 'another certificate than the one signed for', files: stamp((data) => writtenToken({ data, by: authority().leaf, named: authority().expired })) },
  { rule: 'R-STAMP-05', what: 'a certificate for no use in particular', files: stamp((data) => writtenToken({ data, by: by('none') })) },
  { rule: 'R-STAMP-05', what: 'a certificate for timestamps that does not say so critically', files: stamp((data) => writtenToken({ data, by: by('loose') })) },
  { rule: 'R-STAMP-05', what: 'a certificate for code as well', files: stamp((data) => writtenToken({ data, by: by('more') })) },
  { rule: 'R-STAMP-06', what: 'stamped before the ceremony ended', files: () => withStamp((p) => authority().stamp(p), sampleBundle({ of: { ...firstSample('production'), begins: Date.UTC(2099, 0, 1) } })) },

  { rule: 'R-LOG-01', what: 'not JSON', files: () => withFile('logEntry', () => utf8('hello')) },
  { rule: 'R-LOG-01', what: 'a name twice', files: () => withFile('logEntry', (p) => text(logFile(p), (t) => t.replace('"logIndex":', '"logIndex":"1","logIndex":'))) },
  { rule: 'R-LOG-01', what: 'two entries', files: () => withFile('logEntry', (p) => text(logFile(p), (t) => t.replace(/\[(.*)\]\}$/, '[$1,$1]}'))) },
  { rule: 'R-LOG-01', what: 'an unknown field', files: log({ entry: (e) => ({ ...e, more: 1 }) }) },
  { rule: 'R-LOG-01', what: 'no proof', files: log({ entry: ({ inclusionProof: _none, ...e }) => e }) },
  { rule: 'R-LOG-02', what: 'another place in the tree', files: log({ entry: (e) => ({ ...e, inclusionProof: { ...(e['inclusionProof'] as object), logIndex: '4' } }) }) },
  { rule: 'R-LOG-02', what: 'a step less', files: log({ entry: (e) => ({ ...e, inclusionProof: { ...(e['inclusionProof'] as { hashes: string[] }), hashes: (e['inclusionProof'] as { hashes: string[] }).hashes.slice(1) } }) }) },
  { rule: 'R-LOG-02', what: 'beyond the tree', files: log({ entry: (e) => ({ ...e, inclusionProof: { ...(e['inclusionProof'] as object), logIndex: '11' } }) }) },
  { rule: 'R-LOG-03', what: 'a checkpoint of another size', files: log({ checkpoint: (t) => t.replace('\n11\n', '\n12\n') }) },
  { rule: 'R-LOG-03', what: 'no checkpoint', files: log({ checkpoint: () => 'hello' }) },
  { rule: 'R-LOG-03', what: 'a checkpoint without a signature', files: log({ checkpoint: (t) => t.slice(0, t.indexOf('\n\n') + 2) }) },
  { rule: 'R-LOG-04', what: 'of another statement', files: log({}, () => utf8('another statement')) },
  { rule: 'R-LOG-04', what: 'of another kind than it says', files: log({ entry: (e) => ({ ...e, kindVersion: { kind: 'hashedrekord', version: '0.0.1' } }) }) },
  { rule: 'R-LOG-04', what: 'of a kind that is not known', files: log({ body: { apiVersion: '0.0.1', kind: 'rpm', spec: {} } }) },
  { rule: 'R-LOG-04', what: 'dsse of the bytes that were signed', files: () => withFile('logEntry', (p) => logFile(p, { body: { ...(bodyOf(p, 'hashedrekord', '0.0.1') as object), kind: 'dsse' } })) },
];

const rootPin = (holder: Holder): Trust => ({ keyriteTrust: 1, hsmRoot: [pins.root], timestampRoots: [holder.der.toString('base64')] });
const logPin = (...logKeys: string[]): Trust => ({ keyriteTrust: 1, hsmRoot: [pins.root], logKeys });
export const stampPins = rootPin;
export const logTrust = logPin;

export const proofTrustBreaks: readonly { readonly rule: RuleId; readonly what: string; readonly trust: () => Trust; readonly files: () => Files }[] = [
  { rule: 'R-STAMP-04', what: 'another root is pinned', trust: () => rootPin(authority().stranger), files: stamp((p) => authority().stamp(p)) },
  { rule: 'R-STAMP-04', what: 'the certificate had expired', trust: () => rootPin(authority().root), files: stamp((data) => writtenToken({ data, by: authority().expired })) },
  { rule: 'R-STAMP-04', what: 'stamped before the certificate was valid', trust: () => rootPin(authority().root), files: stamp((data) => writtenToken({ data, by: authority().leaf, time: '20200101000000Z' })) },
  { rule: 'R-STAMP-04', what: 'issued by a certificate that is no authority', trust: () => rootPin(authority().root), files: stamp((data) => writtenToken({ data, by: authority().byPlain })) },
  { rule: 'R-STAMP-04', what: 'a critical extension that is not known', trust: () => rootPin(authority().root), files: stamp((data) => writtenToken({ data, by: by('strange') })) },
  { rule: 'R-STAMP-03', what: 'a certificate that is nowhere', trust: () => rootPin(authority().root), files: stamp((p) => authority().stamp(p, { certificate: false })) },
  { rule: 'R-LOG-05', what: 'another log is pinned', trust: () => logPin(logPins.stranger), files: log({}) },
  { rule: 'R-LOG-05', what: 'the checkpoint was changed after the signature', trust: () => logPin(logPins.v2), files: log({ version: '0.0.2', checkpoint: (t) => t.replace('log.example\n', 'log.examplf\n') }) },
  { rule: 'R-LOG-06', what: 'another time than the log signed', trust: () => logPin(logPins.v1), files: log({ entry: (e) => ({ ...e, integratedTime: '1790000001' }) }) },
];
