/** A share from its sheet by camera. Pictures stay in this window, one at a time, and are overwritten by the next. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { NotePanel } from '../parts/note-panel.tsx';
import { wipeSecret } from '../secret/secret-bytes.ts';
import { useStore } from '../state/use-store.ts';
import { watchCamera } from './watch-camera.ts';

type State = 'starting' | 'looking' | 'found' | 'refused' | 'none' | 'denied' | 'broken';

const sentences: Readonly<Record<'none' | 'denied' | 'broken', string>> = {
  none: 'No camera is plugged in. Nothing changed. Plug one in and look again, or present the share in another way.',
  denied: 'The camera was refused. Nothing changed. Present the share in another way.',
  broken: 'The camera gave no picture. Nothing changed. Unplug it, plug it in and look again, or present the share in another way.',
};

export function FromCamera({ presenter }: { readonly presenter?: string | undefined }): ReactElement {
  const store = useStore();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>('starting');
  const [speed, setSpeed] = useState(0);
  const [round, again] = useState(0);

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const ended = new AbortController();
    void watchCamera(element, {
      signal: ended.signal,
      onLooking: (perSecond) => {
        setState('looking');
        setSpeed(perSecond);
      },
      onFault: setState,
      onCode: async (code) => {
        setState('found');
        const read = await store.act('share:read-code', presenter === undefined ? { code } : { code, presenter }, 'Checking the share');
        wipeSecret(code);
        if (!read && !ended.signal.aborted) setState('refused');
      },
    });
    return () => ended.abort();
  }, [store, round, presenter]);

  const fault = state === 'none' || state === 'denied' || state === 'broken' ? sentences[state] : null;
  return (
    <div className="way-panel card">
      {fault === null ? (
        <>
          <p>Hold the sheet flat, so that the code fills the frame. It is read by itself; nothing is stored.</p>
          <div className="viewfinder">
            <video ref={video} muted playsInline aria-label="Picture of the camera" />
          </div>
          <p role="status" className="quiet">
            {state === 'starting' && 'Starting the camera…'}
            {state === 'looking' && 'Looking for the code…'}
            {state === 'found' && 'A code was found and is being checked.'}
            {state === 'refused' && 'That code was not accepted; the reason stands above.'}
          </p>
          {state === 'looking' && <p className="quiet small">{speed} pictures a second are searched. If nothing is found: more light, less glare, a little further away.</p>}
        </>
      ) : (
        <NotePanel tone="warn" title="No picture">
          <p>{fault}</p>
        </NotePanel>
      )}
      {(state === 'refused' || fault !== null) && (
        <button
          type="button"
          onClick={() => {
            setState('starting');
            again(round + 1);
          }}
        >
          Look again
        </button>
      )}
    </div>
  );
}
