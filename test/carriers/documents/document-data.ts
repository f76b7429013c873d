/** Documents to test with: of the sample bundles, and the same with long names, many people, many deviations and hostile text. */
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import type { Entry } from '../../../src/core/transcript/types.ts';
import type { VerifiedTranscript } from '../../../src/core/transcript/verified.ts';
import { judgeBundle } from '../../../src/verifier/verify-bundle.ts';
import { later } from '../../verifier/later-samples.ts';
import type { LaterName } from '../../verifier/later-samples.ts';
import { memorySource } from '../../verifier/memory-source.ts';
import { sampleBundle } from '../../verifier/sample-bundle.ts';
import type { Mode } from '../../verifier/sample-plan.ts';

async function judged(files: ReadonlyMap<string, Uint8Array>): Promise<VerifiedTranscript> {
  const { verified, report } = await judgeBundle(memorySource(files));
  if (verified === null) throw new Error(`not valid: ${report.findings[0]?.rule ?? ''}`);
  return verified;
}

export const first = (mode: Mode = 'production'): Promise<VerifiedTranscript> => judged(sampleBundle({ mode }));
export const afterwards = (name: LaterName, mode: Mode = 'production'): Promise<VerifiedTranscript> => judged(later(name, mode).bundle);

/** The same with other events between: what a longer ceremony would have recorded. */
export async function withEvents(verified: VerifiedTranscript, change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]): Promise<VerifiedTranscript> {
  const entries: Entry[] = [];
  for await (const entry of verified.entries()) entries.push(entry);
  const events = change(entries.map((entry) => entry.event));
  return {
    ...verified,
    async *entries() {
      for (const [seq, event] of events.entries()) yield { ...entries[0]!, seq, time: new Date(Date.UTC(2026, 0, 15, 9) + seq * 1000).toISOString(), event };
    },
  };
}

export const DEVIATIONS = 100;

/** A hundred deviations, each recorded in the step before `before` and half of them accepted. */
export async function manyDeviations(verified: VerifiedTranscript, what: (n: number) => string): Promise<VerifiedTranscript> {
  const changed = await withEvents(verified, (events) => {
    const at = events.findIndex((e) => e.type === 'backup.started');
    const noted = Array.from({ length: DEVIATIONS }, (_, i): CeremonyEvent => ({ type: 'deviation.recorded', id: i + 1, step: 'backup', what: what(i + 1), remedy: 'It was noted and the ceremony went on.', by: 'wim', automatic: false }));
    const accepted = Array.from({ length: DEVIATIONS }, (_, i): CeremonyEvent => ({ type: 'deviation.accepted', id: i + 1, participant: i % 2 === 0 ? 'sam' : 'aud', signature: 'AAAA' }));
    return [...events.slice(0, at), ...noted, ...accepted, ...events.slice(at)];
  });
  const { statement } = verified;
  return { ...changed, statement: { ...statement, predicate: { ...statement.predicate, deviations: { recorded: DEVIATIONS, accepted: DEVIATIONS } } } };
}

export const LONG_NAME = 'Dr. Wolfeschlegelsteinhausenbergerdorff-Nguyễn Thị Ánh-Tuyết Żółć Щербаков Ωμέγα von und zu Hohenlohe-Langenburg';
/** A right-to-left override, a zero-width space, a bell, half a character, stacked marks, Hebrew, Arabic, CJK, an emoji, a private character. */
export const HOSTILE = 'evil\u202Etxt.\u2066fdp\u2069 a\u200Bb \u0007bell \uD800half q\u0301\u0323\u0308\u0301\u0323 \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627 \u738B\u5C0F\u660E \u{1F511} \uE000 end';

/** The same plan with sixteen custodians, every text as long as it may be. */
export function grown(plan: Plan): Plan {
  if (plan.ceremony !== 'generate') throw new Error('a first ceremony is needed');
  const custodians = Array.from({ length: 16 }, (_, i) => ({ id: `custodian-with-a-long-id-no-${String(i + 1)}`, name: `${LONG_NAME} ${String(i + 1)}`, roles: ['custodian' as const] }));
  const others = plan.participants.filter((p) => !p.roles.includes('custodian'));
  return {
    ...plan,
    id: `KC-${'W'.repeat(37)}`,
    title: 'Hauptschlüssel '.repeat(13),
    organisation: 'Universitätsklinikum Łódź und Krankenhaus der Barmherzigen Schwestern Nordrhein-Westfalen gGmbH '.repeat(2),
    participants: [...others, ...custodians],
    pins: { ...plan.pins, user: [custodians[0]!.id, custodians[1]!.id] },
    keys: Array.from({ length: 16 }, (_, i) => ({ ...plan.keys[i % plan.keys.length]!, name: `department-signing-key-number-${String(i + 10)}` })),
    backup: { threshold: 9, shares: custodians.map(({ id }, i) => (i % 2 === 0 ? { custodian: id, carrier: 'paper' as const } : { custodian: id, carrier: 'smartcard' as const, card: { module: '/opt/card.so', label: 'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW' } })) },
  };
}
