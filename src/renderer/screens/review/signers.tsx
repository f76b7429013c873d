/** Who signed the statement, in which role, by which key, and whether that key is one that the person pinned. */
import type { ReactElement } from 'react';
import type { SignerView } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { grouped } from '../../parts/text.ts';

/** `by`: which of two keys it is; null where nobody has two. */
function Signature({ by, signed }: { readonly by: string | null; readonly signed: boolean }): ReactElement {
  return (
    <span className="review-signature">
      <Status tone={signed ? 'ok' : 'stop'}>{signed ? 'valid' : 'missing'}</Status>
      {by !== null && <span className="small quiet">{by}</span>}
    </span>
  );
}

export function Signers({ signers, pins }: { readonly signers: readonly SignerView[]; readonly pins: boolean }): ReactElement | null {
  if (signers.length === 0) return null;
  const seconds = signers.some((s) => s.postQuantum !== undefined);
  return (
    <section className="card review-card" aria-label="Signatures">
      <h2>Who signed it</h2>
      <table className="review-signers">
        <thead>
          <tr>
            <th scope="col">Signer</th>
            <th scope="col">Role</th>
            <th scope="col">Signature</th>
            <th scope="col">Pinned</th>
            <th scope="col">Key, SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {signers.map((s) => (
            <tr key={s.id}>
              <th scope="row">{s.name}</th>
              <td>{s.roles.length === 0 ? 'signs for the device' : s.roles.join(', ').replaceAll('-', ' ')}</td>
              <td>
                <Signature by={seconds ? 'first key' : null} signed={s.signed} />
                {s.postQuantum !== undefined && <Signature by={s.postQuantum.algorithm} signed={s.postQuantum.signed} />}
              </td>
              <td>{s.pinned ? <Status tone="ok">pinned</Status> : <Status tone="quiet">{pins ? 'not pinned' : 'no pins'}</Status>}</td>
              <td className="mono small review-key">
                {grouped(s.keySha256)}
                {s.postQuantum !== undefined && (
                  <span className="review-second-key">
                    <span className="review-key-label">{s.postQuantum.algorithm}</span> {grouped(s.postQuantum.keySha256)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
