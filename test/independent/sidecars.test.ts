/** Timestamps and log entries one by one: the verifier in Python says the same of what is good, of what was recorded, and of thousands of changed ones. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { newFindings } from '../../src/verifier/findings.ts';
import { judgeLogEntry } from '../../src/verifier/sidecars/log-entries.ts';
import { judgeTimestamp } from '../../src/verifier/sidecars/timestamps.ts';
import { recordedLogs, recordedStamps } from '../verifier/sidecars/recorded.ts';
import { logFile, logPins } from '../verifier/sidecars/sample-logs.ts';
import { authority, circle, writtenToken } from '../verifier/sidecars/sample-timestamps.ts';

const program = fileURLToPath(new URL('sidecar_batch.py', import.meta.url));
const ENDED = '2020-01-01T00:00:00.000Z';

interface Asked {
  readonly part: 'timestamp' | 'logEntry';
  readonly data: Uint8Array;
  readonly payload: Uint8Array;
  readonly pins: readonly string[] | null;
}

function ours({ part, data, payload, pins }: Asked): readonly string[] {
  const findings = newFindings();
  if (part === 'timestamp') judgeTimestamp({ findings, roots: pins, payload, ended: ENDED }, 'sidecar', data);
  else judgeLogEntry({ findings, logKeys: pins, payload }, 'sidecar', data);
  return [...new Set(findings.list.map((f) => f.rule))].sort();
}

function theirs(all: readonly Asked[]): readonly (readonly string[])[] {
  const input = all.map(({ part, data, payload, pins }) => `${JSON.stringify({ part, data: toBase64(data), payload: toBase64(payload), pins, ended: ENDED })}\n`).join('');
  const { stdout, stderr } = spawnSync('python3', [program], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as readonly string[]);
}

/** Both say the same of each; what they say. */
function agree(all: readonly Asked[]): readonly (readonly string[])[] {
  const [mine, other] = [all.map(ours), theirs(all)];
  const different = all.flatMap(({ part, data, pins }, i) => (JSON.stringify(mine[i]) === JSON.stringify(other[i]) ? [] : [{ part, pins: pins?.length, data: toBase64(data), ours: mine[i], theirs: other[i] }]));
  expect(different.slice(0, 3)).toEqual([]);
  expect(mine).toHaveLength(other.length);
  return mine;
}

const data = utf8('payload');
const root = authority().root.der.toString('base64');
const stampOf = (bytes: Uint8Array, pins: readonly string[] | null = [root], payload: Uint8Array = data): Asked => ({ part: 'timestamp', data: bytes, payload, pins });
const logOf = (bytes: Uint8Array, pins: readonly string[] | null = [logPins.v1], payload: Uint8Array = data): Asked => ({ part: 'logEntry', data: bytes, payload, pins });
const recordedStamp = recordedStamps.map((r) => stampOf(fromBase64(r.timestamp), r.authority, fromBase64(r.stamped)));
const recordedLog = recordedLogs.map((r) => logOf(utf8(JSON.stringify({ tlogEntries: [r.tlogEntry] })), r.logKeys, fromBase64(r.payload)));
const good = {
  response: authority().stamp(data),
  rsa: authority().stamp(data, { by: authority().rsaLeaf, hash: 'sha512' }),
  token: writtenToken({ data, by: authority().leaf }),
  v1: logFile(data),
  v2: logFile(data, { version: '0.0.2', kind: 'hashedrekord' }),
} as const;

describe('what is good', () => {
  it('breaks no rule', () => {
    const all = [...recordedStamp, ...recordedLog, stampOf(good.response), stampOf(good.rsa), stampOf(good.token), logOf(good.v1), logOf(good.v2, [logPins.v2])];
    expect(agree(all)).toEqual(all.map(() => []));
  });

  it('is judged alike under other pins, without pins, and over something else', () => {
    const all = [...recordedStamp, ...recordedLog, stampOf(good.response), logOf(good.v1), logOf(good.v2)];
    const changed = [...all.map((a) => ({ ...a, pins: null })), ...all.map((a) => ({ ...a, payload: utf8('something else') })), ...all.map((a) => ({ ...a, pins: a.part === 'timestamp' ? [authority().stranger.der.toString('base64')] : [logPins.stranger] }))];
    expect(agree(changed).flat().length).toBeGreaterThan(all.length);
  });
});

