/** Destroying one key for good: what it is, what can still bring it back, and afterwards that the device knows it no more. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { setName } from '../../parts/share-words.ts';
import { keyType, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './key-destroying.css';

const purposes: Readonly<Record<string, string>> = { 'root-signing': 'signs other keys and the records', signing: 'signs', 'master-wrapping': 'wraps the keys that protect data', 'key-wrapping': 'wraps other keys', 'data-encryption': 'encrypts data' };

export function KeyDestroyingScreen({ step, snapshot, goOn }: ScreenProps<'key-destroying'>): ReactElement {
  const store = useStore();
  const { key, isRoot, stillIn, done } = step;
  const sets = list(stillIn.map((s) => `set ${setName(s)}`));
  return (
    <StepPage
      snapshot={snapshot}
      heading={done === null ? `Destroy the ${key.name} key for good` : `The ${key.name} key is destroyed`}
      who="Authorised people act, everyone watches"
      lead={
        done === null
          ? `It is ${keyType(key.type)} and ${purposes[key.purpose] ?? 'is used for nothing else'}. The HSM removes it, and that cannot be undone: what only this key opens, nobody will ever open again.`
          : 'The HSM was asked to use the key once more, and could not. The list of objects before and after is in the record.'
      }
      act={goOn ?? (done === null ? { label: `Destroy ${key.name}`, run: () => void store.act('key:destroy', {}, `Destroying ${key.name} and trying to use it once more`) } : null)}
      checks={
        done === null
          ? [
              { id: 'check', label: <>The check value <span className="mono">{key.check}</span> is that of the earlier papers</> },
              { id: 'undone', label: 'Everyone here knows that this cannot be undone' },
            ]
          : []
      }
      confirms={`To be destroyed for good: ${key.name}, ${keyType(key.type)}, check value ${key.check}.`}
    >
      {done === null ? (
        <ReadAloud by="The security officer" large>
          {`We destroy ${key.name}. Its check value is ${key.check}. It cannot be undone. Is anyone against it?`}
        </ReadAloud>
      ) : (
        <section className="card failed-use" aria-label="Evidence">
          <p className="quiet">Asked to use {key.name} once more, the HSM answered</p>
          <p className="failed-use-answer mono">{done.failedUse === '' ? 'there is no such key' : done.failedUse}</p>
          <p>That answer is the evidence: the key is gone.</p>
        </section>
      )}
      {isRoot && done === null && (
        <NotePanel tone="warn" title="This is the root key: it signs once more first.">
          <p>Before it goes it signs the record as it stands. The statement at the end is then signed by the people alone.</p>
        </NotePanel>
      )}
      {stillIn.length > 0 && (
        <NotePanel tone="warn" title={`The ${key.name} key can still be brought back from ${sets}.`}>
          <p>
            {stillIn.length === 1 ? 'That share set is' : 'Those share sets are'} in force, with {stillIn.length === 1 ? 'its' : 'their'} package. The key is gone from everywhere only when enough of {stillIn.length === 1 ? 'its' : 'their'} shares, or the package, are destroyed too.
          </p>
        </NotePanel>
      )}
      {done !== null && (
        <section className="card" aria-label="The key">
          <Facts
            columns
            items={[
              { label: 'Key', value: <><span className="mono">{key.name}</span>, {keyType(key.type)}</> },
              { label: 'What it did', value: purposes[key.purpose] ?? key.purpose },
              { label: 'Check value', value: <span className="mono">{key.check}</span> },
            ]}
          />
        </section>
      )}
    </StepPage>
  );
}
