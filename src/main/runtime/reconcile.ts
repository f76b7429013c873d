/** After an interruption: compares the HSM's inventory with the record, adopts a key that was made but not recorded, and names what does not fit. */
import { keysToRestore } from '../../core/ceremony/scope.ts';
import { destroyedBy, newKeys } from '../../core/plan/parts.ts';
import type { ObjectSummary } from '../../core/ports/hsm.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { noteDeviation } from './acts/people.ts';
import type { Session } from './session.ts';

/** Needs the primary token unlocked. Throws `ceremony.key-missing` or `ceremony.key-differs` where a recorded key is not on the HSM as recorded. */
export async function reconcile(session: Session): Promise<void> {
  const hsm = session.hsm('primary');
  const inventory = await hsm.inventory();
  const expected = new Set<string>();
  for (const planned of newKeys(session.plan)) {
    const key = session.recorder.state.keys[planned.name];
    if (key === undefined || key.id === null) continue;
    expected.add(key.id);
    const evidence = await hsm.find({ name: planned.name, type: planned.type, purpose: planned.purpose, id: key.id });
    if (key.phase === 'started') {
      if (evidence === null) continue;
      session.recorder.append({ type: 'key.generated', key: planned.name, evidence, inventoryBefore: inventory, inventoryAfter: inventory, found: true });
      noteDeviation(session, `The ${planned.name} key had been made when the application stopped, but not recorded.`, 'It was found on the HSM by its id, read back, and recorded; it was not made twice.');
    } else if (evidence === null) {
      throw new RefusalError('ceremony.key-missing', { key: planned.name });
    } else if (evidence.check.value !== key.evidence?.check.value) {
      throw new RefusalError('ceremony.key-differs', { key: planned.name });
    }
  }
  await reconcileInherited(session, inventory, expected);
  const strange = inventory.filter((object) => !expected.has(object.id));
  if (strange.length > 0) noteStrange(session, strange);
  session.unreconciled = false;
}

/** Notes objects on the HSM that nothing explains. */
export function noteStrange(session: Session, strange: readonly ObjectSummary[]): void {
  noteDeviation(session, `The HSM holds ${String(strange.length)} object(s) that are not in the record: ${strange.map((o) => `${o.class} "${o.label}"`).join(', ')}.`, 'They were left untouched. Find out where they come from before the record is signed.');
}

/** Keys of earlier ceremonies: each is where the record says, or had just been destroyed; what a restore left half-way is taken off again. */
async function reconcileInherited(session: Session, inventory: readonly ObjectSummary[], expected: Set<string>): Promise<void> {
  const hsm = session.hsm('primary');
  for (const life of session.inherited.keys) {
    const key = session.recorder.state.keys[life.name];
    const there = inventory.some((object) => object.id === life.id);
    if (key?.phase === 'inherited' && there && keysToRestore(session.recorder.state).includes(life.name)) {
      await hsm.destroy(life.id);
      noteDeviation(session, `The ${life.name} key had been put on the HSM when the application stopped, but not recorded.`, 'It was taken off again; the package is unharmed and the restore is done anew.');
    } else if (key?.phase === 'found' || key?.phase === 'restored' || key?.phase === 'sealed') {
      if (there) expected.add(life.id);
      else if (key.phase === 'found' && destroyedBy(session.plan).includes(life.name)) {
        // Destroyed just before the interruption: what is there now is all that can be said.
        session.recorder.append({ type: 'key.destroyed', key: life.name, failedUse: '', inventoryBefore: inventory, inventoryAfter: inventory });
        noteDeviation(session, `The ${life.name} key had been destroyed when the application stopped, but not recorded.`, 'It is not on the HSM; that was recorded now.');
      } else throw new RefusalError('ceremony.key-missing', { key: life.name });
    } else if (key?.phase === 'inherited') expected.add(life.id);
  }
}

/** Declares the open set void where some of its shares are on no carrier: their bytes were in memory only. */
export function voidUnfinishedSet(session: Session): string | null {
  const { set, proof } = session.recorder.state;
  if (set === null || proof.phase === 'passed') return null;
  const unfinished = set.made === null || Object.values(set.shares).some((share) => share.written === null);
  if (!unfinished) return null;
  session.recorder.append({ type: 'set.voided', set: set.id, reason: 'the application stopped before every share was on its carrier' });
  return `Share set ${showSetId(set.id)} is void; destroy what was printed of it.`;
}
