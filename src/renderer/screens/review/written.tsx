/** Where the sign-off went: beside the record, or nowhere yet because the record lies on a medium that cannot be written to. */
import type { ReactElement } from 'react';
import type { ReviewState } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';

export function Written({ state, busy, onSave }: { readonly state: ReviewState; readonly busy: string | null; readonly onSave: () => void }): ReactElement {
  return (
    <div role="status">
      {state.saved !== null && (
        <NotePanel tone="ok" title="Your decision is signed and written. Everything was verified again.">
          <p className="mono review-name">{state.saved}</p>
          <p>It stands under “Decisions of officers”, and every verification of this record shows it.</p>
        </NotePanel>
      )}
      {state.unsaved !== null && (
        <NotePanel tone="warn" title="Your decision is signed, and not saved yet.">
          <p>{state.unsaved.why}</p>
          <p className="review-choices">
            <button type="button" disabled={busy !== null} onClick={onSave}>
              Save it somewhere else
            </button>
          </p>
        </NotePanel>
      )}
    </div>
  );
}
