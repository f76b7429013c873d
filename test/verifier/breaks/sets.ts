/** For tests: share sets that are not whole. */
import { fromUtf8, utf8 } from '../../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../../src/core/bytes/digest.ts';
import type { CeremonyEvent, EventOf } from '../../../src/core/ceremony/events.ts';
import { before, both, drop, edit, moveBefore } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { packageBytes, SET } from '../sample-events.ts';
import { sampleBundle } from '../sample-bundle.ts';

const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const made = (change: (e: EventOf<'backup.made'>) => EventOf<'backup.made'>) => events(edit('backup.made', change));
/** A package with another content, whose digest the record gives. */
const packed = (change: (text: string) => string) => (): Map<string, Uint8Array> => {
  const bytes = utf8(change(fromUtf8(packageBytes('production'))));
  return sampleBundle({ package: bytes, events: edit('backup.made', (e) => ({ ...e, package: sha256Hex(bytes) })) });
};

/** Share 1 on the card of share 2, but for `change`. */
const onCard = (all: readonly CeremonyEvent[], change: object): readonly CeremonyEvent[] => {
  const card = all.flatMap((e) => (e.type === 'share.written' && e.card !== undefined ? [{ ...e.card, ...change }] : []))[0]!;
  return both(edit('share.written', (e) => ({ ...e, carrier: 'smartcard', card }), (e) => e.index === 1), edit('share.read', (e) => ({ ...e, from: 'smartcard', card }), (e) => e.index === 1))(all);
};

export const setBreaks: readonly Break[] = [
  { rule: 'R-SET-01', what: 'the set was abandoned', files: events(before('proof.started', () => [{ type: 'set.voided', set: SET, reason: 'a share was seen' }])) },
  { rule: 'R-SET-01', what: 'two sets stand', files: events(before('proof.started', (_e, all) => all.flatMap((e) => (e.type === 'backup.started' || e.type === 'backup.made' ? [{ ...e, set: 'AAAAAAAA' }] : [])))) },
  { rule: 'R-SET-02', what: 'a commitment less', files: made((e) => ({ ...e, commitments: e.commitments.slice(1) })) },
  { rule: 'R-SET-02', what: 'one commitment for two shares', files: made((e) => ({ ...e, commitments: e.commitments.map((c) => ({ ...c, commitment: e.commitments[0]!.commitment })) })) },
  { rule: 'R-SET-02', what: 'a threshold that cannot be met', files: made((e) => ({ ...e, threshold: 4 })) },
  { rule: 'R-SET-03', what: 'another package than made', files: () => sampleBundle({ package: utf8(fromUtf8(packageBytes('production')).replace('"v":1', '"v":1 ')) }) },
  { rule: 'R-SET-03', what: 'a package of another set', files: packed((t) => t.replace(SET, 'AAAAAAAA')) },
  { rule: 'R-SET-03', what: 'a package with another key', files: packed((t) => t.replace('E3B1041AC5', 'E3B1041AC6')) },
  { rule: 'R-SET-03', what: 'a package without the master key', files: packed((t) => { const p = JSON.parse(t) as { keys: readonly { name: string }[] }; return JSON.stringify({ ...p, keys: p.keys.filter((k) => k.name === 'root') }); }) },
  { rule: 'R-SET-04', what: 'a share written twice', files: events((all) => before('share.read', (_e, es) => [es.find((x) => x.type === 'share.written')!])(all)) },
  { rule: 'R-SET-04', what: 'a share never written', files: events(both(drop('share.written', (e) => e.index === 3), drop('share.read', (e) => e.index === 3))) },
  { rule: 'R-SET-05', what: 'a share never read back', files: events(drop('share.read', (e) => e.index === 3)) },
  { rule: 'R-SET-05', what: 'a share read back before it was written', files: events(moveBefore('share.read', 'share.written')) },
  { rule: 'R-SET-05', what: 'a card read as an image', files: events(edit('share.read', (e) => ({ ...e, from: 'image' as const }), (e) => e.index === 2)) },
  { rule: 'R-SET-06', what: 'a card that was never taken out', files: events(drop('share.removed')) },
  { rule: 'R-SET-06', what: 'another card read than written', files: events(edit('share.read', (e) => ({ ...e, card: { label: 'card-ben', model: 'Card C', serial: 'C0008', removable: true } }), (e) => e.index === 2)) },
  { rule: 'R-SET-07', what: 'one custodian for two shares', files: events(edit('share.written', (e) => ({ ...e, custodian: 'ann' }), (e) => e.index === 3)) },
  { rule: 'R-SET-08', what: 'a share of a set that was never made', files: events(edit('share.removed', (e) => ({ ...e, set: 'AAAAAAAA' }))) },
  { rule: 'R-SET-08', what: 'a share beyond the count', files: events(before('proof.started', () => [{ type: 'share.removed', set: SET, index: 9 }])) },
  { rule: 'R-SET-08', what: 'a set begun twice', files: events(before('proof.started', () => [{ type: 'backup.started', set: SET }])) },
  { rule: 'R-SET-09', what: 'no combination was compared', files: made((e) => ({ ...e, combinations: { total: 3, checked: 0 } })) },
  { rule: 'R-SET-09', what: 'a wrong number of combinations', files: made((e) => ({ ...e, combinations: { total: 2, checked: 2 } })) },
  { rule: 'R-SET-10', what: 'a backup key that nobody vouched for', files: made((e) => ({ ...e, trusted: false, wrappingKey: { TRUSTED: 'false' } })) },
  { rule: 'R-SET-11', what: 'a trusted key that says it is not', files: made((e) => ({ ...e, wrappingKey: { TRUSTED: 'false' } })) },
  { rule: 'R-SET-12', what: 'a card that cannot be taken out', files: events(both(edit('share.written', (e) => ({ ...e, card: { ...e.card!, removable: false } }), (e) => e.index === 2), edit('share.read', (e) => ({ ...e, card: { ...e.card!, removable: false } }), (e) => e.index === 2))) },
  { rule: 'R-SET-13', what: 'two shares on one card', files: events((all) => onCard(all, {})) },
  { rule: 'R-SET-13', what: 'two shares on one card under another label', files: events((all) => onCard(all, { label: 'card-ann' })) },
  { rule: 'R-SET-14', what: 'a card without a serial number', files: events((all) => onCard(all, { serial: '' })) },
  { rule: 'R-PLAN-03', what: 'a weaker wrapping than the plan demands', files: made((e) => ({ ...e, trusted: false })) },
];
