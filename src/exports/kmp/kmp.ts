/** The key management plan of a verified record: a section for each share set in force, for living keys without a backup, and for destroyed keys. */
import type { KeyLife, StandingSet } from '../../core/lineage/types.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { gather } from '../common/gather.ts';
import { signingKeys } from '../common/signed-by.ts';
import { visible } from '../common/text.ts';
import { access, revoked, rotated } from './life.ts';
import { generated, stored } from './making.ts';
import type { KmpSource } from './sentence.ts';
import { kmpQuestions, kmpQuestionWords } from './types.ts';
import type { KeyManagementPlan, KmpAbout, KmpQuestion, KmpSection, KmpSentence } from './types.ts';

function section(source: KmpSource, about: KmpAbout, title: string, lives: readonly KeyLife[], set: StandingSet | null): KmpSection {
  const sentences: Readonly<Record<KmpQuestion, readonly KmpSentence[]>> = {
    generated: generated(source, lives),
    stored: stored(source, lives, set),
    access: access(source, lives, set),
    rotated: rotated(source, lives, set),
    revoked: revoked(source, lives),
  };
  return { about, title, set: set === null ? null : showSetId(set.id), keys: lives.map((l) => l.name), answers: kmpQuestions.map((id) => ({ id, question: kmpQuestionWords[id], sentences: sentences[id] })) };
}

function sectionsOf(source: KmpSource): readonly KmpSection[] {
  const { lifecycle, shareSets } = source.verified.statement.predicate;
  const living = lifecycle.filter((l) => l.state !== 'destroyed');
  const covered = new Set(shareSets.flatMap((set) => set.keys));
  const without = living.filter((l) => !covered.has(l.name));
  const gone = lifecycle.filter((l) => l.state === 'destroyed' && !covered.has(l.name));
  const named = (lives: readonly KeyLife[]): string => lives.map((l) => l.name).join(', ');
  return [
    ...shareSets.map((set) => section(source, 'share-set', `Share set ${showSetId(set.id)}: ${set.keys.join(', ')}`, lifecycle.filter((l) => set.keys.includes(l.name)), set)),
    ...(without.length === 0 ? [] : [section(source, 'without-backup', `Keys without a backup in force: ${named(without)}`, without, null)]),
    ...(gone.length === 0 ? [] : [section(source, 'destroyed', `Destroyed keys: ${named(gone)}`, gone, null)]),
  ];
}

/** The plan as data. Reads the record once. Throws RefusalError `transcript.changed-meanwhile`. */
export async function keyManagementPlan(verified: VerifiedTranscript): Promise<KeyManagementPlan> {
  const { predicate } = verified.statement;
  const { officers } = verified.plan;
  const source: KmpSource = { verified, record: await gather(verified) };
  return {
    rehearsal: verified.rehearsal,
    verdict: verified.verdict,
    ceremony: predicate.ceremony,
    kind: predicate.kind,
    title: visible(predicate.title),
    organisation: visible(predicate.organisation),
    asOf: predicate.ended,
    transcriptSha256: verified.transcriptSha256,
    statementSha256: verified.statementSha256,
    planSha256: predicate.plan.sha256,
    officers: [
      { office: 'Chief information security officer', name: visible(officers.ciso) },
      { office: 'Key management officer', name: visible(officers.keyManagementOfficer) },
      { office: 'Information system security officer', name: visible(officers.isso) },
      { office: 'Key administrator', name: visible(officers.keyAdministrator) },
    ],
    sections: sectionsOf(source),
    signatures: signingKeys(verified).map(({ signer, algorithm, keySha256 }) => ({ name: visible(signer.name), algorithm, keySha256 })),
    remarks: verified.warnings.map(({ rule, event, found }) => visible(`${rule}${event === null ? '' : ` (entry ${String(event)})`}: ${found}`)),
  };
}
