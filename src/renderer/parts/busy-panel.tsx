/** Shows that something long is at work, and since when. It never promises an end that nobody knows. */
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';
import { useSecondsSince } from '../state/use-seconds.ts';
import './panels.css';

interface Props {
  readonly what: string;
  /** Seconds that had passed at `at` (a moment of performance.now()). */
  readonly seconds: number;
  readonly at: number;
}

export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

export function BusyPanel({ what, seconds, at }: Props): ReactElement {
  const passed = seconds + useSecondsSince(at);
  return (
    <div className="panel panel-busy">
      <Icon name="clock" />
      <div className="panel-fill">
        <p className="panel-title" role="status">
          {what}
        </p>
        <progress aria-label={what} />
        <p className="small quiet">
          At work for <span className="mono">{duration(passed)}</span>. Keep the devices plugged in and the power on.
          {passed >= 20 && ' Some devices take several minutes for this; nothing is wrong while this counts on.'}
        </p>
      </div>
    </div>
  );
}
