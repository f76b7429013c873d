/** Until when the target takes the key, with the time left counting down. */
import type { ReactElement } from 'react';
import { NotePanel } from '../../parts/note-panel.tsx';
import { useSecondsSince } from '../../state/use-seconds.ts';
import { useUi } from '../../state/use-store.ts';
import { minutesLeft, timeSpan } from './time-left.ts';

export function Deadline({ deadline, utc, target }: { readonly deadline: string; readonly utc: string; readonly target: string }): ReactElement {
  const { at } = useUi();
  const passed = useSecondsSince(at);
  const left = minutesLeft(deadline, Date.parse(utc) + passed * 1000);
  const when = `${deadline.slice(0, 10)}, ${deadline.slice(11, 16)} UTC`;
  if (left === null) return <NotePanel tone="warn" title={`${target} takes the key until ${deadline}.`} />;
  return left < 0 ? (
    <NotePanel tone="stop" title={`The time of ${target} is over since ${when}.`}>
      <p>Nothing was lost: the key is where it was. Ask the target for a new public key and make the plan again with it.</p>
    </NotePanel>
  ) : (
    <NotePanel tone={left < 120 ? 'warn' : 'ok'} title={`${timeSpan(left)} are left.`.replace(/^1 (minute|hour|day) are/, '1 $1 is')}>
      <p>
        {target} takes what is made here until {when}. After that it refuses it, and a new public key is needed.
      </p>
    </NotePanel>
  );
}
