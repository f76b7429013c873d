/** Whether ceremonies hang together as one lineage: puts them in order and names forks, gaps and what cannot be. Pure; it judges links, not signatures. */
import type { CeremonyKindName } from '../plan/schema.ts';
import type { RefusalCode } from '../refusals/codes.ts';
import { refusal } from '../refusals/refusal.ts';
import type { Refusal } from '../refusals/refusal.ts';

/** What of a ceremony's signed statement the lineage rests on. */
export interface Link {
  /** Id of the ceremony, for people. */
  readonly ceremony: string;
  readonly kind: CeremonyKindName;
  /** SHA-256 of the statement (the DSSE payload), hex. */
  readonly statement: string;
  /** SHA-256 of the predecessor's statement, or null. */
  readonly previous: string | null;
  readonly mode: 'rehearsal' | 'production';
  /** UTC, ISO 8601 with milliseconds and Z. */
  readonly ended: string;
  /** SHA-256 of the root key's SubjectPublicKeyInfo where the root signed the statement, else null. */
  readonly hsmRoot: string | null;
}

export interface LineageProblem {
  readonly code: RefusalCode;
  readonly sentence: string;
  /** Digests of the statements it is about. */
  readonly statements: readonly string[];
}

export interface LineageJudgement {
  /** Each statement once: whoever follows comes after whom they follow, else by the time of their end. */
  readonly ordered: readonly Link[];
  readonly problems: readonly LineageProblem[];
}

function problem(code: RefusalCode, detail: NonNullable<Refusal['detail']>, links: readonly Link[]): LineageProblem {
  return { code, sentence: refusal(code, detail).sentence, statements: links.map((l) => l.statement) };
}

/** The order and every problem; no problem means one whole lineage from its first ceremony on. Codes: lineage.* (refusals/lineage.ts). */
export function judgeLineage(links: readonly Link[]): LineageJudgement {
  const once = links.filter((link, at) => links.findIndex((l) => l.statement === link.statement) === at).toSorted(byTime);
  const known = new Map(once.map((link) => [link.statement, link]));
  const { ordered, circle } = inOrder(once, known);
  const problems = [...twice(links), ...circle, ...beginnings(ordered), ...forks(ordered), ...ordered.flatMap((link) => pastOf(link, known))];
  return { ordered, problems };
}

/** Groups that hang together by their predecessors; each in the order of time, the group with the newest ceremony last. */
export function lineagesAmong(links: readonly Link[]): readonly (readonly Link[])[] {
  const group = new Map(links.map((l) => [l.statement, l.statement]));
  const rootOf = (statement: string): string => {
    const up = group.get(statement)!;
    return up === statement ? statement : rootOf(up);
  };
  for (const { statement, previous } of links) if (previous !== null && group.has(previous)) group.set(rootOf(statement), rootOf(previous));
  const groups = [...Map.groupBy(links.toSorted(byTime), (l) => rootOf(l.statement)).values()];
  return groups.toSorted((a, b) => byTime(a.at(-1)!, b.at(-1)!));
}

function byTime(a: Link, b: Link): number {
  if (a.ended !== b.ended) return a.ended < b.ended ? -1 : 1;
  return a.statement < b.statement ? -1 : a.statement > b.statement ? 1 : 0;
}

function inOrder(once: readonly Link[], known: ReadonlyMap<string, Link>): { readonly ordered: readonly Link[]; readonly circle: readonly LineageProblem[] } {
  const ordered: Link[] = [];
  const placed = new Set<string>();
  let waiting = once;
  for (;;) {
    const next = waiting.find((l) => l.previous === null || !known.has(l.previous) || placed.has(l.previous));
    if (next === undefined) break;
    ordered.push(next);
    placed.add(next.statement);
    waiting = waiting.filter((l) => l !== next);
  }
  // No statement can name its own digest, or one that names it; where digests were given that do, it is said, not followed for ever.
  const circle = waiting.length === 0 ? [] : [problem('lineage.circle', { ceremonies: waiting.map((l) => l.ceremony).join(', ') }, waiting)];
  return { ordered: [...ordered, ...waiting], circle };
}

function twice(links: readonly Link[]): readonly LineageProblem[] {
  return [...Map.groupBy(links, (l) => l.statement).values()].filter((same) => same.length > 1).map((same) => problem('lineage.reused', { ceremony: same[0]!.ceremony }, same.slice(0, 1)));
}

function beginnings(ordered: readonly Link[]): readonly LineageProblem[] {
  const first = ordered.filter((l) => l.previous === null);
  const fromPackage = first.filter((l) => l.kind !== 'generate').map((l) => problem('lineage.gap-package', { ceremony: l.ceremony }, [l]));
  if (first.length < 2) return fromPackage;
  return [...fromPackage, problem('lineage.two-beginnings', names(first), first)];
}

function forks(ordered: readonly Link[]): readonly LineageProblem[] {
  const after = Map.groupBy(ordered.filter((l) => l.previous !== null), (l) => l.previous!);
  const nameOf = (statement: string): string => ordered.find((l) => l.statement === statement)?.ceremony ?? shortDigest(statement);
  return [...after].filter(([, next]) => next.length > 1).map(([before, next]) => problem('lineage.fork', { ...names(next), before: nameOf(before) }, next));
}

function names(links: readonly Link[]): { readonly first: string; readonly second: string } {
  return { first: links[0]!.ceremony, second: links.slice(1).map((l) => l.ceremony).join(' and ') };
}

function shortDigest(statement: string): string {
  return `statement ${statement.slice(0, 16)}…`;
}

/** What is wrong between a ceremony and the one it follows. */
function pastOf(link: Link, known: ReadonlyMap<string, Link>): readonly LineageProblem[] {
  if (link.previous === null) return [];
  const { ceremony } = link;
  const past = link.kind === 'generate' ? [problem('lineage.beginning-with-past', { ceremony }, [link])] : [];
  const before = known.get(link.previous);
  if (before === undefined) return [...past, problem('lineage.gap', { ceremony, before: shortDigest(link.previous) }, [link])];
  const pair = [before, link];
  const detail = { ceremony, before: before.ceremony };
  return [
    ...past,
    ...(link.mode === before.mode ? [] : [problem('lineage.mode-mixed', { ceremony, mode: link.mode }, pair)]),
    ...(link.ended < before.ended ? [problem('lineage.time-backwards', detail, pair)] : []),
    ...(rootChanged(before, link) ? [problem('lineage.root-changed', detail, pair)] : []),
  ];
}

/** The old root signs the ceremony that rotates it, so that only after a rotation another root may sign. */
function rootChanged(before: Link, link: Link): boolean {
  return before.kind !== 'rotate' && before.hsmRoot !== null && link.hsmRoot !== null && before.hsmRoot !== link.hsmRoot;
}
