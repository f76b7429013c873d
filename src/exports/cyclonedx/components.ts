/** The components of a CBOM: the HSM, algorithms, keys with their public halves, packages. Plain values in a fixed order; holds no secret, and no public field that 1.7 deprecates. */
import { dayOf, addDays } from '../../core/lineage/day.ts';
import type { KeyLife, StandingSet } from '../../core/lineage/types.ts';
import type { PlanToken } from '../../core/plan/schema.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import { toBase64 } from '../../core/bytes/bytes.ts';
import type { SigningKey } from '../common/signed-by.ts';
import type { StatementSigner } from '../../core/transcript/types.ts';
import { algorithmOf, signingAlgorithm, signingKeySize, sizeOf } from './algorithms.ts';
import type { AlgorithmFacts, SpecVersion } from './algorithms.ts';

export interface Property {
  readonly name: string;
  readonly value: string;
}

export type Component = Readonly<Record<string, unknown>> & { readonly 'bom-ref': string };

export interface About {
  readonly version: SpecVersion;
  readonly rehearsal: boolean;
}

export const HSM_REF = 'hsm/primary';
const property = (name: string, value: string | number | boolean | null | undefined): readonly Property[] => (value === null || value === undefined || value === '' ? [] : [{ name: `keyrite:${name}`, value: String(value) }]);
/** SECURITY: a component of practice is named so, wherever it is shown by itself. */
const named = ({ rehearsal }: About, name: string): string => (rehearsal ? `REHEARSAL: ${name}` : name);

/** e.g. "fips140-3-l3"; as the certificate stands in the plan. */
export function certificationLevel({ standard, level }: PlanToken['certificate']): string {
  if (standard === 'none') return 'none';
  return level === undefined ? 'unknown' : `${standard.toLowerCase().replace(' ', '')}-l${String(level)}`;
}

export function hsmComponent(about: About, planned: PlanToken, seen: EventOf<'hsm.prepared'> | null): Component {
  const token = seen?.report.token;
  const { standard, number, level } = planned.certificate;
  return {
    type: 'device',
    'bom-ref': HSM_REF,
    ...(token === undefined || token.manufacturer === '' ? {} : { manufacturer: { name: token.manufacturer } }),
    name: named(about, token === undefined || token.model === '' ? planned.label : token.model),
    ...(token === undefined || token.firmware === '' ? {} : { version: token.firmware }),
    description: 'The device that holds the keys, as it reported itself in the ceremony.',
    properties: [
      ...property('hsm.label', planned.label),
      ...property('hsm.serial', token?.serial),
      ...property('hsm.hardware', token?.hardware),
      ...property('hsm.driver', seen === null ? null : `${seen.report.library.description} ${seen.report.library.version}`),
      // As on the plan: offline nobody can look it up.
      ...property('hsm.certificate.standard', standard),
      ...property('hsm.certificate.number', number),
      ...property('hsm.certificate.level', level),
    ],
  };
}

/** `certification`: of the module that it runs in; null where people's keys sign with it, in the memory of the machine. */
export function algorithmComponent(about: About, facts: AlgorithmFacts, certification: string | null): Component {
  const { version } = about;
  return {
    type: 'cryptographic-asset',
    'bom-ref': facts.ref,
    name: facts.name,
    cryptoProperties: {
      assetType: 'algorithm',
      algorithmProperties: {
        primitive: facts.primitive,
        ...(version === '1.7' && facts.family !== null ? { algorithmFamily: facts.family } : {}),
        parameterSetIdentifier: facts.parameterSet,
        ...(facts.curve === null ? {} : version === '1.7' ? { ellipticCurve: facts.curve.listed } : { curve: facts.curve.sec2 }),
        executionEnvironment: certification === null ? 'software-plain-ram' : 'hardware',
        certificationLevel: [certification ?? 'none'],
        cryptoFunctions: facts.functions,
        classicalSecurityLevel: facts.classical,
        nistQuantumSecurityLevel: facts.quantum,
      },
      ...(facts.oid === null ? {} : { oid: facts.oid }),
    },
  };
}

export const keyRef = (life: KeyLife): string => `key/${life.name}`;
export const publicRef = (life: KeyLife): string => `key/${life.name}/public`;
export const hasPublicHalf = (life: KeyLife): boolean => life.check.kind === 'spki-sha256';

function dates(life: KeyLife): Readonly<Record<string, string>> {
  const { made, cryptoperiodDays, since } = life;
  const ends = made === null || cryptoperiodDays === null ? null : `${addDays(dayOf(made), cryptoperiodDays)}T00:00:00Z`;
  return { ...(made === null ? {} : { creationDate: made, activationDate: made }), ...(since === null ? {} : { updateDate: since }), ...(ends === null ? {} : { expirationDate: ends }) };
}