/** The same bytes with something done to them, by chance that can be repeated. */
function changedBytes(whole: Uint8Array, many: number, seed: number): readonly Uint8Array[] {
  const change = fc.record({ at: fc.integer({ min: 0, max: whole.length - 1 }), bit: fc.integer({ min: 0, max: 7 }), how: fc.integer({ min: 0, max: 5 }), length: fc.integer({ min: 1, max: 6 }), byte: fc.integer({ min: 0, max: 255 }) });
  return fc.sample(change, { numRuns: many, seed }).map(({ at, bit, how, length, byte }) => {
    const [before, after] = [whole.subarray(0, at), whole.subarray(at + length)];
    if (how <= 2) return whole.map((b, i) => (i === at ? b ^ (1 << bit) : b));
    if (how === 3) return whole.map((b, i) => (i === at ? byte : b));
    if (how === 4) return Uint8Array.from([...before, ...after]);
    return Uint8Array.from([...before, ...new Uint8Array(length).fill(byte), ...whole.subarray(at)]);
  });
}

describe('what was changed', () => {
  const stamps = [
    { name: 'a response of openssl', asked: stampOf(good.response) },
    { name: 'one by RSA', asked: stampOf(good.rsa) },
    { name: 'a token written here', asked: stampOf(good.token) },
    ...recordedStamps.map((r, i) => ({ name: r.name, asked: recordedStamp[i]! })),
  ];
  it.each(stamps)('in a timestamp is judged alike: $name', ({ asked }) => {
    const said = agree(changedBytes(asked.data, 300, 7).map((b) => ({ ...asked, data: b })));
    expect(new Set(said.flat()).size).toBeGreaterThan(1);
  });

  it.each([['Rekor v1', good.v1, [logPins.v1]], ['Rekor v2', good.v2, [logPins.v2]]] as const)('in a log entry is judged alike: %s', (_name, bytes, pins) => {
    const said = agree(changedBytes(bytes, 400, 11).map((b) => logOf(b, pins)));
    expect(new Set(said.flat()).size).toBeGreaterThan(3);
  });

  it('in a recorded log entry is judged alike', () => {
    for (const one of recordedLog) agree(changedBytes(one.data, 200, 13).map((b) => ({ ...one, data: b })));
  });
});

describe('what others write otherwise', () => {
  const text = new TextDecoder().decode(good.v1);
  const named = (more: string): string => text.replace('{"logIndex"', `{${more},"logIndex"`);
  it.each([
    ['white space', text.replaceAll(',', ' ,\n\t').replaceAll(':', ' : ')],
    ['a byte order mark', `\ufeff${text}`],
    ['a needless escape', text.replace('"kind"', '"k\\u0069nd"')],
    ['a name twice', named('"logIndex":"1"')],
    ['a name of a number', named('"1":2')],
    ['nothing', ''],
    ['a list', '[]'],
    ['two values', `${text}${text}`],
    ['a number', text.replace(/"logIndex":"(\d+)"/, '"logIndex":$1')],
    ['a number with a zero in front', text.replace(/"logIndex":"(\d+)"/, '"logIndex":"0$1"')],
    ['a large number', text.replace(/"logIndex":"(\d+)"/, '"logIndex":"9999999999999999999"')],
    ['a number too large', text.replace(/"logIndex":"(\d+)"/, '"logIndex":"99999999999999999999"')],
    ['no promise, and a time', text.replace(/"inclusionPromise":\{[^}]*\}/, '"inclusionPromise":null')],
    ['no time, and a promise', text.replace(/"integratedTime":"\d+",/, '')],
    ['deep', `{"tlogEntries":${'['.repeat(20)}${']'.repeat(20)}}`],
    ['half a character', text.replace('"dsse"', '"\\ud800"')],
  ])('in a log entry: %s', (_what, changed) => {
    agree([logOf(utf8(changed)), logOf(utf8(changed), null)]);
  });

  it.each([
    ['other fields, in any order', { spec: { more: { 2: 1, 1: 2, 10: 3 }, data: 1, payloadHash: null }, apiVersion: '0.0.1', kind: 'dsse' }],
    ['of another algorithm', { apiVersion: '0.0.1', kind: 'dsse', spec: { payloadHash: { algorithm: 'sha1', value: '0'.repeat(40) } } }],
    ['in another version\u2019s words', { apiVersion: '0.0.1', kind: 'dsse', spec: { payloadHash: { algorithm: 'SHA2_256', value: '0'.repeat(64) } } }],
    ['no object', []],
  ])('in the body of one: %s', (_what, body) => {
    agree([logOf(logFile(data, { body }))]);
  });

  it('in certificates that issue one another', () => {
    const all = circle(6).map((der) => der.toString('base64'));
    agree([stampOf(good.response, all), stampOf(good.token, all)]);
  });
});
