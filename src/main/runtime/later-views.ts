/** What the screens of the ceremonies after the first show: quorums, restored and destroyed keys, checked and destroyed shares, deliveries. Public facts only. */
import { fromBase64, fromHex } from '../../core/bytes/bytes.ts';
import { quorumPurpose } from '../../core/ceremony/rules/quorum.ts';
import { keyFacts, keysToRestore, plannedStates, rootInForce, standingSet } from '../../core/ceremony/scope.ts';
import type { Step, StepKind } from '../../core/ceremony/steps.ts';
import { stillRestorable } from '../../core/ceremony/work.ts';
import { newKeys, oldSetsOf, retiredBy } from '../../core/plan/parts.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { deadline } from '../../core/transfer/deadline.ts';
import { targetInWords } from '../../core/transfer/target-name.ts';
import { readTargetKey } from '../../core/transfer/target-key.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { checkRules } from '../../exports/documents/check-words.ts';
import type { OldShareView, StepView } from '../../contract/snapshot.ts';
import { checkInWords, typeWords } from '../../core/words/key-words.ts';
import type { Session } from './session.ts';

type Later = Extract<StepView, { readonly kind: 'quorum' | 'restore' | 'old-hsm' | 'share-check' | 'check-result' | 'set-void' | 'share-destroying' | 'key-states' | 'root-succession' | 'key-destroying' | 'target' | 'delivery' }>;
type LaterStep = Step & { readonly kind: Later['kind'] & StepKind };
type Base = Omit<Extract<StepView, { readonly kind: 'attendance' }>, 'kind' | 'words'>;

const purposeWords = { generate: 'to generate', restore: 'to restore', check: 'to prove the recovery of', reshare: 'to make a new share set over', rotate: 'to rotate', destroy: 'to destroy', revoke: 'to revoke', transfer: 'to deliver' } as const;

function sentenceOf(session: Session): string {
  const { operation, token, keys } = quorumPurpose(session.recorder.state);
  const named = keys.join(', ').replace(/, (?=[^,]*$)/, ' and ');
  return `The shares are used ${purposeWords[operation]} ${named} on the HSM with serial ${token}, and for nothing else.`;
}

function expected(session: Session, set: string): readonly OldShareView[] {
  const shares = oldSetsOf(session.plan).find((s) => s.id === set)?.shares ?? [];
  return shares.map((s) => ({ index: s.index, custodian: s.custodian, carrier: s.carrier, ...(s.carrier === 'smartcard' ? { card: s.card.label } : {}) }));
}

function checkSaid(session: Session, name: string | null): string {
  const check = name === null ? undefined : session.recorder.state.keys[name]?.evidence?.check;
  return check === undefined ? '' : checkInWords(check);
}

/** Check values of inherited keys, as the last signed statement has them. */
function inheritedKeys(session: Session, names: readonly string[]): readonly { readonly name: string; readonly type: string; readonly check: string }[] {
  return names.flatMap((name) => {
    const life = session.inherited.keys.find((k) => k.name === name);
    return life === undefined ? [] : [{ name, type: typeWords[life.type], check: checkInWords(life.check) }];
  });
}

function quorum(session: Session, base: Base, set: string): Later {
  const standing = standingSet(session.recorder.state, set);
  const { joined = [], presented = [] } = session.recorder.state.quorums[set] ?? {};
  return { ...base, kind: 'quorum', set: showSetId(set), threshold: standing?.threshold ?? 0, purpose: quorumPurpose(session.recorder.state), sentence: sentenceOf(session), expected: expected(session, set), joined, presented };
}

function restored(session: Session, base: Base, set: string): Later {
  const { state, entries } = session.recorder;
  const passed = entries.findLast((e) => e.event.type === 'restore.passed' && e.event.set === set)?.event;
  const keys = passed?.type === 'restore.passed' ? passed.keys.map((k) => ({ name: k.name, check: checkInWords(k.check), matches: k.matches })) : null;
  return { ...base, kind: 'restore', set: showSetId(set), presented: (state.quorums[set]?.presented ?? []).map((p) => p.index), keys: inheritedKeys(session, keysToRestore(state, set)), restored: keys };
}

function checkResult(session: Session, base: Base, set: string): Later {
  const { checks } = session.recorder.state;
  const rows = expected(session, set).flatMap(({ index, custodian, carrier }) => {
    const found = checks[index];
    return found === undefined ? [] : [{ index, custodian, carrier, result: found.result, bag: found.bag, note: found.note ?? null, todo: checkRules[found.result].rule }];
  });
  const good = rows.filter((r) => r.result === 'readable').length;
  const threshold = standingSet(session.recorder.state, set)?.threshold ?? 0;
  const enough = good >= threshold ? `any ${String(threshold)} of them restore the keys` : `${String(threshold)} are needed, so the keys could not be restored from them`;
  return { ...base, kind: 'check-result', set: showSetId(set), rows, sentence: `${String(good)} of ${String(rows.length)} shares are there and readable; ${enough}.` };
}

