/** OSCAL assessment results against NIST's schema, which is seen to refuse what is broken; and what they call satisfied. */
import { describe, expect, it, vi } from 'vitest';
import { complaints, schemaValidator } from '../../../test/exports/json-schemas.ts';
import { hostile, sampleNames, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { requirements } from '../../core/requirements/requirements.ts';
import { oscal } from './oscal.ts';

vi.mock('../../core/transcript/signature.ts', async (original) => (await import('../../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../core/transcript/signature.ts')>()));

const validate = schemaValidator(new URL('../../../test/vectors/oscal-1.2.1/oscal_assessment-results_schema.json', import.meta.url));

interface Finding { readonly title: string; readonly target: { readonly 'target-id': string; readonly status: { readonly state: string; readonly remarks: string } }; readonly 'related-observations': readonly { readonly 'observation-uuid': string }[] }
interface Document {
  readonly 'assessment-results': {
    readonly metadata: { readonly title: string };
    readonly 'import-ap': { readonly href: string };
    readonly results: readonly { readonly observations: readonly { readonly uuid: string; readonly title: string }[]; readonly findings: readonly Finding[] }[];
    readonly 'back-matter': { readonly resources: readonly { readonly uuid: string }[] };
  };
}
const documentOf = async (verified: VerifiedTranscript): Promise<Document> => JSON.parse(await whole(oscal(verified))) as Document;
const resultOf = async (verified: VerifiedTranscript): Promise<Document['assessment-results']['results'][number]> => (await documentOf(verified))['assessment-results'].results[0]!;
const warned = async (...rules: readonly string[]): Promise<VerifiedTranscript> => ({ ...(await verifiedOf('generate')), warnings: rules.map((rule) => ({ rule, event: 7, found: 'Found.', means: 'It means.' })) });

describe('OSCAL assessment results', () => {
  it.each(sampleNames)('fit the published schema, and refer only to what is there (%s)', async (name) => {
    const document = await documentOf(await verifiedOf(name));
    expect(complaints(validate, document)).toBe('');
    const { results, 'import-ap': ap, 'back-matter': back } = document['assessment-results'];
    expect(back.resources.map((r) => `#${r.uuid}`)).toContain(ap.href);
    const known = results[0]!.observations.map((o) => o.uuid);
    for (const f of results[0]!.findings) for (const o of f['related-observations']) expect(known).toContain(o['observation-uuid']);
    const all = [...JSON.stringify(document).matchAll(/"uuid":"([^"]+)"/g)].map((m) => m[1]!);
    expect(new Set(all).size).toBe(all.length);
  });

  it('fit it where a record is hostile, has remarks, or is a rehearsal', async () => {
    for (const verified of [hostile(await verifiedOf('rotate')), await warned('R-KEY-12', 'R-TIME-01'), await verifiedOf('generate', 'rehearsal')]) expect(complaints(validate, await documentOf(verified))).toBe('');
  });

  it.each<[string, (t: string) => string]>([
    ['a state that is not in the list', (t) => t.replace('"satisfied"', '"fine"')],
    ['a UUID of another version', (t) => t.replace(/("uuid":"[0-9a-f-]{14})5/, '$17')],
    ['an unknown field', (t) => t.replace('"import-ap"', '"import-plan"')],
    ['a time without a zone', (t) => t.replace(/("last-modified":"[^"]+)Z"/, '$1"')],
    ['a control id that is no token', (t) => t.replace('"sc-12.1"', '"SC-12(1)"')],
  ])('would not fit it with %s', async (_what, change) => {
    const before = JSON.stringify(await documentOf(await verifiedOf('generate')));
    const after = change(before);
    expect(after).not.toBe(before);
    expect(complaints(validate, JSON.parse(after))).not.toBe('');
  });

  it('have a finding for each control, satisfied where no rule that serves it was remarked', async () => {
    const { findings } = await resultOf({ ...(await verifiedOf('generate')), verdict: 'trusted' });
    expect(findings.map((f) => f.target['target-id'])).toEqual(requirements.filter((r) => r.control !== null).map((r) => `${r.control!}_smt`));
    expect(findings.every((f) => f.target.status.state === 'satisfied' && f.target.status.remarks.includes('Not shown: '))).toBe(true);
    const remarked = (await resultOf({ ...(await warned('R-SET-10')), verdict: 'trusted' })).findings.filter((f) => f.target.status.state === 'not-satisfied').map((f) => f.target['target-id']);
    expect(remarked).toEqual(['sc-12.1_smt', 'cp-9.8_smt']);
  });

  it('do not call non-repudiation satisfied where nobody pinned keys, nor anything in a rehearsal', async () => {
    const open = (findings: readonly Finding[]): readonly string[] => findings.filter((f) => f.target.status.state === 'not-satisfied').map((f) => f.target['target-id']);
    expect(open((await resultOf(await verifiedOf('generate'))).findings)).toEqual(['au-10_smt']);
    const { findings } = await resultOf({ ...(await verifiedOf('generate', 'rehearsal')), verdict: 'trusted' });
    expect(open(findings)).toHaveLength(findings.length);
  });

  it('name a rehearsal in every title', async () => {
    const verified = await verifiedOf('generate', 'rehearsal');
    const { observations, findings } = await resultOf(verified);
    for (const { title } of [...observations, ...findings, (await documentOf(verified))['assessment-results'].metadata]) expect(title).toMatch(/^REHEARSAL: /);
  });
});
