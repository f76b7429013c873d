/** A fingerprint as numbered words, large enough to be read aloud across a room. */
import type { ReactElement } from 'react';
import './words.css';

export function Words({ words, label }: { readonly words: readonly string[]; readonly label: string }): ReactElement {
  return (
    <ol className="words card" aria-label={label} data-long={words.length > 16 ? '' : undefined}>
      {words.map((word, at) => (
        <li key={at}>
          <span className="words-number" aria-hidden="true">
            {at + 1}
          </span>
          <span>{word}</span>
        </li>
      ))}
    </ol>
  );
}
