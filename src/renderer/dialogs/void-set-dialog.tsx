/** Two people give up the share set that is being made, for a reason: a sheet that jammed, a share that somebody saw. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { setName } from '../parts/share-words.ts';
import { useStore } from '../state/use-store.ts';
import { TwoPeopleDialog } from './two-people-dialog.tsx';

export function VoidSetDialog({ snapshot, set, onClose }: { readonly snapshot: Snapshot; readonly set: string | null; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  const name = set === null ? 'this share set' : `set ${setName(set)}`;
  return (
    <TwoPeopleDialog
      snapshot={snapshot}
      title={`Declare ${name} void`}
      warning="None of its shares counts afterwards."
      submit={`Declare ${name} void`}
      send={(decided) => store.act('set:declare-void', decided, 'Declaring the set void…')}
      onClose={onClose}
    >
      The keys on the HSM are unharmed and are not made again. The ceremony goes back to the backup, and a new set is made over the same keys. Sheets and cards of this set are collected and destroyed.
    </TwoPeopleDialog>
  );
}
