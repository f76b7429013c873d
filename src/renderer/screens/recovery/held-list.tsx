/** What was found among the chosen files: packages with what they restore, the statement, and files that are of no use. */
import type { ReactElement } from 'react';
import type { RecoveryView } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { setName } from '../../parts/share-words.ts';
import { capital, count, inWords, keyType } from '../../parts/text.ts';

export function HeldList({ view }: { readonly view: RecoveryView }): ReactElement {
  return (
    <section className="recovery-found" aria-label="What was found">
      {view.packages.length === 0 && (
        <NotePanel tone="warn" title="There is no package among these files.">
          <p>Without a package the shares restore nothing. Nothing is lost: choose further files, or scan every code of the package sheets.</p>
        </NotePanel>
      )}
      {view.packages.map((p) => (
        <section key={`${p.set}-${p.sha256}`} className="card found-package" aria-label={`Package of set ${setName(p.set)}`}>
          <p className="found-title">
            <Icon name="check" /> The package of share set <span className="mono">{setName(p.set)}</span>
            {p.mode === 'rehearsal' && (
              <span className="tag-rehearsal small">
                <Icon name="warn" /> Rehearsal
              </span>
            )}
          </p>
          <p className="found-quorum">
            Any {inWords(p.threshold)} of its {inWords(p.count)} shares restore {p.keys.length === 1 ? 'this key' : `these ${inWords(p.keys.length)} keys`}:
          </p>
          <ul className="found-keys">
            {p.keys.map((key) => (
              <li key={key.name}>
                <span className="mono found-key">{key.name}</span>
                <span className="quiet">{keyType(key.type)}</span>
                <span className="mono small">{key.check}</span>
              </li>
            ))}
          </ul>
          <p className="quiet small">
            Made in ceremony <span className="mono">{p.ceremony}</span>
          </p>
        </section>
      ))}
      {view.statement !== null && (
        <section className="card" aria-label="Statement">
          <p className="found-title">
            <Icon name="check" /> The statement of ceremony <span className="mono">{view.statement.ceremony}</span>
          </p>
          <p className="quiet">{view.statement.organisation}</p>
        </section>
      )}
      {view.problems.length > 0 && (
        <NotePanel tone="warn" title={`${capital(count(view.problems.length, 'file'))} of no use here`}>
          <ul className="found-problems">
            {view.problems.map((p) => (
              <li key={p.file}>
                <span className="mono small">{p.file}</span>
                <span>{p.refusal.sentence}</span>
                <span className="mono small quiet">{p.refusal.code}</span>
              </li>
            ))}
          </ul>
        </NotePanel>
      )}
    </section>
  );
}
