/** A whole bundle of every kind of ceremony is valid, and says what there is to say. */
import { describe, expect, it, vi } from 'vitest';
import { toBase64 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { proofChallenge } from '../../src/core/ceremony/challenge.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { verifyLineage } from '../../src/verifier/lineage.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { before } from './edits.ts';
import { later, laterNames } from './later-samples.ts';
import type { LaterName } from './later-samples.ts';
import { memorySource } from './memory-source.ts';
import { firstSample, sampleBundle } from './sample-bundle.ts';
import type { Sample } from './sample-bundle.ts';
import { commitmentsOf, packageOf } from './sample-device.ts';
import { register, SET } from './sample-events.ts';
import { rootKeyOf } from './sample-keys.ts';
import { laterSample } from './sample-later.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

/** Warnings that a kind cannot do without. */
const warnings: Partial<Record<LaterName, readonly string[]>> = {
  // A package does not tell for how long its keys were meant.
  'restore from a package alone': ['R-INH-09', 'R-FULL-03', 'R-FULL-03'],
  'restore from two packages alone': ['R-INH-09', 'R-FULL-03', 'R-FULL-03', 'R-FULL-03'],
  // Held when the keys were older than their cryptoperiod.
  'check after a restore': ['R-FULL-07', 'R-FULL-07'],
  'check after a rotation of the root': ['R-FULL-07'],
  'destroy of everything': ['R-STMT-09'],
  'destroy of the new root': ['R-STMT-09', 'R-FULL-07'],
  'check under the old root': ['R-INH-04', 'R-FULL-07'],
  revoke: ['R-DEST-04'],
};

describe('a whole bundle', () => {
  it.each(laterNames)('%s', async (name) => {
    for (const mode of ['production', 'rehearsal'] as const) {
      const report = await verifyBundle(memorySource(later(name, mode).bundle));
      expect(report.findings.map((f) => `${f.rule} ${f.found}`).filter((f) => !(warnings[name] ?? []).some((rule) => f.startsWith(rule)))).toEqual([]);
      expect(report.findings.map((f) => f.rule).sort()).toEqual([...(warnings[name] ?? [])].sort());
      expect(report).toMatchObject({ verdict: 'valid', rehearsal: mode === 'rehearsal' });
    }
  });
});

describe('a set that two people gave up', () => {
  const again = 'QX7R04M9';

  /** The first ceremony, in which the first set was declared void before it was written, and another made. */
  function secondSet(): Sample {
    const one = firstSample('production');
    const { id, mode } = one.plan;
    const pack = packageOf(id, mode, again, ['root', 'master']);
    const made = one.events.findIndex((e) => e.type === 'backup.made');
    const backup = one.events.findIndex((e) => e.type === 'step.confirmed' && e.step === 'backup');
    const anew = one.events.slice(backup).map((event): CeremonyEvent => {
      if (event.type === 'backup.made') return { ...event, set: again, commitments: commitmentsOf(again), package: sha256Hex(pack) };
      if (event.type === 'proof.passed') return { ...event, set: again, keys: event.keys.map((k) => ({ ...k, challengeSignature: k.challengeSignature === null ? null : toBase64(rootKeyOf('root').sign(proofChallenge(id, again, event.challenge))) })) };
      return 'set' in event ? { ...event, set: again } : event;
    });
    const declared: CeremonyEvent = { type: 'set.declared-void', set: SET, reason: 'the sheet was seen', participant: 'sam', signature: '', second: { participant: 'aud', signature: '' } };
    return { ...one, package: pack, events: [...one.events.slice(0, made + 1), declared, ...anew] };
  }

  it('is told from the one that stands', async () => {
    const report = await verifyBundle(memorySource(sampleBundle({ of: secondSet() })));
    expect(report.findings).toEqual([]);
    expect(report.statement?.predicate).toMatchObject({ voidSets: [SET], shareSets: [{ id: again }] });
  });
});

describe('a check after which every share is in a new bag', () => {
  const bagged = (): Map<string, Uint8Array> => {
    const { sample } = later('check without a proof');
    const events = sample.events.map((event): CeremonyEvent => (event.type === 'step.confirmed' && event.step.startsWith('check:') ? { ...event, note: `bag A-${event.step.slice(6)}` } : event));
    return sampleBundle({ of: { ...sample, events } });
  };

  it('says so, and the next check compares them', async () => {
    const report = await verifyBundle(memorySource(bagged()));
    expect(report.findings).toEqual([]);
    expect(report.statement?.predicate.shareSets[0]?.custodians.map((c) => c.bag)).toEqual(['bag A-1', 'bag A-2', 'bag A-3']);
    const lineage = verifyLineage(await Promise.all([sampleBundle(), bagged()].map(async (files, i) => ({ name: String(i), report: await verifyBundle(memorySource(files)) }))));
    expect(lineage).toMatchObject({ errors: 0, warnings: 0 });
  });

  it('is not called readable by the next one in another bag', async () => {
    const next = laterSample('check', bagged(), { spare: false }, (event) => (event.type === 'share.checked' ? { ...event, bag: `A ${event.index}` } : event));
    // Two years on the master key is past its year: that alone is said.
    expect((await verifyBundle(memorySource(sampleBundle({ of: next })))).findings.map((f) => f.rule)).toEqual(['R-FULL-07']);
    const other = sampleBundle({ of: next, events: (all) => all.map((event) => (event.type === 'share.checked' && event.index === 3 ? { ...event, bag: 'A-4' } : event)) });
    expect((await verifyBundle(memorySource(other))).findings.map((f) => f.rule)).toContain('R-CHECK-03');
  });
});

describe('a check to which a custodian did not come', () => {
  it('says what is missing, and is signed by those who were there', async () => {
    const { sample } = later('check without a proof');
    const events = sample.events.map((event): CeremonyEvent => {
      if (event.type === 'participant.registered' && event.participant === 'cem') return { type: 'participant.absent', participant: 'cem', reason: 'ill', by: 'sam' };
      return event.type === 'share.checked' && event.index === 3 ? { type: 'share.checked', set: event.set, index: 3, result: 'missing', bag: null, note: 'Its custodian is ill.' } : event;
    });
    const report = await verifyBundle(memorySource(sampleBundle({ of: { ...sample, events } })));
    expect(report.findings.map((f) => [f.rule, f.found])).toEqual([['R-CHECK-02', 'Share 3: missing. Its custodian is ill.']]);
    expect(report.verdict).toBe('valid');
    expect(report.signers.map((s) => s.id)).not.toContain('cem');
  });
});

describe('a pinned root', () => {
  const rootOf = (name: string): string => spkiSha256(rootKeyOf(name).spki);
  const verdict = async (files: ReadonlyMap<string, Uint8Array>, ...pins: readonly string[]): Promise<string> => (await verifyBundle(memorySource(files), { trust: { keyriteTrust: 1, hsmRoot: [...pins] } })).verdict;

  it('signs until another takes its place', async () => {
    expect(await verdict(later('rotate of the root').bundle, rootOf('root'))).toBe('trusted');
    expect(await verdict(later('rotate of the root').bundle, rootOf('root-2'))).toBe('invalid');
    expect(await verdict(later('check after a rotation of the root').bundle, rootOf('root-2'))).toBe('trusted');
    expect(await verdict(later('check after a rotation of the root').bundle, rootOf('root'))).toBe('invalid');
  });

  it('that was destroyed vouches by its last word for those who had registered before it', async () => {
    const { sample, bundle } = later('destroy of everything');
    expect(await verdict(bundle, rootOf('root'))).toBe('trusted');
    expect(await verdict(bundle, rootOf('root-2'))).toBe('invalid');
    // After a restart somebody registers with another key, which the root never saw.
    const again = sampleBundle({ of: sample, events: before('record.ended', () => [{ type: 'ceremony.resumed', machine: {}, findings: [] }, ...sample.plan.participants.map((p) => register(p.id, p.roles, 2))]) });
    const report = await verifyBundle(memorySource(again), { trust: { keyriteTrust: 1, hsmRoot: [rootOf('root')] } });
    expect(report.findings.filter((f) => f.severity === 'error').map((f) => f.rule)).toEqual(['R-TRUST-01']);
  });
});
