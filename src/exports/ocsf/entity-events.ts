/** Entity Management (class 3004): what happened to each key and each share set, one event an entry that changed it. */
import { describeEvent } from '../../core/ceremony/describe.ts';
import type { CeremonyEvent, EventOf } from '../../core/ceremony/events.ts';
import type { KeyLife } from '../../core/lineage/types.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { Entry } from '../../core/transcript/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { activities, activityOf, marked, metadata, severities, severityOf } from './classes.ts';
import type { Activity } from './classes.ts';

const CATEGORY = 3;
const CLASS = 3004;

interface Change {
  readonly activity: Activity;
  /** Type and name of what was changed. */
  readonly type: 'Cryptographic Key' | 'Share Set';
  readonly name: string;
  readonly uid: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly comment?: string;
  /** Step whose confirmations authorised it. */
  readonly step?: string;
}

type Keys = ReadonlyMap<string, KeyLife>;

const ofEvidence = (evidence: KeyEvidence, state?: string): Readonly<Record<string, unknown>> => ({ type: evidence.type, purpose: evidence.purpose, check: { kind: evidence.check.kind, value: evidence.check.value }, attributes: evidence.attributes, generation_mechanism: evidence.keyGenMechanism, ...(state === undefined ? {} : { state }) });
const ofLife = (life: KeyLife): Readonly<Record<string, unknown>> => ({ type: life.type, purpose: life.purpose, check: { kind: life.check.kind, value: life.check.value } });

function keyChange(keys: Keys, key: string, activity: Activity, rest: Pick<Change, 'data'> & Partial<Change>): Change {
  return { activity, type: 'Cryptographic Key', name: key, uid: keys.get(key)?.id ?? key, ...rest };
}

function stateSet(keys: Keys, { key, state, reason, until }: EventOf<'key.state-set'>): Change {
  const life = keys.get(key);
  return keyChange(keys, key, activityOf[state], { data: { ...(life === undefined ? {} : ofLife(life)), state, until }, comment: reason, step: 'states' });
}

/** What an entry changed; of a restore one for each key. */
function changesOf(event: CeremonyEvent, keys: Keys): readonly Change[] {
  switch (event.type) {
    // A key is made within the ceremony, and active from its end on (docs/formats/transcript.md, "What a ceremony leaves behind").
    case 'key.generated': return [keyChange(keys, event.key, 'Create', { uid: event.evidence.id, data: ofEvidence(event.evidence, 'pre-activation'), step: `key:${event.key}` })];
    case 'key.found': return [keyChange(keys, event.key, 'Read', { data: ofEvidence(event.evidence) })];
    case 'key.sealed': return [keyChange(keys, event.key, 'Update', { data: ofEvidence(event.evidence), step: 'seal' })];
    case 'restore.passed': return event.evidence.map((evidence) => keyChange(keys, evidence.name, 'Enroll', { uid: evidence.id, data: ofEvidence(evidence), step: `restore:${event.set}` }));
    case 'key.state-set': return [stateSet(keys, event)];
    case 'key.destroyed': return [keyChange(keys, event.key, 'Delete', { data: { ...ofKnown(keys, event.key), state: 'destroyed', failed_use: event.failedUse }, step: `destroy:${event.key}` })];
    case 'key.delivered': return [keyChange(keys, event.key, 'Deliver', { data: { ...ofKnown(keys, event.key), target: event.target, target_spki_sha256: event.spkiSha256, files: event.files }, step: 'delivery' })];
    case 'backup.made': return [{ activity: 'Create', type: 'Share Set', name: showSetId(event.set), uid: event.set, data: { threshold: event.threshold, count: event.count, package_sha256: event.package }, step: 'backup' }];
    case 'set.voided': return [{ activity: 'Delete', type: 'Share Set', name: showSetId(event.set), uid: event.set, data: {}, comment: event.reason, step: `void:${event.set}` }];
    case 'set.declared-void': return [{ activity: 'Delete', type: 'Share Set', name: showSetId(event.set), uid: event.set, data: { declared_by: [event.participant, event.second.participant] }, comment: event.reason }];
    default: return [];
  }
}

function ofKnown(keys: Keys, key: string): Readonly<Record<string, unknown>> {
  const life = keys.get(key);
  return life === undefined ? {} : ofLife(life);
}

function entityEvent(verified: VerifiedTranscript, application: string, entry: Pick<Entry, 'seq' | 'time'>, change: Change, message: string, authorised: readonly string[]): unknown {
  const { activity, type, name, uid, data, comment } = change;
  const activity_id = activities[activity];
  const severity = severityOf[activity];
  return {
    activity_id,
    activity_name: activity,
    category_uid: CATEGORY,
    category_name: 'Identity & Access Management',
    class_uid: CLASS,
    class_name: 'Entity Management',
    type_uid: CLASS * 100 + activity_id,
    type_name: `Entity Management: ${activity_id === 99 ? 'Other' : activity}`,
    time: Date.parse(entry.time),
    severity_id: severities[severity],
    severity,
    status_id: 1,
    status: 'Success',
    message: marked(verified, message),
    metadata: metadata(verified, application, { ...entry, what: `${activity.toLowerCase()}/${uid}` }),
    actor: { app_name: 'Keyrite' },
    entity: { type_id: 99, type, name: marked(verified, name), uid, data: { ...data, authorised_by: authorised } },
    ...(comment === undefined ? {} : { comment }),
    observables: [{ name: 'entity.uid', type_id: 99, type: 'CKA_ID or share set id', value: uid }],
  };
}

/** Every event of the record, in its order, and then the activation of each key that was made. Bounded memory. Throws RefusalError `transcript.changed-meanwhile`. */
export async function* entityEvents(verified: VerifiedTranscript, onApplication: (application: string) => void): AsyncGenerator {
  const { predicate } = verified.statement;
  const keys: Keys = new Map(predicate.lifecycle.map((life) => [life.name, life]));
  const confirmed = new Map<string, Set<string>>();
  let application = '';
  let last: Pick<Entry, 'seq' | 'time'> = { seq: 0, time: predicate.ended };
  for await (const entry of verified.entries()) {
    const { event } = entry;
    last = { seq: entry.seq, time: entry.time };
    if (event.type === 'ceremony.opened') onApplication(application = event.application);
    if (event.type === 'step.confirmed') confirmed.set(event.step, (confirmed.get(event.step) ?? new Set<string>()).add(event.participant));
    for (const change of changesOf(event, keys)) yield entityEvent(verified, application, entry, change, describeEvent(event, verified.plan).sentence, [...(confirmed.get(change.step ?? '') ?? [])]);
  }
  for (const life of predicate.lifecycle) {
    if (life.ceremony !== predicate.ceremony || life.state !== 'active') continue;
    yield entityEvent(verified, application, last, keyChange(keys, life.name, 'Activate', { data: { ...ofLife(life), state: 'active' } }), `The ${life.name} key is active`, []);
  }
}
