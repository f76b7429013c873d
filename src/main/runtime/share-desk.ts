/** Holds shares between the split and their carrier, and between their carrier and the proof; wipes them in every case. */
import { wipe } from '../../core/bytes/bytes.ts';

export interface ShareDesk {
  /** Takes ownership; replaces (and wipes) one held under that index. */
  put(index: number, share: Uint8Array): void;
  get(index: number): Uint8Array | null;
  drop(index: number): void;
  readonly indexes: readonly number[];
  clear(): void;
}

export function createShareDesk(): ShareDesk {
  const held = new Map<number, Uint8Array>();
  const drop = (index: number): void => {
    wipe(held.get(index));
    held.delete(index);
  };
  return {
    put(index, share) {
      if (held.get(index) !== share) drop(index);
      held.set(index, share);
    },
    get: (index) => held.get(index) ?? null,
    drop,
    get indexes() {
      return [...held.keys()].sort((a, b) => a - b);
    },
    clear() {
      for (const index of [...held.keys()]) drop(index);
    },
  };
}
