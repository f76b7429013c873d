/** The annotated script: every entry has its place, nothing that happened is lost, and a record of any length gives a script of bounded size. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import { deriveScript } from '../../core/ceremony/script.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import { memorySource } from '../../../test/verifier/memory-source.ts';
import { sampleBundle } from '../../../test/verifier/sample-bundle.ts';
import { SET } from '../../../test/verifier/sample-events.ts';
import { annotate } from './annotate.ts';
import { annotatedEvents } from './place.ts';
import type { AnnotatedStep } from './types.ts';

let verified: VerifiedTranscript;
let events: CeremonyEvent[];
beforeAll(async () => {
  const judged = await judgeBundle(memorySource(sampleBundle()));
  verified = judged.verified!;
  events = [];
  for await (const { event } of verified.entries()) events.push(event);
});

/** The same ceremony with other events: what a longer or an interrupted one would have recorded. */
function withEvents(others: Iterable<CeremonyEvent>): VerifiedTranscript {
  return {
    ...verified,
    async *entries() {
      let seq = 0;
      for (const event of others) {
        yield { v: 1 as const, seq, prev: '', salt: '', time: new Date(1_800_000_000_000 + seq * 1000).toISOString(), mono: seq, event };
        seq++;
      }
    },
  };
}

function stepNamed(steps: readonly AnnotatedStep[], id: string): AnnotatedStep {
  const step = steps.find((s) => s.id === id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}

const at = (type: CeremonyEvent['type']): number => events.findIndex((e) => e.type === type);
const inserted = (before: number, ...more: readonly CeremonyEvent[]): CeremonyEvent[] => [...events.slice(0, before), ...more, ...events.slice(before)];
const failed: CeremonyEvent = { type: 'step.failed', step: 'key:root', code: 'hsm.timeout', detail: {} };

describe('an annotated script', () => {
  it('has every step of the script in order, done, and every entry of the record in one of them', async () => {
    const script = await annotate(verified);
    expect(script.steps.map((s) => s.id)).toEqual(deriveScript(verified.plan).map((s) => s.id));
    expect(script.steps.map((s) => s.state)).toEqual(script.steps.map(() => 'done'));
    const seqs = script.steps.flatMap((s) => s.events.map((e) => e.seq));
    expect(seqs).toEqual(events.map((_, seq) => seq));
    expect(script.signatures.map((s) => s.signer)).toEqual(verified.statement.predicate.signers.map((s) => s.id));
  });

  it('says who confirmed, and what the device reported in three states', async () => {
    const { steps } = await annotate(verified);
    const root = stepNamed(steps, 'key:root');
    expect(root.confirmations.map((c) => [c.name, c.signed])).toEqual([['Sam Officer', true], ['Ann One', true], ['Ben Two', true]]);
    const made = root.events.find((e) => e.type === 'key.generated')!;
    expect(made.keys).toEqual(['root']);
    expect(made.facts).toContainEqual({ label: 'Made inside this device (LOCAL)', value: 'yes', about: null, exact: false });
    expect(made.facts).toContainEqual({ label: 'What is gone from there', value: 'nothing', about: null, exact: false });
    const silent = events.map((e): CeremonyEvent => (e.type === 'key.generated' ? { ...e, evidence: { ...e.evidence, attributes: { ...e.evidence.attributes, COPYABLE: 'not-reported' } } } : e));
    const other = stepNamed((await annotate(withEvents(silent))).steps, 'key:root').events.find((e) => e.type === 'key.generated')!;
    expect(other.facts.find((f) => f.label.includes('(COPYABLE)'))?.value).toBe('not reported');
  });

  it('tells a deviation where it happened, with its remedy, who recorded it and who accepted it', async () => {
    const recorded: CeremonyEvent = { type: 'deviation.recorded', id: 1, step: 'key:root', what: 'The lamp failed.', remedy: 'Another was brought.', by: 'wim', automatic: false };
    const accepted: CeremonyEvent = { type: 'deviation.accepted', id: 1, participant: 'aud', signature: '' };
    const { steps, deviations } = await annotate(withEvents(inserted(at('key.generation-started'), recorded, accepted)));
    expect(deviations).toHaveLength(1);
    expect(stepNamed(steps, 'key:root').deviations).toEqual(deviations);
    expect(deviations[0]).toMatchObject({ what: 'The lamp failed.', byName: 'Wim Witness', accepted: [{ name: 'Aud Auditor' }] });
  });

  it('shows a pause where it was taken, as belonging to no step', async () => {
    const paused: CeremonyEvent = { type: 'ceremony.paused', by: 'sam', reason: 'Lunch' };
    const { steps } = await annotate(withEvents(inserted(at('key.generation-started'), paused, { type: 'ceremony.continued', by: 'sam' })));
    const outside = stepNamed(steps, 'key:root').events.filter((e) => e.outside);
    expect(outside.map((e) => e.sentence)).toEqual(['Paused by Sam Officer: Lunch', 'Continued by Sam Officer']);
    expect(stepNamed(steps, 'key:root').first).not.toBe(outside[0]!.time);
  });

  it('calls a step repeated that an interruption made necessary again, and keeps both times apart', async () => {
    const write = at('share.written');
    const registered = events.filter((e) => e.type === 'participant.registered').map((e): CeremonyEvent => ({ ...e, again: true }));
    const makes = events.slice(at('backup.started'), at('backup.made') + 1);
    const authorised = events.filter((e) => e.type === 'step.confirmed' && e.step === 'backup');
    const anew = (event: CeremonyEvent): CeremonyEvent => ('set' in event ? { ...event, set: 'ZX7R04M2' } : event);
    const again: readonly CeremonyEvent[] = [{ type: 'ceremony.resumed', machine: {}, findings: ['The set was not finished.'] }, ...registered, { type: 'set.voided', set: SET, reason: 'It was not finished.' }, { type: 'hsm.unlocked', token: 'primary', by: ['ann', 'ben'] }, { type: 'hsm.unlocked', token: 'spare', by: ['ann', 'ben'] }];
    const { steps } = await annotate(withEvents([...events.slice(0, write), ...again, ...authorised, ...makes.map(anew), ...events.slice(write).map(anew)]));
    const backup = stepNamed(steps, 'backup');
    expect(backup).toMatchObject({ state: 'repeated', times: 2 });
    expect(backup.events.filter((e) => e.type === 'backup.made').map((e) => e.pass)).toEqual([1, 2]);
    expect(stepNamed(steps, 'proof').state).toBe('done');
  });

  it('keeps no more of a long record than its limits say, and counts the rest', async () => {
    const many = 50_000;
    function* long(): Generator<CeremonyEvent> {
      const before = at('key.generation-started');
      yield* events.slice(0, before);
      for (let i = 0; i < many; i++) yield failed;
      yield* events.slice(before);
    }
    const root = stepNamed((await annotate(withEvents(long()), { plain: 3, remarkable: 2, deviations: 1 })).steps, 'key:root');
    expect(root.events).toHaveLength(5);
    expect(root).toMatchObject({ problems: many, entries: many + 5, omitted: { count: many } });
    let read = 0;
    for await (const event of annotatedEvents(withEvents(long()))) if (event.step === 'key:root') read++;
    expect(read).toBe(many + 5);
  });

  it('gives the reason of a failure from its code', async () => {
    const { steps } = await annotate(withEvents(inserted(at('key.generation-started'), failed)));
    const shown = stepNamed(steps, 'key:root').events.find((e) => e.type === 'step.failed')!;
    expect(shown.tone).toBe('problem');
    expect(shown.facts.find((f) => f.label === 'Code')?.value).toBe('hsm.timeout');
  });

  it('is not made of a record that does not follow by the rules of the ceremony', async () => {
    const without = events.filter((e) => e.type !== 'plan.reviewed');
    await expect(annotate(withEvents(without))).rejects.toMatchObject({ code: 'transcript.changed-meanwhile' });
  });
});
