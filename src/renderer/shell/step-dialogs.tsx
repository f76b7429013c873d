/** The dialogs that any step can open. */
import type { ReactElement } from 'react';
import type { Pin, Snapshot } from '../api.ts';
import { AbandonDialog } from '../dialogs/abandon-dialog.tsx';
import { CodeDialog } from '../dialogs/code-dialog.tsx';
import { DeviationDialog } from '../dialogs/deviation-dialog.tsx';
import { PauseDialog } from '../dialogs/pause-dialog.tsx';
import { PinDialog } from '../dialogs/pin-dialog.tsx';
import { useStore } from '../state/use-store.ts';
import { awaitedConfirmations } from './next-act.ts';

export type OpenDialog =
  | { readonly kind: 'deviation' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'abandon' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'pin'; readonly pin: Pin; readonly half: 0 | 1 };

interface Props {
  readonly snapshot: Snapshot;
  readonly open: OpenDialog;
  readonly confirms: string;
  readonly noteLabel?: string;
  readonly onClose: () => void;
}

export function StepDialogs({ snapshot, open, confirms, noteLabel, onClose }: Props): ReactElement {
  const store = useStore();
  switch (open.kind) {
    case 'deviation':
      return <DeviationDialog snapshot={snapshot} onClose={onClose} />;
    case 'pause':
      return <PauseDialog snapshot={snapshot} onClose={onClose} />;
    case 'abandon':
      return <AbandonDialog snapshot={snapshot} onClose={onClose} />;
    case 'pin':
      return <PinDialog snapshot={snapshot} pin={open.pin} half={open.half} onClose={onClose} />;
    case 'confirm': {
      const awaited = awaitedConfirmations(snapshot).map((c) => c.participant);
      const people = awaited.map((id) => snapshot.people.find((p) => p.id === id)).filter((p) => p !== undefined);
      return (
        <CodeDialog
          title={(name) => `${name} confirms step ${snapshot.step.number}`}
          legend="Who confirms now"
          people={people}
          submit={(name) => `${name} confirms`}
          send={(participant, code, note) => store.act('step:confirm', note === '' ? { participant, code } : { participant, code, note }, 'Signing…')}
          {...(noteLabel === undefined ? {} : { noteLabel })}
          onClose={onClose}
        >
          <p>{confirms}</p>
          <p className="quiet small">Your code signs this in the record under your name.</p>
        </CodeDialog>
      );
    }
  }
}
