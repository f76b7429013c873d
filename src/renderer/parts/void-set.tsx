/** The way out while a share set is being made and something went wrong with a share: two people declare the set void. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { VoidSetDialog } from '../dialogs/void-set-dialog.tsx';
import { useUi } from '../state/use-store.ts';
import { PlainAct } from './plain-act.tsx';

export function VoidSet({ snapshot, set }: { readonly snapshot: Snapshot; /** Where the step names it. */ readonly set?: string }): ReactElement {
  const { pending } = useUi();
  const [open, setOpen] = useState(false);
  return (
    <>
      <PlainAct says="A share was lost, spoiled or seen by somebody else?" label="Declare the share set void" disabled={pending !== null || snapshot.busy !== null} onPress={() => setOpen(true)} />
      {open && <VoidSetDialog snapshot={snapshot} set={set ?? null} onClose={() => setOpen(false)} />}
    </>
  );
}
