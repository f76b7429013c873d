/** R-KEY-10, R-KEY-11, R-DEST-01, R-REST-03, R-PROOF-05, R-PROOF-08: what was on a token before and after, object by object. */
import type { EventOf } from '../../core/ceremony/events.ts';
import type { KeyType } from '../../core/plan/schema.ts';
import { keyTypeRow } from '../../core/plan/tables/hsm-key-types.ts';
import type { ObjectSummary } from '../../core/ports/hsm.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import type { Findings } from '../findings.ts';
import { lastEvidence } from '../record-facts.ts';
import type { RecordFacts } from '../record-facts.ts';

/** Objects of `after` beyond those of `before`; equal objects are counted. */
export function added(before: readonly ObjectSummary[], after: readonly ObjectSummary[]): readonly ObjectSummary[] {
  const counts = new Map<string, number>();
  for (const object of before) {
    const text = canonicalText(object);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return after.filter((object) => {
    const text = canonicalText(object);
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
}

export function describe({ class: kind, label, id }: ObjectSummary): string {
  return `${kind} "${label}" (id ${id === '' ? 'none' : id})`;
}

/** Why the objects with the id of a key are not that key, object by object. */
export function strangers(type: KeyType, withId: readonly ObjectSummary[]): readonly ObjectSummary[] {
  const left = new Set(keyTypeRow(type).objects);
  return withId.filter((object) => !left.delete(object.class));
}

/** R-KEY-11. With `found` the key was there already: it had been made just before a crash. */
export function objectsAroundGeneration(findings: Findings, seq: number, event: EventOf<'key.generated'>): void {
  const { id, type } = event.evidence;
  const where = { event: seq };
  if (!event.found && event.inventoryBefore.some((o) => o.id === id)) findings.add('R-KEY-11', where, `An object with the id of key "${event.key}" was there before the key was made.`);
  if (!event.inventoryAfter.some((o) => o.id === id)) findings.add('R-KEY-11', where, `Key "${event.key}" is not among the objects afterwards.`);
  const foreign = new Set(strangers(type, event.inventoryAfter.filter((o) => o.id === id)));
  for (const object of new Set([...added(event.inventoryBefore, event.inventoryAfter), ...foreign])) {
    if (object.id !== id || foreign.has(object)) findings.add('R-KEY-11', where, `${describe(object)} appeared together with key "${event.key}".`);
  }
  for (const object of added(event.inventoryAfter, event.inventoryBefore)) findings.add('R-KEY-11', where, `${describe(object)} disappeared while key "${event.key}" was made.`);
}

/** R-KEY-10: the inventory of record.ended against what was there when the HSM was prepared, and the keys since; R-DEST-01: none that was destroyed. */
export function objectsAtEnd(findings: Findings, facts: RecordFacts): void {
  if (facts.ended === null) return;
  const where = { event: facts.ended.seq };
  const { inventory } = facts.ended.event;
  const explained = new Set<ObjectSummary>();
  for (const [name, key] of facts.keys) {
    const gone = key.destroyed === null ? undefined : key.found?.evidence.id;
    if (gone !== undefined && inventory.some((o) => o.id === gone)) findings.add('R-DEST-01', where, `Key "${name}" was destroyed, and objects of it are on the HSM at the end.`);
    const evidence = lastEvidence(key)?.evidence;
    if (evidence === undefined) continue;
    const withId = inventory.filter((o) => o.id === evidence.id);
    const foreign = strangers(evidence.type, withId);
    for (const object of withId) if (!foreign.includes(object)) explained.add(object);
    if (!withId.some((o) => o.token && o.class === keyTypeRow(evidence.type).objects[0])) findings.add('R-KEY-10', where, `Key "${name}" is not on the HSM at the end.`);
  }
  const start = facts.prepared.get('primary')?.event.inventory ?? [];
  for (const object of added(start, inventory)) {
    if (!explained.has(object)) findings.add('R-KEY-10', where, `${describe(object)} is on the HSM, and the record does not say why.`);
  }
}
