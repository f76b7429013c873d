/** One custodian agrees, with their code, to what their share is used for. What they sign is what stands here. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { CodeDialog } from '../../dialogs/code-dialog.tsx';
import { useStore } from '../../state/use-store.ts';
import './quorum.css';

interface Props {
  readonly snapshot: Snapshot;
  readonly among: readonly string[];
  readonly sentence: string;
  readonly onAgreed: (participant: string) => void;
  readonly onClose: () => void;
}

export function AgreeDialog({ snapshot, among, sentence, onAgreed, onClose }: Props): ReactElement {
  const store = useStore();
  return (
    <CodeDialog
      title={(name) => `${name} agrees`}
      legend="Who agrees now"
      people={snapshot.people.filter((p) => among.includes(p.id))}
      submit={(name) => `${name} agrees to this use`}
      send={async (participant, code) => {
        const done = await store.act('quorum:join', { participant, code }, 'Signing…');
        if (done) onAgreed(participant);
        return done;
      }}
      onClose={onClose}
    >
      <p className="agree-sentence">{sentence}</p>
      <p className="quiet small">Your code signs exactly this in the record under your name. If it is not what you came for, go back and say so.</p>
    </CodeDialog>
  );
}
