/** For tests: bundles in which nothing is wrong by signature or order alone, but something an officer must find is missing. */
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import { fromUtf8, utf8 } from '../../../src/core/bytes/bytes.ts';
import type { CeremonyPredicate } from '../../../src/core/transcript/types.ts';
import { drop, edit } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { planBytes } from '../sample-plan.ts';

const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const lives = (change: (life: CeremonyPredicate['lifecycle'][number]) => CeremonyPredicate['lifecycle'][number]) => (): Map<string, Uint8Array> => sampleBundle({ predicate: (p) => ({ ...p, lifecycle: p.lifecycle.map(change) }) });
const sets = (change: (set: CeremonyPredicate['shareSets'][number]) => CeremonyPredicate['shareSets'][number]) => (): Map<string, Uint8Array> => sampleBundle({ predicate: (p) => ({ ...p, shareSets: p.shareSets.map(change) }) });
const statement = 'statement.dsse.json';

export const completenessBreaks: readonly Break[] = [
  { rule: 'R-FULL-01', what: 'one person alone confirmed the making of a key', files: events(drop('step.confirmed', (e) => e.step === 'key:root' && e.participant !== 'sam')) },
  { rule: 'R-FULL-01', what: 'nobody confirmed the seal', files: events(drop('step.confirmed', (e) => e.step === 'seal')) },
  { rule: 'R-FULL-02', what: 'auditor and witness confirmed nothing', files: events(drop('step.confirmed', (e) => e.participant === 'wim' || e.participant === 'aud')) },
  { rule: 'R-FULL-02', what: 'who watched was a custodian too', files: events(edit('participant.registered', (e) => ({ ...e, roles: [...e.roles, 'custodian'] }), (e) => e.participant === 'wim' || e.participant === 'aud')) },
  { rule: 'R-FULL-03', what: 'a key without a cryptoperiod', at: statement, files: lives((life) => (life.name === 'master' ? { ...life, cryptoperiodDays: null } : life)) },
  { rule: 'R-FULL-04', what: 'a module without a certificate in a real ceremony', at: 'plan.yaml', files: () => sampleBundle({ plan: utf8(fromUtf8(planBytes('production')).replace("certificate: { standard: FIPS 140-3, number: '4703', level: 3 }", 'certificate: { standard: none }')) }) },
  { rule: 'R-FULL-05', what: 'a master key that no set restores', at: statement, files: sets((set) => ({ ...set, keys: ['root'] })) },
  { rule: 'R-FULL-06', what: 'a set of which every share is needed', at: statement, files: sets((set) => ({ ...set, threshold: set.count })) },
  { rule: 'R-FULL-07', what: 'a key past its cryptoperiod', at: statement, files: lives((life) => ({ ...life, made: '2020-01-15T09:00:00.000Z' })) },
];
