/** In which order several bundles are imported: whoever follows comes after whom they follow. Reads statements without judging them: the order is a help, never a verdict. */
import { sha256Hex } from '../core/bytes/digest.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import { decodeEnvelope } from '../core/transcript/dsse.ts';
import { limits } from '../core/transcript/limits.ts';
import { parseStatement } from '../core/transcript/statement.ts';
import type { BundleSource } from '../verifier/source.ts';
import { readWhole } from '../verifier/source.ts';

interface Place {
  readonly at: number;
  readonly statement: string;
  readonly previous: string | null;
  readonly ended: string;
}

/** Null where there is no statement to read: whoever imports the bundle says why. */
async function placeOf(source: BundleSource, at: number): Promise<Place | null> {
  try {
    await source.list();
    const { payload } = decodeEnvelope(await readWhole(source, bundleNames.statement, limits.envelopeBytes));
    const { previous, ended } = parseStatement(payload).predicate;
    return { at, statement: sha256Hex(payload), previous, ended };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return null;
  }
}

function byEnd(a: Place, b: Place): number {
  return a.ended < b.ended ? -1 : a.ended > b.ended ? 1 : a.at - b.at;
}

/** The same sources, in the order of import: by lineage, else by the time of their end; those without a readable statement last. */
export async function inLineageOrder<T extends { readonly source: BundleSource }>(given: readonly T[]): Promise<readonly T[]> {
  const places: Place[] = [];
  for (const [at, { source }] of given.entries()) {
    const place = await placeOf(source, at);
    if (place !== null) places.push(place);
  }
  places.sort(byEnd);
  const known = new Set(places.map((p) => p.statement));
  const after = Map.groupBy(places, (p) => p.previous);
  const order = new Set<number>();
  const statements = new Set<string>();
  // A list of its own instead of recursion: a lineage may be long.
  const waiting = places.filter((p) => p.previous === null || !known.has(p.previous)).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    order.add(next.at);
    if (statements.has(next.statement)) continue;
    statements.add(next.statement);
    waiting.push(...(after.get(next.statement) ?? []).toReversed());
  }
  for (const at of given.keys()) order.add(at);
  return [...order].map((at) => given[at]!);
}
