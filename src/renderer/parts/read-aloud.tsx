/** What one person reads aloud to the room. */
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './panels.css';

export function ReadAloud({ by, children }: { readonly by: string; readonly children: ReactNode }): ReactElement {
  return (
    <figure className="read-aloud">
      <figcaption className="read-aloud-label">
        <Icon name="voice" /> {by} reads aloud
      </figcaption>
      <blockquote>{children}</blockquote>
    </figure>
  );
}
