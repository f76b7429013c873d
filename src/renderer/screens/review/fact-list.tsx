/** What was reported, as labels and values; what an event says of several things stands under a heading each. */
import type { ReactElement } from 'react';
import type { FactView } from '../../api.ts';
import { grouped } from '../../parts/text.ts';

function groupsOf(facts: readonly FactView[]): readonly { readonly about: string | null; readonly facts: readonly FactView[] }[] {
  const groups: { readonly about: string | null; readonly facts: FactView[] }[] = [];
  for (const fact of facts) {
    const last = groups.at(-1);
    if (last?.about === fact.about) last.facts.push(fact);
    else groups.push({ about: fact.about, facts: [fact] });
  }
  return groups;
}

export function FactList({ facts }: { readonly facts: readonly FactView[] }): ReactElement {
  return (
    <>
      {groupsOf(facts).map((group, at) => (
        <div key={at} className="review-facts">
          {group.about !== null && <p className="review-about">{group.about}</p>}
          <dl>
            {group.facts.map((fact, n) => (
              <div key={n}>
                <dt>{fact.label}</dt>
                <dd className={fact.exact ? 'mono' : undefined}>{/^[0-9a-f]{32,}$/.test(fact.value) ? grouped(fact.value) : fact.value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </>
  );
}
