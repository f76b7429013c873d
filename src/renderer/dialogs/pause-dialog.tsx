/** Takes a pause: who calls it and why. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import type { Snapshot } from '../api.ts';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';
import { WhoSelect } from './who-select.tsx';

export function PauseDialog({ snapshot, onClose }: { readonly snapshot: Snapshot; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [by, setBy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const why = reason.current?.value.trim() ?? '';
    const wrong = by === '' ? 'Choose who calls the pause.' : why === '' ? 'Say why; a few words are enough.' : null;
    setFault(wrong);
    if (wrong === null && (await store.act('ceremony:pause', { by, reason: why }, 'Pausing…'))) onClose();
  }

  return (
    <Dialog title="Pause the ceremony" onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <p className="quiet">The HSM is locked and nothing can be done until somebody continues. Everything recorded so far is saved. Two people stay with the HSM and the carriers.</p>
        <WhoSelect label="Who calls the pause" snapshot={snapshot} value={by} onChange={setBy} autoFocus />
        <div className="field">
          <label htmlFor="pause-reason">Why</label>
          <textarea id="pause-reason" ref={reason} maxLength={500} rows={2} />
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label="Pause the ceremony" pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}
