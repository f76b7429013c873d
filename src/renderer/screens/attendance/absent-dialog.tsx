/** Recording that somebody does not come: who says it, and why. The ceremony goes on without their share. */
import type { ReactElement } from 'react';
import type { PersonView, Snapshot } from '../../api.ts';
import { SaidDialog } from '../../dialogs/said-dialog.tsx';
import { useStore } from '../../state/use-store.ts';

export function AbsentDialog({ snapshot, person, onClose }: { readonly snapshot: Snapshot; readonly person: PersonView; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  return (
    <SaidDialog
      snapshot={snapshot}
      title={`${person.name} is absent`}
      who={{ label: 'Who says so', except: person.id }}
      text={{ label: 'Why they are not here', missing: 'Say why they are not here; a few words are enough. Nothing was recorded.' }}
      submit={`Record ${person.name} as absent`}
      send={(by, reason) => store.act('participant:absent', { participant: person.id, by, reason }, 'Recording…')}
      onClose={onClose}
    >
      The ceremony can go on without them. Once recorded they cannot join it any more, and their share is not presented today.
    </SaidDialog>
  );
}
