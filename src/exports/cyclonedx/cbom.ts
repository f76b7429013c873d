/** A verified record as a CycloneDX cryptography bill of materials: every key that the organisation ever had, where it is, and what it rests on. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { gather } from '../common/gather.ts';
import { jsonText } from '../common/text.ts';
import { uuidFor } from '../common/uuid.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { signingKeys } from '../common/signed-by.ts';
import { algorithmOf, keyWrap, signingAlgorithm } from './algorithms.ts';
import type { AlgorithmFacts, SpecVersion } from './algorithms.ts';
import { algorithmComponent, certificationLevel, hasPublicHalf, HSM_REF, hsmComponent, keyComponent, keyRef, packageComponent, publicComponent, publicRef, signerComponent, signerRef } from './components.ts';
import type { About, Component } from './components.ts';

function algorithmsOf({ statement }: VerifiedTranscript, version: SpecVersion): readonly AlgorithmFacts[] {
  const { lifecycle, shareSets } = statement.predicate;
  const all = [...lifecycle.map((life) => algorithmOf(life.type, life.purpose)), ...(shareSets.length > 0 ? [keyWrap(version)] : [])];
  return [...new Map(all.map((facts) => [facts.ref, facts])).values()];
}

/** Keys of people that signed, first and second ones; the HSM's root is a key of the lineage. */
const signersOf = (verified: VerifiedTranscript): ReturnType<typeof signingKeys> => signingKeys(verified).filter(({ signer }) => signer.id !== HSM_ROOT);

function dependenciesOf(verified: VerifiedTranscript, version: SpecVersion): readonly unknown[] {
  const { lifecycle, shareSets } = verified.statement.predicate;
  return [
    ...lifecycle.flatMap((life) => [
      { ref: keyRef(life), dependsOn: [algorithmOf(life.type, life.purpose).ref, ...(life.state === 'destroyed' ? [] : [HSM_REF])] },
      ...(hasPublicHalf(life) ? [{ ref: publicRef(life), dependsOn: [keyRef(life)] }] : []),
    ]),
    ...shareSets.map((set) => ({ ref: `package/${set.id}`, dependsOn: [keyWrap(version).ref, ...set.keys.map((name) => `key/${name}`)] })),
    ...signersOf(verified).map((key) => ({ ref: signerRef(key), dependsOn: [signingAlgorithm(key.algorithm).ref] })),
  ];
}

function metadataOf(verified: VerifiedTranscript, application: string): unknown {
  const { predicate } = verified.statement;
  return {
    timestamp: predicate.ended,
    lifecycles: [verified.rehearsal ? { name: 'rehearsal', description: 'Practice: these keys protect nothing.' } : { phase: 'operations' }],
    tools: { components: [{ type: 'application', name: application === '' ? 'Keyrite' : application, publisher: 'Keyrite' }] },
    component: { type: 'platform', 'bom-ref': 'organisation', name: `${verified.rehearsal ? 'REHEARSAL: ' : ''}Keys of ${predicate.organisation}`, description: predicate.title },
    properties: [
      { name: 'keyrite:rehearsal', value: String(verified.rehearsal) },
      { name: 'keyrite:ceremony', value: predicate.ceremony },
      { name: 'keyrite:kind', value: predicate.kind },
      { name: 'keyrite:verdict', value: verified.verdict },
      { name: 'keyrite:transcript.sha256', value: verified.transcriptSha256 },
      { name: 'keyrite:statement.sha256', value: verified.statementSha256 },
      { name: 'keyrite:plan.sha256', value: predicate.plan.sha256 },
      ...(predicate.previous === null ? [] : [{ name: 'keyrite:previous.sha256', value: predicate.previous }]),
    ],
  };
}

/** The CBOM, one JSON document. Throws RefusalError `transcript.changed-meanwhile`. */
export async function* cbom(verified: VerifiedTranscript, version: SpecVersion): AsyncGenerator<string> {
  const { application, prepared } = await gather(verified);
  const { predicate } = verified.statement;
  const about: About = { version, rehearsal: verified.rehearsal };
  const certification = certificationLevel(verified.plan.hsm.certificate);
  const signers = signersOf(verified);
  const evidence = new Map(predicate.keys.map((k) => [k.name, k]));
  const components: readonly Component[] = [
    hsmComponent(about, verified.plan.hsm, prepared.primary?.event ?? null),
    ...algorithmsOf(verified, version).map((facts) => algorithmComponent(about, facts, certification)),
    ...[...new Set(signers.map((key) => key.algorithm))].map((algorithm) => algorithmComponent(about, signingAlgorithm(algorithm), null)),
    ...predicate.lifecycle.flatMap((life) => [keyComponent(about, life, evidence.get(life.name) ?? null), ...[publicComponent(about, life)].filter((c) => c !== null)]),
    ...predicate.shareSets.map((set) => packageComponent(about, set, keyWrap(version))),
    ...signers.map((key) => signerComponent(about, key.signer, key, verified.keys.get(key.name)!)),
  ];
  const bom = {
    $schema: `http://cyclonedx.org/schema/bom-${version}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion: version,
    serialNumber: `urn:uuid:${uuidFor(verified.statementSha256, `cyclonedx-${version}`)}`,
    version: 1,
    metadata: metadataOf(verified, application),
    components,
    externalReferences: [
      { type: 'evidence', url: 'transcript.jsonl', comment: 'The record of the ceremony that these facts are from.', hashes: [{ alg: 'SHA-256', content: verified.transcriptSha256 }] },
      { type: 'attestation', url: 'statement.dsse.json', comment: `The signed statement; the SHA-256 of its payload is ${verified.statementSha256}.` },
    ],
    dependencies: dependenciesOf(verified, version),
  };
  yield `${jsonText(bom, 2)}\n`;
}
