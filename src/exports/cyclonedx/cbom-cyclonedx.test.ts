/** CBOMs against the published schemas of 1.6 and 1.7, which are seen to take the published examples and to refuse what is broken. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { complaints, cyclonedxValidator } from '../../../test/exports/json-schemas.ts';
import { hostile, sampleNames, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { keyTypes, keyPurposes } from '../../core/plan/schema.ts';
import { algorithmOf, keyWrap } from './algorithms.ts';
import { cbom } from './cbom.ts';

vi.mock('../../core/transcript/signature.ts', async (original) => (await import('../../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../core/transcript/signature.ts')>()));

interface Material {
  readonly type: string;
  readonly state?: string;
  readonly algorithmRef?: string;
  readonly fingerprint?: { readonly alg: string; readonly content: string };
}
interface Bom {
  readonly serialNumber: string;
  readonly components: readonly { readonly 'bom-ref': string; readonly name: string; readonly type: string; readonly cryptoProperties?: { readonly relatedCryptoMaterialProperties?: Material; readonly algorithmProperties?: Readonly<Record<string, unknown>> }; readonly properties?: readonly { readonly name: string; readonly value: string }[] }[];
  readonly metadata: { readonly properties: readonly { readonly name: string; readonly value: string }[] };
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const bomOf = async (verified: VerifiedTranscript, version: '1.6' | '1.7'): Promise<Bom> => JSON.parse(await whole(cbom(verified, version))) as Bom;
const material = (bom: Bom, ref: string): Material | undefined => bom.components.find((c) => c['bom-ref'] === ref)?.cryptoProperties?.relatedCryptoMaterialProperties;

describe.each(['1.6', '1.7'] as const)('a CBOM of CycloneDX %s', (version) => {
  const validate = cyclonedxValidator(version);

  it('fits the published schema, as the published example does', async () => {
    expect(complaints(validate, JSON.parse(readFileSync(new URL(`../../../test/vectors/cyclonedx/valid-cryptography-full-${version}.json`, import.meta.url), 'utf8')))).toBe('');
    expect(complaints(validate, await bomOf(await verifiedOf('generate', 'rehearsal'), version))).toBe('');
    expect(complaints(validate, await bomOf(hostile(await verifiedOf('rotate')), version))).toBe('');
  });

  it.each(sampleNames)('fits it after every kind of ceremony (%s)', async (name) => {
    expect(complaints(validate, await bomOf(await verifiedOf(name), version))).toBe('');
  });

  it('would not fit it broken', async () => {
    const bom = await bomOf(await verifiedOf('generate'), version);
    const broken = (change: (text: string) => string): unknown => JSON.parse(change(JSON.stringify(bom)));
    for (const change of [(t: string) => t.replace('"state":"active"', '"state":"alive"'), (t: string) => t.replace('"size":384', '"size":"384"'), (t: string) => t.replace('"id":', '"identity":'), (t: string) => t.replace('urn:uuid:', 'uuid:'), (t: string) => t.replace('"specVersion"', '"version2"')]) {
      expect(complaints(validate, broken(change))).not.toBe('');
    }
  });

  it('has every key of the lineage with its state, and refers only to what is there', async () => {
    for (const name of ['rotate', 'destroy', 'revoke'] as const) {
      const verified = await verifiedOf(name);
      const bom = await bomOf(verified, version);
      for (const life of verified.statement.predicate.lifecycle) expect(material(bom, `key/${life.name}`)?.state).toBe(life.state);
      const refs = bom.components.map((c) => c['bom-ref']);
      expect(new Set(refs).size).toBe(refs.length);
      for (const { ref, dependsOn } of bom.dependencies) expect([ref, ...dependsOn].filter((r) => !refs.includes(r))).toEqual([]);
    }
  });

  it('names every component of a rehearsal as one', async () => {
    const bom = await bomOf(await verifiedOf('generate', 'rehearsal'), version);
    const own = bom.components.filter((c) => c.cryptoProperties?.algorithmProperties === undefined);
    expect(own.every((c) => c.name.startsWith('REHEARSAL: '))).toBe(true);
    expect(bom.metadata.properties).toContainEqual({ name: 'keyrite:rehearsal', value: 'true' });
  });
});

describe('CBOMs', () => {
  it('give the fingerprint of public keys where the version has a field, and never a deprecated one', async () => {
    const verified = await verifiedOf('generate');
    const [old, now] = [await bomOf(verified, '1.6'), await bomOf(verified, '1.7')];
    const root = verified.statement.predicate.lifecycle.find((l) => l.name === 'root')!;
    expect(material(now, 'key/root/public')?.fingerprint).toEqual({ alg: 'SHA-256', content: root.check.value });
    expect(JSON.stringify(now)).not.toContain('algorithmRef');
    expect(now.components.some((c) => c.cryptoProperties?.algorithmProperties?.['curve'] !== undefined)).toBe(false);
    expect(JSON.stringify(old)).not.toContain('fingerprint');
    expect(material(old, 'key/root')?.algorithmRef).toBe('algorithm/ecdsa-p384/sign');
    expect(old.serialNumber).not.toBe(now.serialNumber);
  });

  it('know every key type and purpose by the words of both versions', () => {
    const bom = (version: '1.6' | '1.7'): unknown => ({
      bomFormat: 'CycloneDX',
      specVersion: version,
      components: [keyWrap(version), ...keyTypes.flatMap((type) => keyPurposes.map((purpose) => algorithmOf(type, purpose)))].map((facts, i) => ({
        type: 'cryptographic-asset', 'bom-ref': `a${String(i)}`, name: facts.name,
        cryptoProperties: { assetType: 'algorithm', algorithmProperties: { primitive: facts.primitive, cryptoFunctions: facts.functions, ...(version === '1.7' ? { ...(facts.family === null ? {} : { algorithmFamily: facts.family }), ...(facts.curve === null ? {} : { ellipticCurve: facts.curve.listed }) } : {}) } },
      })),
    });
    for (const version of ['1.6', '1.7'] as const) expect(complaints(cyclonedxValidator(version), bom(version))).toBe('');
  });
});
