/** What of a verified transcript goes into which table, but for its events. Pure; adds no judgement of its own. */
import { HSM_ROOT } from '../core/ceremony/state.ts';
import type { CeremonyPredicate } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { readable } from './readable.ts';
import type { Row, TableName } from './tables.ts';

export interface RowsOf<T extends TableName> {
  readonly table: T;
  readonly rows: readonly Row<T>[];
}
type AnyRows = { [T in TableName]: RowsOf<T> }[TableName];

/** SHA-256 of the public key of the root that this ceremony made, or null. */
export function rootMade({ lifecycle, ceremony }: CeremonyPredicate): string | null {
  return lifecycle.find((life) => life.purpose === 'root-signing' && life.ceremony === ceremony)?.check.value ?? null;
}

/** SHA-256 of the public key of the root, where the root signed the statement; else null. */
export function rootThatSigned({ statement, signatures }: VerifiedTranscript): string | null {
  if (!signatures.some((s) => s.signer === HSM_ROOT)) return null;
  return statement.predicate.signers.find((s) => s.id === HSM_ROOT)?.keySha256 ?? null;
}

/** `envelope`: the bytes of statement.dsse.json, with every signature; second keys' are in it alone. */
export function ceremonyRow(verified: VerifiedTranscript, envelope: Uint8Array, gap: boolean, imported: string): Row<'ceremonies'> {
  const { statementSha256, transcriptSha256, payload, plan, verdict } = verified;
  const { predicate } = verified.statement;
  const { ceremony, kind, mode, title, organisation, opened, ended, previous, record, deviations } = predicate;
  return {
    statement: statementSha256, ceremony, kind, mode, title: readable(title), organisation: readable(organisation), opened, ended, previous, gap, plan: predicate.plan.sha256, transcript: transcriptSha256, entries: record.entries, head: record.head,
    merkle_root: record.merkleRoot, root: rootThatSigned(verified), root_made: rootMade(predicate), checked_set: plan.ceremony === 'check' ? plan.set.id : null, deviations_recorded: deviations.recorded, deviations_accepted: deviations.accepted, verdict,
    imported, payload, envelope,
  };
}

export interface FoundWarning {
  readonly rule: string;
  readonly event: number | null;
  readonly found: string;
  readonly means: string;
}

/** Numbered on from `after`. */
export function findingRows(statement: string, warnings: readonly FoundWarning[], after: number): readonly Row<'findings'>[] {
  return warnings.map((w, at) => ({ statement, number: after + at + 1, rule: w.rule, event: w.event, found: readable(w.found), means: w.means }));
}

/** Everything that hangs on the ceremony's row, in an order in which what is referred to comes first. `warnings` are the bundle's and the lineage's. */
export function partRows(verified: VerifiedTranscript, warnings: readonly FoundWarning[]): readonly AnyRows[] {
  const { statementSha256: statement, signatures, keys } = verified;
  const { lifecycle, shareSets, voidSets, signers } = verified.statement.predicate;
  const signed = new Set(signatures.map((s) => s.signer));
  const keyStates = lifecycle.map((life): Row<'key_states'> => ({
    statement, name: life.name, type: life.type, purpose: life.purpose, cka_id: life.id, check_kind: life.check.kind, check_value: life.check.value, spki: life.check.kind === 'spki-sha256' ? life.check.spki : null, state: life.state, since: life.since,
    compromised: life.compromised, ceremony: life.ceremony, made: life.made, cryptoperiod_days: life.cryptoperiodDays, replaces: life.replaces, until: life.until,
  }));
  const sets = shareSets.map((set): Row<'share_sets'> => ({ statement, set_id: set.id, ceremony: set.ceremony, made: set.made, threshold: set.threshold, shares: set.count, package: set.package }));
  const setKeys = shareSets.flatMap((set) => set.keys.map((name): Row<'share_set_keys'> => ({ statement, set_id: set.id, key_name: name })));
  const custodians = shareSets.flatMap((set) => set.custodians.map((c): Row<'custodians'> => ({ statement, set_id: set.id, share: c.index, custodian: c.custodian, carrier: c.carrier, bag: orNull(c.bag), card: orNull(c.card) })));
  const people = signers.map((s): Row<'signers'> => ({ statement, signer: s.id, name: readable(s.name), roles: readable(JSON.stringify(s.roles)), algorithm: s.algorithm, key_sha256: s.keySha256, spki: keys.get(s.id) ?? null, second_algorithm: s.postQuantum?.algorithm ?? null, second_key_sha256: s.postQuantum?.keySha256 ?? null, required: s.required, signed: signed.has(s.id) }));
  return [
    { table: 'key_states', rows: keyStates },
    { table: 'share_sets', rows: sets },
    { table: 'share_set_keys', rows: setKeys },
    { table: 'custodians', rows: custodians },
    { table: 'void_sets', rows: [...new Set(voidSets)].map((id) => ({ statement, set_id: id })) },
    { table: 'signers', rows: people },
    { table: 'signatures', rows: signatures.map((s, at) => ({ statement, number: at + 1, signer: s.signer, signature: s.signature })) },
    { table: 'findings', rows: findingRows(statement, warnings, 0) },
  ];
}

function orNull(text: string | null): string | null {
  return text === null ? null : readable(text);
}
