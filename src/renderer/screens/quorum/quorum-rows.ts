/** Who of a quorum has agreed and presented. Pure. */
import type { Snapshot, StepOf } from '../../api.ts';
import type { Way } from '../../share-input/share-input.tsx';

type Quorum = StepOf<'quorum'>;

export interface QuorumRow {
  readonly id: string;
  /** The share they are expected with; null for a custodian who brings somebody else's. */
  readonly share: Quorum['expected'][number] | null;
  readonly state: 'absent' | 'not-yet' | 'agreed' | 'given';
  /** Index of the share they gave. */
  readonly given: number | null;
}

/** The expected custodians in the order of their shares, then whoever joined beside them. */
export function rowsOf(step: Quorum, snapshot: Snapshot): readonly QuorumRow[] {
  const ids = [...new Set([...step.expected.map((s) => s.custodian), ...step.joined])];
  return ids.map((id) => {
    const given = step.presented.find((p) => p.participant === id)?.index ?? null;
    const state = given !== null ? 'given' : step.joined.includes(id) ? 'agreed' : snapshot.people.find((p) => p.id === id)?.absent === true ? 'absent' : 'not-yet';
    return { id, share: step.expected.find((s) => s.custodian === id) ?? null, state, given };
  });
}

/** Whose share is awaited: the chosen one while that is theirs to give, else the first who has agreed. */
export function presenterNow(rows: readonly QuorumRow[], chosen: string | null): QuorumRow | null {
  const agreed = rows.filter((r) => r.state === 'agreed');
  return agreed.find((r) => r.id === chosen) ?? agreed[0] ?? null;
}

/** The ways their share can be presented: by its carrier, or every one where it is not known which they bring. */
export function waysOf(row: QuorumRow, step: Quorum): readonly Way[] {
  const carriers = row.share === null ? step.expected.map((s) => s.carrier) : [row.share.carrier];
  return [...(carriers.includes('paper') ? (['file', 'camera', 'typed'] as const) : []), ...(carriers.includes('smartcard') ? (['card'] as const) : [])];
}
