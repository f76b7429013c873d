/** Ceremonies on this machine: the open ones can be continued, the others are named with their state. */
import type { ReactElement } from 'react';
import type { SavedCeremony } from '../../../contract/snapshot.ts';
import { Icon } from '../../parts/icon.tsx';
import { Status } from '../../parts/status.tsx';
import { count } from '../../parts/text.ts';
import { useStore, useUi } from '../../state/use-store.ts';

const states = {
  open: { tone: 'quiet', word: 'open' },
  closed: { tone: 'ok', word: 'closed and signed' },
  abandoned: { tone: 'warn', word: 'abandoned' },
  damaged: { tone: 'stop', word: 'damaged: the file does not fit together' },
} as const;

export function Saved({ saved }: { readonly saved: readonly SavedCeremony[] | null }): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  return (
    <section className="home-saved" aria-labelledby="saved-title">
      <h2 id="saved-title">Ceremonies on this machine</h2>
      {saved === null && <p className="quiet">Reading the list…</p>}
      {saved !== null && saved.length === 0 && <p className="card quiet">None yet. An open ceremony stands here after a pause, a restart or a power cut, and goes on at the step it was in.</p>}
      {saved !== null && saved.length > 0 && (
        <ul>
          {saved.map((c) => (
            <li key={c.file} className="card">
              <div className="saved-text">
                <p className="saved-title">{c.title}</p>
                <p className="quiet small">
                  <span className="mono">{c.id}</span> · {count(c.entries, 'entry', 'entries')} · {c.updated.slice(0, 16).replace('T', ' ')} UTC
                </p>
                <p className="saved-state small">
                  {c.mode === 'rehearsal' ? (
                    <span className="tag-rehearsal">
                      <Icon name="warn" /> Rehearsal
                    </span>
                  ) : (
                    <span className="tag-real">
                      <Icon name="lock" /> Real
                    </span>
                  )}
                  {c.state === 'open' ? <span>At “{c.lastStep}”</span> : <Status tone={states[c.state].tone}>{states[c.state].word}</Status>}
                </p>
              </div>
              {c.state === 'open' && (
                <button type="button" disabled={pending !== null} aria-label={`Continue ${c.id}`} onClick={() => void store.act('ceremony:reopen', { file: c.file }, 'Reading the record')}>
                  Continue <Icon name="arrow" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
