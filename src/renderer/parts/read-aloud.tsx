/** What one person reads aloud to the room. */
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './panels.css';

export function ReadAloud({ by, large = false, children }: { readonly by: string; /** What the whole step rests on. */ readonly large?: boolean; readonly children: ReactNode }): ReactElement {
  return (
    <figure className="read-aloud" data-large={large ? '' : undefined}>
      <figcaption className="read-aloud-label">
        <Icon name="voice" /> {by} reads aloud
      </figcaption>
      <blockquote>{children}</blockquote>
    </figure>
  );
}
