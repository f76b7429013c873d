/** Second signatures: what a whole bundle with them says, what pins can demand, and what an attacker gains who can forge every ECDSA signature. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../src/core/bytes/bytes.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { reportLines } from '../../src/verifier/print-report.ts';
import { parseTrust } from '../../src/verifier/trust.ts';
import type { Trust } from '../../src/verifier/trust.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { codeOf } from './code-of.ts';
import { memorySource } from './memory-source.ts';
import { postQuantumSample, sampleBundle } from './sample-bundle.ts';
import type { Sample } from './sample-bundle.ts';
import { personKey, rootKey, secondKey } from './sample-keys.ts';

const sample = postQuantumSample('production');
const people = sample.plan.participants.map((p) => p.id);
const seconds = people.map((id) => spkiSha256(secondKey(id).spki));
const firsts = people.map((id) => spkiSha256(personKey(id).spki));
const judged = (of: Sample | undefined, trust?: Trust): ReturnType<typeof verifyBundle> => verifyBundle(memorySource(sampleBundle(of === undefined ? {} : { of })), trust === undefined ? {} : { trust });
const required = (keys: readonly string[], threshold = keys.length): Trust => ({ keyriteTrust: 1, postQuantum: 'required', participants: { threshold, keys: [...keys] } });

describe('a bundle with second signatures', () => {
  it('is valid, and both signatures of each person are reported and printed', async () => {
    const report = await judged(sample);
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('valid');
    for (const { id, signed, postQuantum } of report.signers) {
      expect(signed).toBe(true);
      expect(postQuantum).toEqual(id === 'hsm-root' ? undefined : { algorithm: 'ML-DSA-65', keySha256: spkiSha256(secondKey(id).spki), signed: true });
    }
    expect(reportLines(report).filter((line) => line.includes('and signed with ML-DSA-65'))).toHaveLength(people.length);
  });

  it('is trusted by pins of the second keys, of the first ones, or of some of each', async () => {
    for (const keys of [seconds, firsts, [...firsts.slice(0, 3), ...seconds.slice(3)]]) expect((await judged(sample, { keyriteTrust: 1, participants: { threshold: people.length, keys: [...keys] } })).verdict).toBe('trusted');
    expect((await judged(sample, required(seconds))).verdict).toBe('trusted');
  });

  it('counts a person once of whom both keys are pinned', async () => {
    const report = await judged(sample, { keyriteTrust: 1, participants: { threshold: 2, keys: [firsts[0]!, seconds[0]!] } });
    expect(report.findings.map((f) => f.rule)).toEqual(['R-TRUST-02']);
  });

  it('says which second signature is missing', async () => {
    const report = await verifyBundle(memorySource(sampleBundle({ of: sample, signatures: (all) => all.filter((s) => s.keyid !== 'ann.ml-dsa-65') })));
    expect(report.signers.filter((s) => s.postQuantum?.signed === false).map((s) => s.id)).toEqual(['ann']);
    expect(reportLines(report).join('\n')).toContain('and NOT SIGNED with ML-DSA-65');
  });
});

describe('pins that demand post-quantum signatures', () => {
  it('are not met by a bundle without them', async () => {
    const report = await judged(undefined, required(firsts));
    expect(report.verdict).toBe('invalid');
    expect(report.findings.map((f) => f.rule)).toEqual(['R-TRUST-08', 'R-TRUST-02']);
  });

  it('are not met by pins of ECDSA keys, whoever signed', async () => {
    expect((await judged(sample, required(firsts, 1))).findings.map((f) => f.rule)).toEqual(['R-TRUST-02']);
  });

  it('refuse to rest on the root alone, whose signature is ECDSA', () => {
    const text = JSON.stringify({ keyriteTrust: 1, postQuantum: 'required', hsmRoot: [spkiSha256(rootKey.spki)] });
    expect(codeOf(() => parseTrust(utf8(text)))).toBe('transcript.bad-trust');
    expect(codeOf(() => parseTrust(utf8(text.replace('required', 'wanted'))))).toBe('transcript.bad-trust');
  });
});

describe('an attacker with every ECDSA key, as a quantum computer would give them', () => {
  /** The ceremony played anew: every first key and the root are the real ones, the second keys are the attacker's own. */
  const forged: Sample = {
    ...sample,
    events: sample.events.map((event) => (event.type === 'participant.registered' ? { ...event, postQuantum: { algorithm: 'ML-DSA-65', publicKey: toBase64(secondKey(`forged ${event.participant}`).spki), signature: '' } } : event)),
  };

  it('makes a bundle that holds together, and is trusted by who pinned ECDSA keys only', async () => {
    expect((await judged(forged, { keyriteTrust: 1, hsmRoot: [spkiSha256(rootKey.spki)], participants: { threshold: people.length, keys: firsts } })).verdict).toBe('trusted');
  });

  it('does not get past one pinned ML-DSA key, with second keys of their own or with none', async () => {
    expect((await judged(forged, required(seconds, 1))).findings.map((f) => f.rule)).toEqual(['R-TRUST-02']);
    expect((await judged(undefined, required(seconds, 1))).verdict).toBe('invalid');
  });

  it('cannot change one confirmation under the second signatures that were given', async () => {
    const genuine = sampleBundle({ of: sample });
    const envelope = JSON.parse(Buffer.from(genuine.get('statement.dsse.json')!).toString()) as { signatures: { keyid: string; sig: string }[] };
    const given = new Map(envelope.signatures.map((s) => [s.keyid, Uint8Array.from(Buffer.from(s.sig, 'base64'))]));
    const at = sample.events.findIndex((e) => e.type === 'step.confirmed');
    const altered = sampleBundle({
      of: sample,
      entry: (e) => (e.seq === at ? { ...e, time: '2026-01-15T09:00:00.500Z' } : e),
      // ECDSA is forged anew over the changed record; of ML-DSA there are only the signatures over the old one.
      signatures: (all) => all.map((s) => (s.keyid.includes('.') ? { ...s, signature: given.get(s.keyid)! } : s)),
    });
    const report = await verifyBundle(memorySource(altered));
    expect(report.verdict).toBe('invalid');
    expect(report.findings.filter((f) => f.rule === 'R-SIG-07')).toHaveLength(people.length);
  });
});
