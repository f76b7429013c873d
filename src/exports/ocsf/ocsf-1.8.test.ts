/** OCSF events judged by the published schema sources, with a validator that is seen to refuse what is broken. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ocsfProblems } from '../../../test/exports/ocsf-validator.ts';
import { HOSTILE, hostile, sampleNames, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import { keyStates } from '../../core/lineage/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { activities, activityOf } from './classes.ts';
import { ocsf } from './ocsf.ts';

interface Event {
  readonly class_uid: number;
  readonly activity_id: number;
  readonly message: string;
  readonly severity_id: number;
  readonly comment?: string;
  readonly metadata: { readonly uid: string; readonly labels: readonly string[]; readonly sequence?: number };
  readonly entity?: { readonly name: string; readonly data: Readonly<Record<string, unknown>> };
  readonly compliance?: { readonly status_id: number; readonly control: string; readonly requirements: readonly string[] };
}
const eventsOf = async (verified: VerifiedTranscript): Promise<readonly Event[]> => (await whole(ocsf(verified))).trimEnd().split('\n').map((line) => JSON.parse(line) as Event);
const named = (events: readonly Event[], name: string): readonly (readonly [number, unknown])[] => events.filter((e) => e.entity?.name === name).map((e) => [e.activity_id, e.entity!.data['state']] as const);

describe('OCSF events', () => {
  it.each(sampleNames)('fit the published schema, each with an id of its own (%s)', async (name) => {
    const events = await eventsOf(await verifiedOf(name));
    expect(events.flatMap(ocsfProblems)).toEqual([]);
    expect(new Set(events.map((e) => e.metadata.uid)).size).toBe(events.length);
  });

  it('of a first ceremony: each key is created, sealed and active; the record passes', async () => {
    const events = await eventsOf(await verifiedOf('generate'));
    expect(named(events, 'master')).toEqual([[activities.Create, 'pre-activation'], [activities.Update, undefined], [activities.Activate, 'active']]);
    expect(events.filter((e) => e.class_uid === 2003).map((e) => e.compliance?.status_id)).toEqual([1]);
    const created = events.find((e) => e.entity?.name === 'master' && e.activity_id === activities.Create);
    expect(created?.entity?.data['authorised_by']).toEqual(['sam', 'ann', 'ben']);
  });

  it('of a rotation, a destruction and a revocation', async () => {
    expect(named(await eventsOf(await verifiedOf('rotate')), 'master')).toContainEqual([activities.Deactivate, 'deactivated']);
    expect(named(await eventsOf(await verifiedOf('destroy')), 'master').at(-1)).toEqual([activities.Delete, 'destroyed']);
    const revoked = await eventsOf(await verifiedOf('revoke'));
    const compromised = revoked.find((e) => e.activity_id === activities.Disable);
    expect([compromised?.entity?.data['state'], compromised?.severity_id]).toEqual(['compromised', 5]);
    expect(revoked.some((e) => e.activity_id === activities.Delete)).toBe(true);
  });

  it('have an activity of its own for each state of a key', () => {
    expect(new Set(keyStates.map((state) => activityOf[state])).size).toBe(keyStates.length);
  });

  it('give each remark of the verifier, with what its rule serves', async () => {
    const verified = { ...(await verifiedOf('generate')), warnings: [{ rule: 'R-KEY-12', event: 20, found: 'The key root.', means: 'It could have been wrapped.' }, { rule: 'R-TIME-01', event: null, found: 'Back.', means: 'A clock.' }] };
    const found = (await eventsOf(verified)).filter((e) => e.class_uid === 2003);
    expect(found.flatMap(ocsfProblems)).toEqual([]);
    expect(found.map((e) => [e.compliance?.control, e.compliance?.status_id, e.metadata.sequence])).toEqual([['R-KEY-12', 2, 20], ['R-TIME-01', 2, undefined]]);
    expect(found[0]?.compliance?.requirements).toContain('NIST SP 800-53 rev 5, CP-9(8)');
  });

  it('name a rehearsal in every event', async () => {
    const events = await eventsOf(await verifiedOf('generate', 'rehearsal'));
    expect(events.flatMap(ocsfProblems)).toEqual([]);
    // Practice passes nothing.
    expect(events.at(-1)?.compliance?.status_id).toBe(99);
    for (const event of events) {
      expect([event.message.startsWith('REHEARSAL: '), event.entity?.name.startsWith('REHEARSAL: ') ?? true, event.metadata.labels]).toEqual([true, true, ['rehearsal']]);
    }
  });

  it('of a hostile record are as many lines, and as valid', async () => {
    const verified = await verifiedOf('revoke');
    const events = await eventsOf(hostile(verified));
    expect(events.flatMap(ocsfProblems)).toEqual([]);
    // A remark takes the place of the finding that passes.
    expect(events).toHaveLength((await eventsOf(verified)).length);
    expect(events.some((e) => e.comment?.includes('\\u{202e}') === true && e.comment !== HOSTILE)).toBe(true);
  });
});

describe('the validator', () => {
  let event: Readonly<Record<string, unknown>> = {};
  let finding: Readonly<Record<string, unknown>> = {};
  beforeAll(async () => {
    const all = (await whole(ocsf(await verifiedOf('generate')))).trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    event = all[0]!;
    finding = all.at(-1)!;
  });

  it.each<[string, (e: Record<string, unknown>) => void]>([
    ['an attribute that is not there', (e) => delete e['entity']],
    ['a nested one that is not there', (e) => delete (e['metadata'] as Record<string, unknown>)['product']],
    ['an unknown one', (e) => (e['entities'] = [])],
    ['an unknown nested one', (e) => ((e['entity'] as Record<string, unknown>)['fingerprint'] = 'x')],
    ['a text for a number', (e) => (e['time'] = '2026')],
    ['a number for a text', (e) => (e['message'] = 1)],
    ['a number that is not in the list', (e) => (e['severity_id'] = 7)],
    ['a caption of another number', (e) => (e['severity'] = 'Fatal')],
    ['an activity of another class', (e) => (e['activity_id'] = 77)],
    ['a type that is not class and activity', (e) => (e['type_uid'] = 300499)],
    ['a category of another class', (e) => (e['category_uid'] = 2)],
    ['another version', (e) => ((e['metadata'] as Record<string, unknown>)['version'] = '1.7.0')],
    ['a profile that was not said', (e) => (e['cloud'] = { provider: 'x' })],
    ['an object with none of what one must have', (e) => (e['actor'] = {})],
    ['a list that is none', (e) => (e['observables'] = {})],
    ['an element of a list that is broken', (e) => (e['observables'] = [{ name: 'x' }])],
  ])('refuses %s', (_what, breakIt) => {
    const broken = structuredClone(event) as Record<string, unknown>;
    expect(ocsfProblems(broken)).toEqual([]);
    breakIt(broken);
    expect(ocsfProblems(broken)).not.toEqual([]);
  });

  it('refuses a deprecated attribute, and a finding without its parts', () => {
    expect(ocsfProblems(finding)).toEqual([]);
    expect(ocsfProblems({ ...finding, resource: { uid: 'x', name: 'y' } })).not.toEqual([]);
    expect(ocsfProblems({ ...finding, compliance: undefined })).toContain('event.compliance: required');
    expect(ocsfProblems({ ...finding, finding_info: {} })).toContain('event.finding_info.uid: required');
    expect(ocsfProblems({ ...finding, class_uid: 2001 })).not.toEqual([]);
  });
});
