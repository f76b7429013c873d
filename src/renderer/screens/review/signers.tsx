/** Who signed the statement, in which role, by which key, and whether that key is one that the person pinned. */
import type { ReactElement } from 'react';
import type { SignerView } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { grouped } from '../../parts/text.ts';

export function Signers({ signers, pins }: { readonly signers: readonly SignerView[]; readonly pins: boolean }): ReactElement | null {
  if (signers.length === 0) return null;
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
              <td>{s.signed ? <Status tone="ok">valid</Status> : <Status tone="stop">missing</Status>}</td>
              <td>{s.pinned ? <Status tone="ok">pinned</Status> : <Status tone="quiet">{pins ? 'not pinned' : 'no pins'}</Status>}</td>
              <td className="mono small review-key">{grouped(s.keySha256)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
