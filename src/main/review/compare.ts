/** Two records side by side, the same kind of fact in each row, and in words what is not the same. Judges neither: the verifier did. */
import type { ComparisonView } from '../../contract/review-views.ts';
import { backupOf } from '../../core/plan/parts.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { checkInWords, typeWords } from '../../core/words/key-words.ts';
import type { AnnotatedScript } from '../../exports/annotated/types.ts';
import { durationInWords, momentInWords, row, rowsByName } from './compare-parts.ts';
import type { Row } from './compare-parts.ts';
import { deviceFacts, devicesOf } from './device-facts.ts';

export interface Side {
  readonly name: string;
  readonly verified: VerifiedTranscript;
  readonly script: AnnotatedScript;
}

type Both = readonly [Side, Side];
const both = <T>([left, right]: Both, of: (side: Side) => T): readonly [T, T] => [of(left), of(right)];

function ceremonyRows(sides: Both): readonly Row[] {
  const said = (label: string, of: (side: Side) => string, options?: Parameters<typeof row>[3]): Row => row(label, ...both(sides, of), options);
  return [
    said('Ceremony', (s) => s.script.ceremony, { exact: true, differs: true }),
    said('Kind', (s) => s.script.kind),
    said('Title', (s) => s.script.title, { differs: true }),
    said('Organisation', (s) => s.script.organisation),
    said('Mode', (s) => (s.script.rehearsal ? 'rehearsal' : 'real')),
    said('Opened', (s) => momentInWords(s.script.opened), { differs: true }),
    said('Ended', (s) => momentInWords(s.script.ended), { differs: true }),
    said('Length', (s) => durationInWords(Date.parse(s.script.ended) - Date.parse(s.script.opened)), { differs: true }),
    said('Entries of the record', (s) => String(s.script.entries), { differs: true }),
    said('Threshold and shares of the new set', (s) => {
      const backup = backupOf(s.verified.plan);
      return backup === null ? 'makes none' : `any ${String(backup.threshold)} of ${String(backup.shares.length)}`;
    }),
  ];
}

function people({ script }: Side): ReadonlyMap<string, string> {
  return new Map(script.people.map((p) => [p.name, `${p.roles.map((role) => role.replace(/ \d+$/, '')).join(', ')}${p.absent ? ' (absent)' : ''}`]));
}

function keys({ verified }: Side): ReadonlyMap<string, string> {
  return new Map(verified.statement.predicate.lifecycle.map((key) => [key.name, `${typeWords[key.type]}, ${key.state}, check value ${checkInWords(key.check)}`]));
}

function sets({ verified }: Side): ReadonlyMap<string, string> {
  const names = new Map(verified.plan.participants.map((p) => [p.id, p.name]));
  return new Map(verified.statement.predicate.shareSets.map((set) => [
    showSetId(set.id),
    `any ${String(set.threshold)} of ${String(set.count)}, for ${set.keys.join(', ')}; ${set.custodians.map((c) => `share ${String(c.index)} ${names.get(c.custodian) ?? c.custodian} (${c.carrier}${c.bag === null ? '' : `, ${c.bag}`}${c.card === null ? '' : `, card ${c.card}`})`).join(', ')}`,
  ]));
}

function deviations({ script }: Side): ReadonlyMap<string, string> {
  return new Map(script.deviations.map((d) => [`Deviation ${String(d.id)}`, `${d.what} ${d.remedy} ${d.accepted.length === 0 ? 'Accepted by nobody.' : `Accepted by ${d.accepted.map((a) => a.name).join(', ')}.`}`]));
}

/** By rule: how often, and what it means. */
function warnings({ verified }: Side): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly times: number; readonly means: string }>();
  for (const { rule, means } of verified.warnings) found.set(rule, { times: (found.get(rule)?.times ?? 0) + 1, means });
  return new Map([...found].map(([rule, { times, means }]) => [rule, `${times === 1 ? 'once' : `${String(times)} times`}: ${means}`]));
}

/** Steps by title; two ceremonies never take the same time, so no difference counts here. */
function durations({ script }: Side): ReadonlyMap<string, string> {
  return new Map(script.steps.flatMap((s) => (s.first === null || s.last === null ? [] : [[s.title, `${durationInWords(Date.parse(s.last) - Date.parse(s.first))}${s.state === 'repeated' ? `, done ${String(s.times)} times` : ''}`] as const])));
}

function relationOf([left, right]: Both): string {
  const before = (one: Side, other: Side): boolean => one.verified.statement.predicate.previous === other.verified.statementSha256;
  if (before(left, right)) return `The record on the left follows the one on the right: it names its statement as the one before.`;
  if (before(right, left)) return `The record on the right follows the one on the left: it names its statement as the one before.`;
  return 'Neither record names the other as the one before it. There may be others between them, or they are of different keys.';
}

/** RefusalError `review.same-twice`, `transcript.changed-meanwhile`. */
export async function compareRecords(left: Side, right: Side): Promise<ComparisonView> {
  if (left.verified.statementSha256 === right.verified.statementSha256) throw new RefusalError('review.same-twice');
  const sides: Both = [left, right];
  const devices = [await devicesOf(left.verified), await devicesOf(right.verified)] as const;
  const by = (of: (side: Side) => ReadonlyMap<string, string>, options?: Parameters<typeof rowsByName>[2]): readonly Row[] => rowsByName(...both(sides, of), options);
  const sections = [
    { title: 'Ceremony', rows: ceremonyRows(sides) },
    { title: 'People and roles', rows: by(people) },
    { title: 'The device with the keys', rows: rowsByName(deviceFacts(devices[0].primary), deviceFacts(devices[1].primary), { exact: true }) },
    { title: 'The spare device', rows: rowsByName(deviceFacts(devices[0].spare), deviceFacts(devices[1].spare), { exact: true }) },
    { title: 'Keys after the ceremony', rows: by(keys) },
    { title: 'Share sets in force after the ceremony', rows: by(sets) },
    { title: 'Deviations', rows: by(deviations, { differs: true }) },
    { title: 'Warnings of the verification', rows: by(warnings) },
    { title: 'Time taken by each step', rows: by(durations, { differs: true }) },
  ].filter((section) => section.rows.length > 0);
  const head = ({ name, script }: Side): ComparisonView['left'] => ({ name, ceremony: script.ceremony, ended: script.ended });
  const differences = sections.flatMap((s) => s.rows).filter((r) => r.difference !== 'same' && r.difference !== 'expected').length;
  return { left: head(left), right: head(right), relation: relationOf(sides), sections, differences };
}
