/** "Who has access?", "How often are keys rotated?" and "How are keys revoked?", from the plan, the record and the duties that follow. */
import { dutiesOf } from '../../core/lineage/duties.ts';
import { dayOf } from '../../core/lineage/day.ts';
import type { KeyLife, StandingSet } from '../../core/lineage/types.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { day, entry, page, people, plan, say, statement } from './sentence.ts';
import type { KmpSource } from './sentence.ts';
import type { KmpSentence } from './types.ts';

export function access(source: KmpSource, lives: readonly KeyLife[], set: StandingSet | null): readonly KmpSentence[] {
  const { verified, record } = source;
  const prepared = record.prepared.primary;
  const { officers } = verified.plan;
  const living = lives.some((life) => life.state !== 'destroyed');
  const holders = prepared?.event.pinHolders;
  return [
    ...(holders === undefined || prepared === undefined || !living ? [] : [
      ...(holders.user.length === 0 ? [] : [say(`The keys can be used where ${people(source, holders.user)} together enter the user PIN: each knows one half.`, entry(prepared.seq))]),
      ...(holders.securityOfficer.length === 0 ? [] : [say(`The device is administered where ${people(source, holders.securityOfficer)} together enter the security officer's PIN: each knows one half.`, entry(prepared.seq))]),
    ]),
    ...(set === null ? [] : [
      set.custodians.length === 0
        ? say(`The backup opens for any ${String(set.threshold)} of ${String(set.count)} custodians of set ${showSetId(set.id)}, who are not known here.`, statement(`shareSets ${set.id}`))
        : say(`The backup opens for any ${String(set.threshold)} of ${people(source, set.custodians.map((c) => c.custodian))}; fewer learn nothing from their shares.`, statement(`shareSets ${set.id}`), page('formats/share.md')),
      say('A share is used only in a ceremony in which its custodian agrees, signed, to what it is used for.', page('ceremonies/README.md')),
    ]),
    ...(living ? [] : [say('Nobody has access: the keys no longer exist.', statement('lifecycle'))]),
    say(`Answerable by the plan are: chief information security officer ${officers.ciso}, key management officer ${officers.keyManagementOfficer}, information system security officer ${officers.isso}, key administrator ${officers.keyAdministrator}.`, plan('officers')),
  ];
}

/** The duties of these keys and this set, with "today" the end of the record. */
function due({ verified }: KmpSource, lives: readonly KeyLife[], set: StandingSet | null): readonly KmpSentence[] {
  const { predicate } = verified.statement;
  const about = new Set([...lives.map((l) => l.name), ...(set === null ? [] : [showSetId(set.id)])]);
  const duties = dutiesOf(predicate, [{ predicate, checked: verified.plan.ceremony === 'check' ? verified.plan.set.id : null }], dayOf(predicate.ended)).filter((d) => about.has(d.about));
  return duties.map((d) => say(`${d.what}: by ${d.by} (${d.source}).`, d.kind === 'check' ? statement('shareSets') : statement(`lifecycle ${d.about}`)));
}

function period(life: KeyLife): KmpSentence {
  const from = statement(`lifecycle ${life.name}`);
  if (life.state === 'destroyed') return say(`The ${life.name} key is destroyed and is not rotated any more.`, from);
  const replaces = life.replaces === null ? '' : ` It took the place of the ${life.replaces} key.`;
  if (life.cryptoperiodDays === null) return say(`The cryptoperiod of the ${life.name} key is not known here: only its package was left to tell.${replaces}`, from);
  return say(`The ${life.name} key has a cryptoperiod of ${String(life.cryptoperiodDays)} days from its making ${day(life.made)}; it is ${life.state}.${replaces}`, from);
}

export function rotated(source: KmpSource, lives: readonly KeyLife[], set: StandingSet | null): readonly KmpSentence[] {
  const certified = source.record.certified;
  return [
    ...lives.map(period),
    ...due(source, lives, set),
    say('A rotation is a ceremony of its own: a new version is made with a backup of its own and proven, then the old one is taken out of use.', page('ceremonies/rotate.md')),
    ...(certified !== undefined && lives.some((l) => [certified.event.old, certified.event.next].includes(l.check.value)) ? [say('In this ceremony old and new root key certified each other.', entry(certified.seq))] : []),
  ];
}

function fate({ verified, record }: KmpSource, life: KeyLife): readonly KmpSentence[] {
  const seen = record.keys.get(life.name);
  const from = statement(`lifecycle ${life.name}`);
  const { ceremony } = verified.statement.predicate;
  const until = life.until === null ? '' : `, and may decrypt or verify until ${life.until}`;
  return [
    say(`The ${life.name} key is ${life.state}${life.since === null ? '' : ` since ${life.since.slice(0, 10)}`}${until}${life.compromised ? '; it counts as compromised' : ''}.`, from),
    ...(seen?.stateSet === undefined ? [] : [say(`Ceremony ${ceremony} made it ${seen.stateSet.event.state}; the reason given: ${seen.stateSet.event.reason}`, entry(seen.stateSet.seq))]),
    ...(seen?.destroyed === undefined ? [] : [say(`It was destroyed in ceremony ${ceremony}: it is gone from the list of objects${seen.destroyed.event.failedUse === '' ? '' : `, and a use of it failed (${seen.destroyed.event.failedUse})`}.`, entry(seen.destroyed.seq))]),
  ];
}

/** What became of sets that this ceremony gave up and that held one of these keys. */
function givenUp({ verified, record }: KmpSource, lives: readonly KeyLife[]): readonly KmpSentence[] {
  return verified.inherited.sets.filter((set) => set.keys.some((key) => lives.some((l) => l.name === key))).flatMap((set) => {
    const seen = record.sets.get(set.id);
    if (seen?.voided === undefined) return [];
    const [gone, left] = [[...seen.destroyed.values()].filter((s) => s.event.result === 'destroyed'), [...seen.destroyed.values()].filter((s) => s.event.result !== 'destroyed')];
    return [say(`Share set ${showSetId(set.id)} was declared void: ${seen.voided.event.reason}; ${String(gone.length)} of its ${String(set.count)} shares were destroyed before witnesses${left.length === 0 ? '' : `, ${String(left.length)} were not`}.`, entry(seen.voided.seq), ...[...seen.destroyed.values()].map((s) => entry(s.seq)), ...(seen.packageDestroyed === undefined ? [] : [entry(seen.packageDestroyed.seq)]))];
  });
}

export function revoked(source: KmpSource, lives: readonly KeyLife[]): readonly KmpSentence[] {
  const { attested } = source.record;
  return [
    ...lives.flatMap((life) => fate(source, life)),
    ...givenUp(source, lives),
    ...(attested === undefined || !lives.some((l) => l.purpose === 'root-signing') ? [] : [say('Before the root key was destroyed it signed the record so far.', entry(attested.seq))]),
    say('In an emergency a key is declared compromised and destroyed in a ceremony of revocation, with the fewest steps; at the planned end of its life, in a ceremony of destruction. Both need dual control.', page('ceremonies/revoke.md'), page('ceremonies/destroy.md')),
  ];
}
