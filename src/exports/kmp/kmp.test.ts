/** The key management plan: five answers for each set, every sentence with evidence that is there, and Markdown that stays text. */
import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { hostile, sampleNames, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { keyManagementPlan } from './kmp.ts';
import { kmp, markdownText } from './markdown.ts';
import { kmpQuestions } from './types.ts';
import type { KeyManagementPlan, KmpQuestion } from './types.ts';

vi.mock('../../core/transcript/signature.ts', async (original) => (await import('../../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../core/transcript/signature.ts')>()));

const textOf = (plan: KeyManagementPlan, id: KmpQuestion): string => plan.sections.flatMap((s) => s.answers.filter((a) => a.id === id).flatMap((a) => a.sentences.map((x) => x.text))).join('\n');
/** The types of the entries that a sentence with this text rests on. */
async function evidenceOf(verified: VerifiedTranscript, plan: KeyManagementPlan, text: RegExp): Promise<readonly string[]> {
  const found = plan.sections.flatMap((s) => s.answers.flatMap((a) => a.sentences)).find((s) => text.test(s.text));
  const wanted = found?.evidence.flatMap((e) => (e.kind === 'entry' ? [e.seq] : [])) ?? [];
  const types: string[] = [];
  for await (const { seq, event } of verified.entries()) if (wanted.includes(seq)) types.push(event.type);
  return types;
}

describe('the key management plan', () => {
  it.each(sampleNames)('answers every question about every key, each sentence with evidence that exists (%s)', async (name) => {
    const verified = await verifiedOf(name);
    const { predicate } = verified.statement;
    const plan = await keyManagementPlan(verified);
    for (const { answers } of plan.sections) {
      expect(answers.map((a) => a.id)).toEqual(kmpQuestions);
      for (const { sentences } of answers) {
        expect(sentences.length).toBeGreaterThan(0);
        for (const { text, evidence } of sentences) {
          expect(evidence.length, text).toBeGreaterThan(0);
          for (const e of evidence) {
            if (e.kind === 'entry') expect(e.seq).toBeLessThan(predicate.record.entries);
            if (e.kind === 'page') expect(existsSync(new URL(`../../../docs/${e.file}`, import.meta.url)), e.file).toBe(true);
          }
        }
      }
    }
    expect(new Set(plan.sections.flatMap((s) => s.keys))).toEqual(new Set(predicate.lifecycle.map((l) => l.name)));
  });

  it('of a first ceremony says where, by whom, how often', async () => {
    const verified = await verifiedOf('generate');
    const plan = await keyManagementPlan(verified);
    expect(textOf(plan, 'generated')).toMatch(/generated inside the HSM by CKM_AES_KEY_GEN.*LOCAL\) yes/);
    expect(textOf(plan, 'stored')).toMatch(/FIPS 140-3, certificate 4703, level 3; offline/);
    expect(textOf(plan, 'stored')).toMatch(/any 2 of which restore/);
    expect(textOf(plan, 'access')).toContain('Ann One and Ben Two together enter the user PIN');
    expect(textOf(plan, 'rotated')).toMatch(/master key has a cryptoperiod of 365 days.*\n/);
    expect(await evidenceOf(verified, plan, /generated inside the HSM/)).toEqual(['key.generated']);
    expect(await evidenceOf(verified, plan, /authorised it/)).toEqual(['step.confirmed', 'step.confirmed', 'step.confirmed']);
    expect(await evidenceOf(verified, plan, /^Share 1 is with Ann One/)).toEqual(['share.written', 'share.read']);
    expect(await evidenceOf(verified, plan, /^That it restores was proven/)).toEqual(['proof.passed']);
  });

  it('of a destruction and a revocation says what became of keys and shares', async () => {
    const verified = await verifiedOf('destroy');
    const plan = await keyManagementPlan(verified);
    expect(textOf(plan, 'revoked')).toMatch(/master key is destroyed since/);
    expect(await evidenceOf(verified, plan, /It was destroyed in ceremony/)).toEqual(['key.destroyed']);
    const revocation = await verifiedOf('revoke');
    expect(await evidenceOf(revocation, await keyManagementPlan(revocation), /made it compromised/)).toEqual(['key.state-set']);
  });

  it('says plainly where keys have no backup', async () => {
    const verified = await verifiedOf('generate');
    const { predicate } = verified.statement;
    const plan = await keyManagementPlan({ ...verified, statement: { ...verified.statement, predicate: { ...predicate, shareSets: [] } } });
    expect(plan.sections.map((s) => s.about)).toEqual(['without-backup']);
    expect(textOf(plan, 'stored')).toContain('if the HSM is lost, so are they');
  });
});

describe('its Markdown', () => {
  it('names a rehearsal in every heading of a section', async () => {
    const headings = (await whole(kmp(await verifiedOf('generate', 'rehearsal')))).split('\n').filter((l) => /^##? /.test(l) && !l.includes('verifier'));
    expect(headings.every((l) => /^##? REHEARSAL: /.test(l))).toBe(true);
  });

  it('has the same headings, tables and lists where the record is hostile', async () => {
    const verified = await verifiedOf('destroy');
    const shape = (text: string): readonly string[] => text.split('\n').filter((l) => /^(#|\||- )/.test(l)).map((l) => `${/^(#+|\||-)/.exec(l)![0]} ${String(l.match(/(?<!\\)\|/g)?.length ?? 0)}`);
    const bad = await whole(kmp(hostile(verified)));
    expect(shape(bad)).toEqual(shape(await whole(kmp({ ...verified, warnings: [{ rule: 'R-ENV-01', event: 2, found: 'x', means: 'y' }] }))));
    expect(bad).not.toMatch(/[^\\]\[[^\]]*\]\(/);
  });

  it('escapes what CommonMark would read', () => {
    expect(markdownText('- [a](http://x) <b>&`*_#|')).toBe('\\- \\[a\\]\\(http:\\/\\/x\\) &lt;b&gt;&amp;\\`\\*\\_\\#\\|');
    expect(markdownText('1. x')).toBe('1\\. x');
  });
});
