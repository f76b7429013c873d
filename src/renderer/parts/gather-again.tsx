/** Giving up the shares presented so far: they are wiped from memory, and the quorum is gathered again. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { SaidDialog } from '../dialogs/said-dialog.tsx';
import { useStore, useUi } from '../state/use-store.ts';
import { PlainAct } from './plain-act.tsx';

export function GatherAgain({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  const [open, setOpen] = useState(false);
  return (
    <>
      <PlainAct says="Something about the shares is not right?" label="Gather the quorum again" disabled={pending !== null || snapshot.busy !== null} onPress={() => setOpen(true)} />
      {open && (
        <SaidDialog
          snapshot={snapshot}
          title="Gather the quorum again"
          text={{ label: 'Why', missing: 'Say why; a few words are enough. Nothing was sent.' }}
          submit="Wipe these shares and begin again"
          stop
          send={(_, reason) => store.act('quorum:clear', { reason }, 'Wiping the shares from memory…')}
          onClose={() => setOpen(false)}
        >
          The shares presented so far are wiped from the memory of this machine. The sheets and cards are unharmed. Everyone then agrees and presents once more.
        </SaidDialog>
      )}
    </>
  );
}