function shareCheck(session: Session, base: Base, set: string, index: number): Later {
  const { state } = session.recorder;
  const noted = standingSet(state, set)?.custodians.find((c) => c.index === index);
  const share = expected(session, set).find((s) => s.index === index) ?? { index, custodian: '', carrier: 'paper' as const };
  const read = session.seen?.index === index ? session.seen.from : null;
  return { ...base, kind: 'share-check', set: showSetId(set), share, noted: { bag: noted?.bag ?? null, card: noted?.card ?? null }, read, result: state.checks[index]?.result ?? null };
}

function destroying(session: Session, base: Base, name: string): Later {
  const { state, entries } = session.recorder;
  const facts = keyFacts(state, name);
  const done = entries.findLast((e) => e.event.type === 'key.destroyed' && e.event.key === name)?.event;
  const [life] = inheritedKeys(session, [name]);
  return {
    ...base,
    kind: 'key-destroying',
    key: { name, type: life?.type ?? '', purpose: facts?.purpose ?? '', check: life?.check ?? '' },
    isRoot: name === rootInForce(state),
    stillIn: stillRestorable(state).filter((k) => k.key === name).flatMap((k) => k.sets.filter((id) => !oldSetsOf(session.plan).some((s) => s.id === id))).map(showSetId),
    done: done?.type === 'key.destroyed' ? { failedUse: done.failedUse } : null,
  };
}

function shareDestroying(session: Session, base: Base, set: string): Later {
  const standing = standingSet(session.recorder.state, set);
  const results = session.recorder.state.destroyedShares[set] ?? {};
  const of = (index: number): { readonly custodian: string | null; readonly carrier: 'paper' | 'smartcard' } => {
    const planned = expected(session, set).find((s) => s.index === index);
    const known = standing?.custodians.find((c) => c.index === index);
    return { custodian: planned?.custodian ?? null, carrier: planned?.carrier ?? known?.carrier ?? 'paper' };
  };
  const shares = Array.from({ length: standing?.count ?? 0 }, (_, i) => ({ index: i + 1, ...of(i + 1), result: results[i + 1] ?? null }));
  return { ...base, kind: 'share-destroying', set: showSetId(set), items: [...shares, { index: 0, custodian: null, carrier: 'package', result: results[0] ?? null }] };
}

function target(session: Session, base: Base): Later {
  const { plan } = session;
  const wanted = plan.ceremony === 'transfer' && 'publicKey' in plan.target ? plan.target.publicKey : '';
  const event = session.recorder.state.target;
  const said = (sha256: string): { readonly sha256: string; readonly words: readonly string[] } => ({ sha256, words: sha256 === '' ? [] : fingerprintWords(fromHex(sha256)) });
  const imported = event === null ? null : { ...said(event.spkiSha256), bits: readTargetKey(fromBase64(event.spki)).bits };
  return { ...base, kind: 'target', target: plan.ceremony === 'transfer' ? targetInWords(plan.target) : '', wanted: said(wanted), imported };
}

function delivery(session: Session, base: Base): Later {
  const { plan } = session;
  const { delivered } = session.recorder.state;
  const until = plan.ceremony === 'transfer' ? deadline(plan.target, session.ports.clock.utc()) : null;
  return { ...base, kind: 'delivery', key: plan.ceremony === 'transfer' ? plan.key : '', target: plan.ceremony === 'transfer' ? targetInWords(plan.target) : '', deadline: until?.until ?? null, files: delivered?.files ?? [] };
}

export function laterView(session: Session, step: LaterStep, base: Base): Later {
  const { state } = session.recorder;
  const set = step.subject?.set ?? '';
  switch (step.kind) {
    case 'quorum': return quorum(session, base, set);
    case 'restore': return restored(session, base, set);
    case 'old-hsm': return { ...base, kind: 'old-hsm', devices: retiredBy(session.plan).map((d, i) => ({ label: d.label, serial: d.serial ?? '', fate: d.fate, note: state.retired[i]?.note ?? null })) };
    case 'share-check': return shareCheck(session, base, set, step.subject?.share ?? 0);
    case 'check-result': return checkResult(session, base, set);
    case 'set-void': {
      const standing = standingSet(state, set);
      return { ...base, kind: 'set-void', set: showSetId(set), count: standing?.count ?? 0, keys: standing?.keys ?? [], reason: 'reason' in session.plan ? session.plan.reason : '', done: state.voidSets.includes(set) };
    }
    case 'share-destroying': return shareDestroying(session, base, set);
    case 'key-states': return { ...base, kind: 'key-states', changes: plannedStates(state).map((c) => ({ key: c.key, from: session.inherited.keys.find((k) => k.name === c.key)?.state ?? 'active', to: c.state, until: c.until, done: state.stateChanges.some((e) => e.key === c.key) })) };
    case 'root-succession': {
      const old = rootInForce(state);
      const next = newKeys(session.plan).find((k) => k.purpose === 'root-signing')?.name ?? null;
      return { ...base, kind: 'root-succession', old: { name: old ?? '', check: checkSaid(session, old) }, next: { name: next ?? '', check: checkSaid(session, next) }, done: state.rootCertified };
    }
    case 'key-destroying': return destroying(session, base, step.subject?.key ?? '');
    case 'target': return target(session, base);
    case 'delivery': return delivery(session, base);
    default: return step.kind satisfies never;
  }
}
