/** A remark beside the step: good, to be noticed, or grave. The icon and the words carry it, not the colour. */
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './panels.css';

interface Props {
  readonly tone: 'ok' | 'warn' | 'stop';
  readonly title: string;
  readonly children?: ReactNode;
}

const icons = { ok: 'check', warn: 'warn', stop: 'stop' } as const;

export function NotePanel({ tone, title, children }: Props): ReactElement {
  return (
    <div className={`panel panel-${tone}`}>
      <Icon name={icons[tone]} />
      <div>
        <p className="panel-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
