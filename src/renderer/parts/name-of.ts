/** The name behind a participant's id; the id itself where the list has none. */
import type { Snapshot } from '../api.ts';

export function nameOf(snapshot: Snapshot, id: string): string {
  return snapshot.people.find((p) => p.id === id)?.name ?? id;
}
