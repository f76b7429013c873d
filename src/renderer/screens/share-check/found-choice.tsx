/** What was found of a share: it is here, it is missing, or it cannot be read; and a note where it is one of the last two. */
import { useId } from 'react';
import type { ReactElement } from 'react';
import './share-check.css';

export type Found = 'here' | 'missing' | 'damaged';

const choices: readonly { readonly found: Found; readonly name: string; readonly says: string }[] = [
  { found: 'here', name: 'It is here', says: 'Compare its bag, then read it' },
  { found: 'missing', name: 'It is missing', says: 'It was not brought, or nobody knows where it is' },
  { found: 'damaged', name: 'It cannot be read', says: 'After every way was tried' },
];

export function FoundChoice({ found, locked, onChoose }: { readonly found: Found | null; readonly locked: boolean; readonly onChoose: (found: Found) => void }): ReactElement {
  return (
    <fieldset className="ways found" disabled={locked}>
      <legend>What was found?</legend>
      {choices.map((c) => (
        <label key={c.found} className="way">
          <input type="radio" name="found" checked={found === c.found} onChange={() => onChoose(c.found)} aria-label={c.name} aria-describedby={`found-${c.found}`} />
          <span className="way-name">{c.name}</span>
          <span className="way-says" id={`found-${c.found}`}>
            {c.says}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function NoteField({ found, onType }: { readonly found: 'missing' | 'damaged'; readonly onType: (text: string) => void }): ReactElement {
  const id = useId();
  return (
    <section className="card" aria-label="What was found">
      <div className="field">
        <label htmlFor={id}>{found === 'missing' ? 'What is known of it' : 'What was tried, and what it looks like'}</label>
        <textarea id={id} maxLength={500} rows={2} onChange={(event) => onType(event.currentTarget.value)} />
      </div>
    </section>
  );
}
