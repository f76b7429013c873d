/** A key management plan as data: for each share set in force five questions, answered in sentences, each with the evidence it rests on. Holds no secret and no layout. */

export const kmpQuestions = ['generated', 'stored', 'access', 'rotated', 'revoked'] as const;
export type KmpQuestion = (typeof kmpQuestions)[number];

/** The questions as auditors ask them. */
export const kmpQuestionWords: Readonly<Record<KmpQuestion, string>> = {
  generated: 'How are keys generated?',
  stored: 'Where are keys stored?',
  access: 'Who has access to keys?',
  rotated: 'How often are keys rotated?',
  revoked: 'How are keys revoked?',
};

/** What a sentence rests on: an entry of transcript.jsonl by its number, the signed statement, the approved plan, or the page that describes the ceremony. */
export type KmpEvidence =
  | { readonly kind: 'entry'; readonly seq: number }
  | { readonly kind: 'statement'; /** Field of the predicate. */ readonly field: string }
  | { readonly kind: 'plan'; /** Field of the plan. */ readonly field: string }
  | { readonly kind: 'page'; /** File under docs/. */ readonly file: string };

export interface KmpSentence {
  /** Plain text on one line; what cannot be seen, or turns the order of text, is written out as \u{...}. */
  readonly text: string;
  /** Never empty. */
  readonly evidence: readonly KmpEvidence[];
}

export interface KmpAnswer {
  readonly id: KmpQuestion;
  readonly question: string;
  /** Never empty. */
  readonly sentences: readonly KmpSentence[];
}

/** What a section is about: a share set in force with its keys, the living keys of no set, or the keys that were destroyed. */
export type KmpAbout = 'share-set' | 'without-backup' | 'destroyed';

export interface KmpSection {
  readonly about: KmpAbout;
  /** e.g. "Share set QX7R-04M2: root, master". */
  readonly title: string;
  /** The set id as it stands on its sheets, or null where the section is about no set. */
  readonly set: string | null;
  /** Names of keys. */
  readonly keys: readonly string[];
  /** One for each of {@link kmpQuestions}, in their order. */
  readonly answers: readonly KmpAnswer[];
}

export interface KmpOfficer {
  readonly office: string;
  readonly name: string;
}

/** A signature of the record: of a person with two keys, one for each. */
export interface KmpSignature {
  readonly name: string;
  /** Id in core/transcript/algorithms.ts. */
  readonly algorithm: string;
  readonly keySha256: string;
}

export interface KeyManagementPlan {
  readonly rehearsal: boolean;
  readonly verdict: 'trusted' | 'valid';
  readonly ceremony: string;
  readonly kind: string;
  readonly title: string;
  readonly organisation: string;
  /** The end of the record, UTC, ISO 8601: the plan says how things stand then. */
  readonly asOf: string;
  readonly transcriptSha256: string;
  readonly statementSha256: string;
  readonly planSha256: string;
  /** Named in the ceremony's plan as answerable. */
  readonly officers: readonly KmpOfficer[];
  readonly sections: readonly KmpSection[];
  /** Signatures of the statement that were found valid. */
  readonly signatures: readonly KmpSignature[];
  /** What the verifier remarked, as "RULE (entry N): what was found". */
  readonly remarks: readonly string[];
}
