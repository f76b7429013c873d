/** What a device reports about a key, in three states. Not reported is never shown as no. */
import type { ReactElement } from 'react';
import type { Evidence, TriState } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { grouped, keyType } from '../../parts/text.ts';
import './evidence.css';

type Name = keyof Evidence['attributes'];

const said: readonly { readonly name: Name; readonly sentence: string }[] = [
  { name: 'LOCAL', sentence: 'Made inside this HSM' },
  { name: 'SENSITIVE', sentence: 'Its value is never shown' },
  { name: 'ALWAYS_SENSITIVE', sentence: 'Its value never could be shown' },
  { name: 'EXTRACTABLE', sentence: 'Can be wrapped for the backup' },
  { name: 'NEVER_EXTRACTABLE', sentence: 'Never could be wrapped' },
  { name: 'WRAP_WITH_TRUSTED', sentence: 'Only a trusted key may wrap it' },
  { name: 'MODIFIABLE', sentence: 'Its attributes can be changed' },
  { name: 'COPYABLE', sentence: 'It can be copied' },
];
const uses: readonly Name[] = ['SIGN', 'VERIFY', 'ENCRYPT', 'DECRYPT', 'WRAP', 'UNWRAP', 'DERIVE'];

export function EvidenceTable({ evidence }: { readonly evidence: Evidence }): ReactElement {
  const { check, attributes } = evidence;
  const allowed = uses.filter((name) => attributes[name] === 'true').map((name) => name.toLowerCase());
  return (
    <div className="evidence">
      <section className="card evidence-check" aria-label="How the key is recognised">
        <p className="quiet">{check.kind === 'cmac' ? 'Check value: how the key is recognised without being revealed' : 'SHA-256 of the public key: how the key is recognised'}</p>
        <p className={`mono ${check.kind === 'cmac' ? 'check-short' : 'check-long'}`}>{check.kind === 'cmac' ? grouped(check.value, 2) : grouped(check.value)}</p>
      </section>
      <section className="card" aria-label="What the device reports">
        <table className="evidence-table">
          <thead>
            <tr>
              <th scope="col">What the device reports</th>
              <th scope="col">Attribute</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {said.map(({ name, sentence }) => (
              <tr key={name}>
                <th scope="row">{sentence}</th>
                <td className="mono small quiet">{name}</td>
                <td>
                  <Answer state={attributes[name]} />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">May be used to</th>
              <td />
              <td>{allowed.length === 0 ? 'nothing reported' : allowed.join(', ')}</td>
            </tr>
            <tr>
              <th scope="row">Type and mechanism</th>
              <td className="mono small quiet">{evidence.keyGenMechanism}</td>
              <td>{keyType(evidence.type)}</td>
            </tr>
            <tr>
              <th scope="row">Id on the device</th>
              <td colSpan={2} className="mono small">
                {grouped(evidence.id)}
              </td>
            </tr>
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Answer({ state }: { readonly state: TriState }): ReactElement {
  if (state === 'true') return <span className="answer"><Icon name="check" /> yes</span>;
  if (state === 'false') return <span className="answer"><Icon name="cross" /> no</span>;
  return <span className="answer answer-unknown"><Icon name="unknown" /> not reported</span>;
}