/** 1.6 names the algorithm directly; 1.7 deprecates that for a list of what is related. */
function related({ version }: About, algorithm: string, other: { readonly type: string; readonly ref: string } | null): Readonly<Record<string, unknown>> {
  if (version === '1.6') return { algorithmRef: algorithm };
  return { relatedCryptographicAssets: [{ type: 'algorithm', ref: algorithm }, ...(other === null ? [] : [other])] };
}

const attributesShown = ['LOCAL', 'SENSITIVE', 'ALWAYS_SENSITIVE', 'EXTRACTABLE', 'NEVER_EXTRACTABLE', 'WRAP_WITH_TRUSTED'] as const;

/** A key as it is after the ceremony. `evidence`: as last read back in it, where it is on the HSM. */
export function keyComponent(about: About, life: KeyLife, evidence: KeyEvidence | null): Component {
  const other = hasPublicHalf(life) ? { type: 'publicKey', ref: publicRef(life) } : null;
  return {
    type: 'cryptographic-asset',
    'bom-ref': keyRef(life),
    name: named(about, life.name),
    description: `${life.purpose} key of ceremony ${life.ceremony}`,
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: other === null ? 'secret-key' : 'private-key',
        id: life.id,
        // The states of SP 800-57 part 1 section 7 are those of CycloneDX, word for word.
        state: life.state,
        size: sizeOf(life.type),
        ...dates(life),
        ...(life.state === 'destroyed' ? {} : { securedBy: { mechanism: 'HSM' } }),
        ...related(about, algorithmOf(life.type, life.purpose).ref, other),
      },
    },
    properties: [
      ...property('key.purpose', life.purpose),
      ...property('key.check.kind', life.check.kind),
      ...property('key.check.value', life.check.value),
      ...property('key.compromised', life.compromised),
      ...property('key.replaces', life.replaces),
      ...property('key.until', life.until),
      ...property('key.ceremony', life.ceremony),
      ...attributesShown.flatMap((name) => property(`key.attribute.${name}`, evidence?.attributes[name])),
      ...property('key.generation-mechanism', evidence?.keyGenMechanism),
    ],
  };
}

/** The public half of a key pair: what relying parties need. Null of a secret key. */
export function publicComponent(about: About, life: KeyLife): Component | null {
  if (life.check.kind !== 'spki-sha256') return null;
  return {
    type: 'cryptographic-asset',
    'bom-ref': publicRef(life),
    name: named(about, `${life.name} (public key)`),
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'public-key',
        state: life.state,
        value: life.check.spki,
        size: sizeOf(life.type),
        format: 'DER SubjectPublicKeyInfo in base64',
        ...(about.version === '1.7' ? { fingerprint: { alg: 'SHA-256', content: life.check.value } } : {}),
        ...related(about, algorithmOf(life.type, life.purpose).ref, { type: 'privateKey', ref: keyRef(life) }),
      },
    },
    properties: [...property('key.spki-sha256', life.check.value)],
  };
}

export const signerRef = (key: SigningKey): string => `signer/${key.name}`;

/** A public key of a person that the signed statement is verified with. */
export function signerComponent(about: About, signer: StatementSigner, key: SigningKey, spki: Uint8Array): Component {
  return {
    type: 'cryptographic-asset',
    'bom-ref': signerRef(key),
    name: named(about, `${key.name} (signs the statement)`),
    description: `Public key of ${signer.name}`,
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'public-key',
        value: toBase64(spki),
        size: signingKeySize(key.algorithm),
        format: 'DER SubjectPublicKeyInfo in base64',
        ...(about.version === '1.7' ? { fingerprint: { alg: 'SHA-256', content: key.keySha256 } } : {}),
        ...related(about, signingAlgorithm(key.algorithm).ref, null),
      },
    },
    properties: [...property('signer.id', signer.id), ...property('signer.roles', signer.roles.join(' ')), ...property('signer.algorithm', key.algorithm), ...property('key.spki-sha256', key.keySha256)],
  };
}

/** The wrapped keys of a share set; useless without a quorum. */
export function packageComponent(about: About, set: StandingSet, wrap: AlgorithmFacts): Component {
  return {
    type: 'cryptographic-asset',
    'bom-ref': `package/${set.id}`,
    name: named(about, `package of set ${showSetId(set.id)}`),
    hashes: [{ alg: 'SHA-256', content: set.package }],
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'ciphertext',
        id: set.id,
        ...(set.made === null ? {} : { creationDate: set.made }),
        securedBy: { mechanism: `Shamir secret sharing, any ${String(set.threshold)} of ${String(set.count)} shares`, ...(about.version === '1.6' ? { algorithmRef: wrap.ref } : {}) },
        ...(about.version === '1.7' ? { fingerprint: { alg: 'SHA-256', content: set.package }, relatedCryptographicAssets: [{ type: 'algorithm', ref: wrap.ref }] } : { algorithmRef: wrap.ref }),
      },
    },
    properties: [...property('set.threshold', set.threshold), ...property('set.count', set.count), ...property('set.keys', set.keys.join(' ')), ...property('set.ceremony', set.ceremony)],
  };
}
