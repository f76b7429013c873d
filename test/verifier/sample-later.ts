/** For tests: whole ceremonies after the first, each over what a bundle of the one before left behind, with evidence as devices give it. */
import { fromHex, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { proofChallenge } from '../../src/core/ceremony/challenge.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { quorumPurpose } from '../../src/core/ceremony/rules/quorum.ts';
import { coveredKeys, keysInUse, keysToRestore, keysToSeal, oldSets, plannedStates, provenKeys, rootInForce } from '../../src/core/ceremony/scope.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import { plannedToken } from '../../src/core/ceremony/state.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import type { Step } from '../../src/core/ceremony/steps.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { inheritedFromPackages, inheritedFromStatement } from '../../src/core/lineage/inherited.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import { backupOf, newKeys, officerPinHolders, retiredBy } from '../../src/core/plan/parts.ts';
import { readPlanBytes } from '../../src/core/plan/read-plan.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import type { ObjectSummary, RestoredKey, TokenReport } from '../../src/core/ports/hsm.ts';
import { decodePackage } from '../../src/core/shares/package-file.ts';
import { bundleNames, deliveryFile, INHERITED_STATEMENT, inheritedPackageFile } from '../../src/core/transcript/bundle.ts';
import type { BundleFile } from '../../src/core/transcript/bundle.ts';
import { decodeEnvelope } from '../../src/core/transcript/dsse.ts';
import { parseStatement } from '../../src/core/transcript/statement.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import type { Sample } from './sample-bundle.ts';
import { capabilities, card, commitmentsOf, isRoot, keyEvidence, keyId, keyObjects, packageOf, targetSpki, tokenReport } from './sample-device.ts';
import { NONCE, register } from './sample-events.ts';
import { rootKeyOf } from './sample-keys.ts';
import { laterPlanText } from './sample-later-plans.ts';
import type { LaterKind, LaterOptions } from './sample-later-plans.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;
const on: ReadonlySet<string> = new Set(['generated', 'sealed', 'found', 'restored']);
const delivery: readonly BundleFile[] = ['README.txt', 'wrapped-key.bin'].map((name) => ({ name: deliveryFile(name), bytes: utf8(`sample ${name}\n`) }));

interface Play {
  readonly planBytes: Uint8Array;
  /** Serial of the HSM. */
  readonly serial: string;
  /** Id of the set that is made. */
  readonly set: string;
}

function objects(state: CeremonyState): readonly ObjectSummary[] {
  return Object.entries(state.keys).flatMap(([name, key]) => (on.has(key.phase) ? keyObjects(name) : []));
}

function reportOf({ serial }: Play, state: CeremonyState, token: 'primary' | 'spare'): TokenReport {
  return tokenReport(token === 'primary' ? serial : 'S0002', plannedToken(state.plan, token).label);
}

function restored(state: CeremonyState, set: string, names: readonly string[]): readonly RestoredKey[] {
  const message = proofChallenge(state.plan.id, set, NONCE);
  return names.map((name) => ({ name, check: keyEvidence(name, 'false').check, matches: true, challengeSignature: isRoot(name) ? toBase64(rootKeyOf(name).sign(message)) : null }));
}

/** The work of one step that every kind may have, without its confirmations. */
function work(play: Play, state: CeremonyState, step: Step): readonly CeremonyEvent[] {
  const { plan } = state;
  const token = step.subject?.token ?? 'primary';
  const key = step.subject?.key ?? '';
  const index = step.subject?.share ?? 0;
  const { set } = play;
  switch (step.kind) {
    case 'plan-review':
      return [{ type: 'plan.reviewed', words: fingerprintWords(fromHex(sha256Hex(play.planBytes))), warnings: [] }];
    case 'preflight':
      return [{ type: 'environment.checked', findings: [{ id: 'network', status: 'pass', sentence: 'No network interface is up.' }] }];
    case 'attendance':
      return plan.participants.map((p) => register(p.id, p.roles));
    case 'hsm-check':
      return [{ type: 'hsm.examined', token, report: reportOf(play, state, token), inventory: [] }];
    case 'hsm-prepare': {
      const there = token === 'primary' ? keysInUse(state) : [];
      const initialised = plannedToken(plan, token).prepare === 'initialise';
      return [
        { type: 'hsm.prepare-started', token },
        { type: 'hsm.prepared', token, how: initialised ? 'initialised' : 'adopted', report: reportOf(play, state, token), capabilities, inventory: there.flatMap(keyObjects), pinHolders: { securityOfficer: initialised ? officerPinHolders(plan) : [], user: plan.pins.user } },
        ...there.map((name): CeremonyEvent => ({ type: 'key.found', key: name, evidence: keyEvidence(name, 'false') })),
      ];
    }
    case 'key-generation': {
      const before = objects(state);
      return [
        { type: 'key.generation-started', key, id: keyId(key) },
        { type: 'key.generated', key, evidence: keyEvidence(key, 'true'), inventoryBefore: before, inventoryAfter: [...before, ...keyObjects(key)], found: false },
      ];
    }
    case 'backup': {
      const all = objects(state);
      const pack = packageOf(plan.id, plan.mode, set, coveredKeys(state));
      return [
        { type: 'backup.started', set },
        { type: 'backup.made', set, threshold: 2, count: 3, commitments: commitmentsOf(set), package: sha256Hex(pack), trusted: true, wrappingKey: { TRUSTED: 'true', EXTRACTABLE: 'false', TOKEN: 'false' }, combinations: { total: 3, checked: 3 }, inventoryBefore: all, inventoryAfter: all },
      ];
    }
    case 'share-writing': {
      const { custodian, carrier } = backupOf(plan)!.shares[index - 1]!;
      return [{ type: 'share.written', set, index, custodian, carrier, where: carrier === 'paper' ? 'printed' : 'card-ben', ...(carrier === 'smartcard' ? { card } : {}) }];
    }
    case 'share-reading':
      return index === 2 ? [{ type: 'share.removed', set, index }, { type: 'share.read', set, index, from: 'smartcard', card }] : [{ type: 'share.read', set, index, from: 'camera' }];
    case 'proof': {
      const proven = backupOf(plan) === null ? (oldSets(state)[0]?.standing.id ?? '') : set;
      const shares = backupOf(plan) === null ? (state.quorums[proven]?.presented ?? []).map((p) => p.index) : [1, 3];
      return [
        { type: 'proof.started', set: proven, shares },
        { type: 'proof.passed', set: proven, shares, token: reportOf(play, state, 'spare').token, challenge: NONCE, keys: restored(state, proven, provenKeys(state)), inventoryBefore: [], inventoryAfter: [] },
      ];
    }
    case 'seal':
      return keysToSeal(state).map((name): CeremonyEvent => ({ type: 'key.sealed', key: name, evidence: keyEvidence(name, 'false', plan.ceremony === 'restore' ? 'package' : 'device') }));
    case 'signing':
      return [{ type: 'record.ended', inventory: objects(state) }];
    case 'closing':
      return [];
    default:
      return laterWork(state, { ...step, kind: step.kind });
  }
}

type OnlyLater = 'quorum' | 'restore' | 'old-hsm' | 'share-check' | 'check-result' | 'set-void' | 'share-destroying' | 'key-states' | 'root-succession' | 'key-destroying' | 'target' | 'delivery';

/** Work of the steps that only ceremonies after the first have. */
function laterWork(state: CeremonyState, step: Step & { readonly kind: OnlyLater }): readonly CeremonyEvent[] {
  const { plan } = state;
  const set = step.subject?.set ?? '';
  const key = step.subject?.key ?? '';
  const old = oldSets(state).find(({ standing }) => standing.id === set) ?? oldSets(state)[0];
  switch (step.kind) {
    case 'quorum':
      return (old?.planned.shares ?? []).slice(0, 2).flatMap(({ index, custodian: participant, carrier }): readonly CeremonyEvent[] => [
        { type: 'quorum.joined', set, purpose: quorumPurpose(state), participant, signature: '' },
        { type: 'share.presented', set, index, participant, ...(carrier === 'smartcard' ? { from: 'smartcard', card } : { from: 'camera' }) },
      ]);
    case 'restore': {
      const shares = (state.quorums[set]?.presented ?? []).map((p) => p.index);
      const names = keysToRestore(state, set);
      const before = objects(state);
      return [
        { type: 'restore.started', set, shares },
        { type: 'restore.passed', set, shares, challenge: NONCE, keys: restored(state, set, names), evidence: names.map((name) => keyEvidence(name, 'false', 'package')), inventoryBefore: before, inventoryAfter: [...before, ...names.flatMap(keyObjects)] },
      ];
    }
    case 'old-hsm':
      return retiredBy(plan).map(({ label, serial, fate }): CeremonyEvent => ({ type: 'hsm.retired', label, serial: serial ?? '', fate, note: 'It does not start any more.', by: 'ada' }));
    case 'share-check': {
      const index = step.subject?.share ?? 0;
      return [{ type: 'share.checked', set, index, result: 'readable', bag: null, ...(index === 2 ? { from: 'smartcard', card } : { from: 'camera' }) }];
    }
    case 'check-result':
      return [];
    case 'set-void':
      return [{ type: 'set.voided', set, reason: 'planned' }];
    case 'share-destroying':
      return [
        ...Array.from({ length: old?.standing.count ?? 0 }, (_, i): CeremonyEvent => ({ type: 'share.destroyed', set, index: i + 1, result: 'destroyed', how: 'shredded before witnesses' })),
        { type: 'package.destroyed', set, result: 'destroyed', how: 'shredded before witnesses' },
      ];
    case 'key-states':
      return plannedStates(state).map(({ key: name, state: to, until }): CeremonyEvent => ({ type: 'key.state-set', key: name, state: to, until, reason: 'planned' }));
    case 'root-succession': {
      const next = newKeys(plan).find((k) => k.purpose === 'root-signing')?.name ?? '';
      return [{ type: 'root.certified', old: keyEvidence(rootInForce(state) ?? '', 'false').check.value, next: keyEvidence(next, 'false').check.value, byOld: '', byNext: '' }];
    }
    case 'key-destroying': {
      const before = objects(state);
      return [
        ...(key === rootInForce(state) ? [{ type: 'root.attested', signature: '' } as const] : []),
        { type: 'key.destroyed', key, failedUse: 'CKR_KEY_HANDLE_INVALID', inventoryBefore: before, inventoryAfter: before.filter((o) => o.id !== keyId(key)) },
      ];
    }
    case 'target':
      return [{ type: 'target.imported', kind: 'pkcs11', spkiSha256: sha256Hex(targetSpki), spki: toBase64(targetSpki) }];
    case 'delivery':
      return [{ type: 'key.delivered', key, target: 'pkcs11', spkiSha256: sha256Hex(targetSpki), files: delivery.map(({ name, bytes }) => ({ name: name.slice('delivery/'.length), sha256: sha256Hex(bytes) })) }];
    default:
      return step.kind satisfies never;
  }
}

type Change = (event: CeremonyEvent) => CeremonyEvent;

function eventsOf(play: Play, plan: Plan, inherited: Inherited, files: readonly BundleFile[], change: Change): readonly CeremonyEvent[] {
  const events: CeremonyEvent[] = [];
  let state = newCeremony(plan, inherited);
  const add = (made: CeremonyEvent): void => {
    const event = change(made);
    const outcome = transition(state, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    state = outcome.state;
    events.push(event);
  };
  add({ type: 'ceremony.opened', ceremony: plan.id, kind: plan.ceremony, mode: plan.mode, title: plan.title, organisation: plan.organisation, planSha256: sha256Hex(play.planBytes), previous: inherited.statement, inherited: files.map(({ name, bytes }) => ({ name, sha256: sha256Hex(bytes) })), application: 'keyrite sample', machine: { os: 'sample' } });
  for (const step of state.script) {
    const confirmations = step.confirmedBy.map((participant): CeremonyEvent => ({ type: 'step.confirmed', step: step.id, participant, signature: '' }));
    if (step.confirmWhen === 'before') confirmations.forEach(add);
    // An event may rest on the ones before it, so each step is worked out once and in order.
    work(play, state, step).forEach(add);
    if (step.confirmWhen === 'after') confirmations.forEach(add);
  }
  return events;
}

/** What the ceremony in `bundle` left behind, and the files that the next one carries. */
function leftIn(bundle: ReadonlyMap<string, Uint8Array>): { readonly inherited: Inherited; readonly files: readonly BundleFile[] } {
  const envelope = bundle.get(bundleNames.statement)!;
  const { payload } = decodeEnvelope(envelope);
  const statement = parseStatement(payload);
  const inherited = inheritedFromStatement(statement, payload);
  const packages = inherited.sets.map((set): BundleFile => {
    const name = inheritedPackageFile(set.id);
    return { name, bytes: bundle.get(set.ceremony === statement.predicate.ceremony ? bundleNames.package : name)! };
  });
  return { inherited, files: [{ name: INHERITED_STATEMENT, bytes: envelope }, ...packages] };
}

/** The sample of a ceremony of `kind` that follows the one in `bundle`, a year later; `change` what is recorded in it. */
export function laterSample(kind: LaterKind, bundle: ReadonlyMap<string, Uint8Array>, options: LaterOptions = {}, change: Change = (event) => event): Sample {
  const left = leftIn(bundle);
  const { mode, ended } = parseStatement(decodeEnvelope(bundle.get(bundleNames.statement)!).payload).predicate;
  const planBytes = utf8(laterPlanText(kind, mode, left.inherited, options));
  const read = readPlanBytes(planBytes);
  if (!read.ok) throw new Error(read.problems.map((p) => `${p.path}: ${p.sentence}`).join('\n'));
  const { plan } = read;
  const packages = left.files.filter((f) => f.name !== INHERITED_STATEMENT);
  const files = options.packageOnly === true ? packages : left.files;
  const inherited = options.packageOnly === true ? inheritedFromPackages(packages.map(({ bytes }) => ({ content: decodePackage(bytes), sha256: sha256Hex(bytes) }))) : left.inherited;
  const set = ['QX7R04M3', 'QX7R04M4', 'QX7R04M5'].find((id) => !inherited.sets.some((s) => s.id === id)) ?? '';
  const play: Play = { planBytes, serial: kind === 'restore' ? 'N0003' : 'P0001', set };
  const events = eventsOf(play, plan, inherited, files, change);
  const pack = backupOf(plan) === null ? null : packageOf(plan.id, plan.mode, set, coveredKeys({ plan, inherited }));
  return { plan, planBytes, inherited, events, package: pack, others: [...files, ...(kind === 'transfer' ? delivery : [])], begins: Date.parse(ended) + YEAR };
}
