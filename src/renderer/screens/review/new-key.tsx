/** An officer without a key makes one: a code twice, a folder for the file, and the fingerprint to be read aloud. The code leaves its inputs at the last moment and is wiped once it was sent. */
import { useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import type { ReviewState } from '../../api.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { grouped } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import { takeSecret, wipeSecret } from '../../secret/secret-bytes.ts';
import { SecretField } from '../../secret/secret-field.tsx';
import { useStore } from '../../state/use-store.ts';
import type { Review } from './use-review.ts';

/** As main asks; this saves a round. */
const LEAST = 12;

/** `onDone`: the key is made, or the person wants none. */
export function NewKey({ review: { busy, problem, run, dismiss }, onDone }: { readonly review: Review; readonly onDone: () => void }): ReactElement {
  const { api } = useStore();
  const [fault, setFault] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (first.current === null || second.current === null || busy !== null) return;
    const code = takeSecret(first.current);
    const again = takeSecret(second.current);
    try {
      const wrong = code.length < LEAST ? `Choose at least ${LEAST} characters. No key was made.` : code.length > 64 || again.length > 64 ? 'That code is too long: at most 64 characters. No key was made.' : again.length === 0 ? 'Type the code a second time. No key was made.' : null;
      setFault(wrong);
      if (wrong !== null) return;
      if (await run('Making your key…', () => api['review:new-key']({ code, again }))) onDone();
    } finally {
      wipeSecret(code);
      wipeSecret(again);
    }
  }

  function leave(): void {
    dismiss();
    onDone();
  }

  return (
    <form className="card review-decide" aria-label="A new key" onSubmit={(event) => void onSubmit(event)}>
      <h2>A new key of your own</h2>
      <p>The key is made on this machine and sealed under a code that only you know. You are then asked for a folder: its file goes there, on a medium that you keep. Nobody can find out or reset the code.</p>
      <div className="pair">
        <SecretField label="A new code" hint={`At least ${LEAST} characters: whoever finds the file can try codes for as long as they like.`} field={first} />
        <SecretField label="The same code again" field={second} />
      </div>
      <Fault sentence={fault} />
      <ProblemPanel problem={problem} />
      <p className="review-decide-act review-choices">
        <button type="button" disabled={busy !== null} onClick={leave}>
          Make no key
        </button>
        <button type="submit" className="primary" disabled={busy !== null}>
          Make the key and choose its folder
        </button>
      </p>
    </form>
  );
}

export function KeyMade({ state: { key } }: { readonly state: ReviewState }): ReactElement | null {
  if (key?.made == null) return null;
  return (
    <section className="card review-card" aria-label="Your new key">
      <NotePanel tone="ok" title="Your key is made and chosen.">
        <p>
          Its file is <span className="mono review-name">{key.made.path}</span>. Keep it and its code apart, and give the fingerprint to whoever keeps the file of pinned keys.
        </p>
      </NotePanel>
      <p className="review-plan">Read its fingerprint aloud to whoever pins it, as words or as the SHA-256 below, and let them compare it with what they wrote down:</p>
      <Words words={key.made.words} label="Words of your key’s fingerprint" />
      <p className="small quiet">
        SHA-256 of the public key: <span className="mono review-key">{grouped(key.keySha256)}</span>
      </p>
    </section>
  );
}
