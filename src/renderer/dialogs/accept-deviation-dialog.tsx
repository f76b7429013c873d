/** Somebody who may do so accepts one deviation with their code. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { Facts } from '../parts/facts.tsx';
import { nameOf } from '../parts/name-of.ts';
import { useStore } from '../state/use-store.ts';
import { CodeDialog } from './code-dialog.tsx';

interface Props {
  readonly snapshot: Snapshot;
  readonly id: number;
  readonly onClose: () => void;
}

export function AcceptDeviationDialog({ snapshot, id, onClose }: Props): ReactElement | null {
  const store = useStore();
  const deviation = snapshot.deviations.find((d) => d.id === id);
  if (deviation === undefined) return null;
  const people = snapshot.people.filter((p) => snapshot.acceptors.includes(p.id) && !deviation.acceptedBy.includes(p.id));
  return (
    <CodeDialog
      title={(name) => `${name} accepts deviation ${id}`}
      legend="Who accepts it"
      people={people}
      submit={(name) => `${name} accepts this deviation`}
      send={(participant, code) => store.act('deviation:accept', { id, participant, code }, 'Signing…')}
      onClose={onClose}
    >
      <Facts
        items={[
          { label: 'What happened', value: deviation.what },
          { label: 'What was done', value: deviation.remedy },
          { label: 'Recorded by', value: nameOf(snapshot, deviation.by) },
        ]}
      />
    </CodeDialog>
  );
}
