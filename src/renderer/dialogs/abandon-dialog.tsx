/** Two people end a ceremony for good, each with their own code, and say why. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { makesShares } from '../parts/kind-words.ts';
import { useStore } from '../state/use-store.ts';
import { TwoPeopleDialog } from './two-people-dialog.tsx';

export function AbandonDialog({ snapshot, onClose }: { readonly snapshot: Snapshot; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  return (
    <TwoPeopleDialog
      snapshot={snapshot}
      title="Abandon this ceremony for good"
      warning="It cannot be continued afterwards."
      submit="Abandon the ceremony"
      send={(decided) => store.act('ceremony:abandon', decided, 'Abandoning…')}
      onClose={onClose}
    >
      The record is kept as it is and says that the ceremony was abandoned.{' '}
      {makesShares(snapshot.ceremony.kind) ? 'Keys that this ceremony made are destroyed on the HSM, where it is unlocked; shares already written are worthless for a later ceremony and must be destroyed.' : 'What was done until now stays done: keys that were restored or destroyed are so, and the record says it.'}
    </TwoPeopleDialog>
  );
}
