/** What everyone takes out of the room, in a plain list. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { Facts } from '../../parts/facts.tsx';
import { bringsShares, makesShares } from '../../parts/kind-words.ts';
import { capital, inWords, list } from '../../parts/text.ts';

function named(snapshot: Snapshot, role: RegExp): string {
  return list(snapshot.people.filter((p) => p.roles.some((r) => role.test(r))).map((p) => p.name));
}

export function TakeHome({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const { kind, threshold, shares } = snapshot.ceremony;
  const apart = threshold > 0 ? ` ${capital(inWords(threshold))} of the ${inWords(shares)} shares must never be in one place.` : '';
  const rows = [
    { who: makesShares(kind) || bringsShares(kind) ? 'The custodians' : '', what: makesShares(kind) ? `Each their own share, in its closed bag, to a place of their own.${apart}` : `Each the share they brought, in a closed bag, back to its place.${apart}` },
    { who: named(snapshot, /^Administrator/), what: 'The bundle on its medium, to the online systems, which check and import it. A second copy goes into the archive.' },
    { who: named(snapshot, /^Security officer/), what: snapshot.script.some((line) => line.kind === 'hsm-check' && line.title.includes('spare')) ? 'The HSM, to its place of work, and the spare HSM, locked away.' : 'The HSM, to its place of work.' },
    { who: named(snapshot, /^(Auditor|Witness)/), what: 'The words of the statement, as written down, to compare with the verifier’s report.' },
  ];
  return (
    <section className="card" aria-label="What everyone takes along">
      <Facts items={rows.filter((r) => r.who !== '').map((r) => ({ label: r.who, value: r.what }))} />
    </section>
  );
}
