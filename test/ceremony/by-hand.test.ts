/** The pages of docs/ceremonies, followed by the letter on one rehearsal of each kind: their checks by hand, their scripts, and the refusals they name. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveScript } from '../../src/core/ceremony/script.ts';
import { planSchemas } from '../../src/core/plan/schema.ts';
import type { CeremonyKindName } from '../../src/core/plan/schema.ts';
import { sentences } from '../../src/core/refusals/codes.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { blocksOf, follow, promised } from '../carriers/by-hand.ts';
import { makeHandBundles } from './hand-bundles.ts';
import type { HandBundles } from './hand-bundles.ts';

const kinds = Object.keys(planSchemas) as CeremonyKindName[];
const page = (kind: string): string => readFileSync(new URL(`../../docs/ceremonies/${kind}.md`, import.meta.url), 'utf8');
const blocks = (kind: string): ReturnType<typeof blocksOf> => blocksOf(`ceremonies/${kind}.md`);
const folder = mkdtempSync(join(tmpdir(), 'keyrite-by-hand-'));
let bundles: HandBundles | null = null;
beforeAll(async () => {
  bundles = await makeHandBundles(folder, (kind) => blocks(kind).filter((b) => b.language === 'yaml').map((b) => b.text).join(''));
}, 900_000);
afterAll(() => {
  bundles?.room.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** First cells of the rows of every table whose head begins with `head`. */
function firstCells(text: string, head: string): readonly string[] {
  const tables = text.split(/\n\n/).filter((part) => part.startsWith(`| ${head} |`));
  return tables.flatMap((table) => table.split('\n').slice(2).map((row) => row.split('|')[1]!.trim()));
}

describe('each page', () => {
  const common = firstCells(page('README'), 'step').flatMap((cell) => cell.split(', or '));

  it.each(kinds)('%s: its check by hand gives what it says, on a bundle that the verifier accepts', async (kind) => {
    const dir = bundles!.folderOf(kind);
    const report = await verifyBundle(directorySource(join(dir, 'bundle')), { allowRehearsal: true });
    expect(report.findings.filter((f) => f.severity === 'error')).toEqual([]);
    const cwd = join(folder, `hand-${kind}`);
    mkdirSync(cwd);
    const all = [...blocks('README'), ...blocks(kind)];
    const { seen } = follow(all, { cwd, env: { DIR: dir } });
    const pairs = promised(all, seen);
    expect(pairs.length).toBeGreaterThan(3);
    for (const { said, out } of pairs) expect(out).toContain(said);
    const signatures = seen.find(({ out }) => out.includes('okafor: '))!.out.trimEnd().split('\n');
    expect(signatures.filter((line) => !line.endsWith(': Verified OK'))).toEqual([]);
    expect(signatures).toHaveLength(bundles!.played.get(kind)!.statement.predicate.signers.length);
  });

  it.each(kinds)('%s: its script has the steps of the ceremony, in order, and none beside them', (kind) => {
    const { plan } = bundles!.played.get(kind)!;
    const plain = (title: string): string => title.replace(/set [0-9A-Z]{4}-[0-9A-Z]{4}/, 'set SET').replace(/share \d+/, 'share N').replace(/the [a-z0-9-]+ key$/, 'the KEY key').replace('the spare HSM', 'the HSM');
    const own = firstCells(page(kind), 'step').flatMap((cell) => cell.split(', or ')).flatMap((cell) => cell.split(', Prove').map((part, i) => (i === 0 ? part : `Prove${part}`)));
    const titles = [...new Set(deriveScript(plan).map((step) => plain(step.title)))];
    const ofThisKind = titles.filter((title) => !common.includes(title));
    // What the page has beside the template's steps depends on the plan: paper or card, a proof in a check, a root that is rotated.
    expect(own.filter((title) => ofThisKind.includes(title))).toEqual(ofThisKind);
    expect(own.filter((title) => !ofThisKind.includes(title)).filter((title) => !['Print share N', 'Gather a quorum of set SET', 'Prove the recovery'].includes(title))).toEqual([]);
    for (const title of common) expect(common.indexOf(title), title).toBeGreaterThanOrEqual(0);
  });

  it.each(['README', ...kinds])('%s: every refusal it names is one', (kind) => {
    const codes = firstCells(page(kind), 'code').flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!));
    expect(codes.length).toBeGreaterThan(2);
    expect(codes.filter((code) => !(code in sentences))).toEqual([]);
  });

  it.each(['README', ...kinds])('%s: every page it points to is there', (kind) => {
    for (const [, link] of page(kind).matchAll(/\]\(([^)]+)\)/g)) expect(existsSync(new URL(link!, new URL('../../docs/ceremonies/', import.meta.url))), link).toBe(true);
  });
});
