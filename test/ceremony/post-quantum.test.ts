/** A whole rehearsal at the desk with second signatures, real codes and sealed keys; and the events that the machine refuses for a key too few or too many. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toBase64 } from '../../src/core/bytes/bytes.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { firstSample, postQuantumSample } from '../verifier/sample-bundle.ts';
import type { Sample } from '../verifier/sample-bundle.ts';
import { planText, samplePlan } from './sample-plan.ts';
import { begin, createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

const rooms: TestRoom[] = [];
afterAll(() => {
  for (const room of rooms) room.remove();
});
const text = `${planText}signatures: { postQuantum: ml-dsa-65 }\n`;

describe('a ceremony with second signatures', () => {
  it('ends in a bundle in which everybody has signed twice, trusted by pins of the second keys alone', async () => {
    const room = await createTestRoom(text);
    rooms.push(room);
    const desk = room.openDesk();
    try {
      await begin(desk, text);
      const last = await playUntil(desk, room.people, (s) => s.status === 'closed');
      expect(last.status).toBe('closed');
    } finally {
      await desk.close();
    }
    const bundle = join(room.folder, readdirSync(room.folder).find((name) => name.includes('bundle')) ?? '');
    const people = samplePlan(text).participants.map((p) => p.id);
    expect(readdirSync(join(bundle, 'keys')).toSorted()).toEqual(['hsm-root.pem', ...people.flatMap((id) => [`${id}.ml-dsa-65.pem`, `${id}.pem`])].toSorted());
    const report = await verifyBundle(directorySource(bundle));
    expect(report.findings.filter((f) => f.severity === 'error')).toEqual([]);
    expect(report.verdict).toBe('valid');
    const seconds = report.signers.flatMap((s) => (s.postQuantum?.signed === true ? [s.postQuantum.keySha256] : []));
    expect(seconds).toHaveLength(people.length);
    const trust = { keyriteTrust: 1, postQuantum: 'required', participants: { threshold: people.length, keys: seconds } } as const;
    expect((await verifyBundle(directorySource(bundle), { allowRehearsal: true, trust: { ...trust, participants: { ...trust.participants, keys: [...seconds] } } })).verdict).toBe('trusted');
    expect(readFileSync(join(bundle, 'plan.yaml'), 'utf8')).toBe(text);
  }, 300_000);
});

describe('the machine', () => {
  const registering = (of: Sample): readonly Sample['events'][number][] => of.events.slice(0, of.events.findIndex((e) => e.type === 'participant.registered'));
  const register = (of: Sample): Sample['events'][number] => of.events.find((e) => e.type === 'participant.registered')!;
  const refusal = (of: Sample, event: Sample['events'][number], until: readonly Sample['events'][number][]): string | null => {
    const state = until.reduce((s, e) => {
      const outcome = transition(s, e);
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      return outcome.state;
    }, newCeremony(of.plan, nothingInherited));
    const outcome = transition(state, event);
    return outcome.ok ? null : outcome.refusal.code;
  };

  it('refuses a registration with a key too few or too many', () => {
    const [one, two] = [firstSample('rehearsal'), postQuantumSample('rehearsal')];
    expect(refusal(two, register(one), registering(two))).toBe('ceremony.second-key');
    expect(refusal(one, register(two), registering(one))).toBe('ceremony.second-key');
    expect(refusal(two, register(two), registering(two))).toBeNull();
  });

  it('refuses a signature of the statement that is half of two, and a second one of who has one key', () => {
    const signature = toBase64(new Uint8Array(8));
    const signed = (signer: string, second: boolean): Sample['events'][number] => ({ type: 'statement.signed', signer, signature, ...(second ? { postQuantum: signature } : {}) });
    const [one, two] = [firstSample('rehearsal'), postQuantumSample('rehearsal')];
    expect(refusal(two, signed('ann', false), two.events)).toBe('ceremony.second-key');
    expect(refusal(two, signed('hsm-root', true), two.events)).toBe('ceremony.second-key');
    expect(refusal(one, signed('ann', true), one.events)).toBe('ceremony.second-key');
    expect(refusal(two, signed('ann', true), two.events)).toBeNull();
    expect(refusal(two, signed('hsm-root', false), two.events)).toBeNull();
  });
});
