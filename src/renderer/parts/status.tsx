/** One fact with its state: a sign, a word, a colour, all three saying the same. */
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import './status.css';

export type Tone = 'ok' | 'warn' | 'stop' | 'quiet';
const icons: Readonly<Record<Tone, IconName>> = { ok: 'check', warn: 'warn', stop: 'cross', quiet: 'circle' };

export function Status({ tone, children, icon }: { readonly tone: Tone; readonly children: string; readonly icon?: IconName }): ReactElement {
  return (
    <span className={`status status-${tone}`}>
      <Icon name={icon ?? icons[tone]} />
      {children}
    </span>
  );
}
