/** The tables of the database as data: what both kinds of database are asked to write and to find. The schema itself is plain SQL in resources/importer. */

export type ColumnKind = 'text' | 'integer' | 'boolean' | 'time' | 'day' | 'bytes';

/** Columns in the order in which they are written. `time` is UTC, ISO 8601 with milliseconds and Z; `day` YYYY-MM-DD; digests are lower-case hex text. */
export const tables = {
  ceremonies: {
    statement: 'text', ceremony: 'text', kind: 'text', mode: 'text', title: 'text', organisation: 'text', opened: 'time', ended: 'time', previous: 'text', gap: 'boolean', plan: 'text', transcript: 'text',
    entries: 'integer', head: 'text', merkle_root: 'text', root: 'text', root_made: 'text', checked_set: 'text', deviations_recorded: 'integer', deviations_accepted: 'integer', verdict: 'text', imported: 'time', payload: 'bytes', envelope: 'bytes',
  },
  events: { statement: 'text', seq: 'integer', type: 'text', time: 'time', participant: 'text', key_name: 'text', set_id: 'text', share: 'integer', step: 'text', leaf: 'text', line: 'text' },
  key_states: {
    statement: 'text', name: 'text', type: 'text', purpose: 'text', cka_id: 'text', check_kind: 'text', check_value: 'text', spki: 'text', state: 'text', since: 'time', compromised: 'boolean', ceremony: 'text', made: 'time', cryptoperiod_days: 'integer',
    replaces: 'text', until: 'day',
  },
  share_sets: { statement: 'text', set_id: 'text', ceremony: 'text', made: 'time', threshold: 'integer', shares: 'integer', package: 'text' },
  share_set_keys: { statement: 'text', set_id: 'text', key_name: 'text' },
  custodians: { statement: 'text', set_id: 'text', share: 'integer', custodian: 'text', carrier: 'text', bag: 'text', card: 'text' },
  void_sets: { statement: 'text', set_id: 'text' },
  signers: { statement: 'text', signer: 'text', name: 'text', roles: 'text', algorithm: 'text', key_sha256: 'text', spki: 'bytes', second_algorithm: 'text', second_key_sha256: 'text', required: 'boolean', signed: 'boolean' },
  signatures: { statement: 'text', number: 'integer', signer: 'text', signature: 'bytes' },
  deviations: { statement: 'text', number: 'integer', seq: 'integer', time: 'time', step: 'text', what: 'text', remedy: 'text', recorded_by: 'text', automatic: 'boolean' },
  deviation_acceptances: { statement: 'text', number: 'integer', seq: 'integer', time: 'time', participant: 'text' },
  findings: { statement: 'text', number: 'integer', rule: 'text', event: 'integer', found: 'text', means: 'text' },
  sidecars: { statement: 'text', file: 'text', kind: 'text', time: 'time', said_by: 'text', judged: 'boolean', imported: 'time', bytes: 'bytes' },
  sign_offs: { statement: 'text', file: 'text', officer: 'text', role: 'text', decision: 'text', reasons: 'text', time: 'time', key_sha256: 'text' },
  imports: { statement: 'text', time: 'time', verdict: 'text', pins: 'text', allowed: 'text', application: 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnKind>>>>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];

export type Value = string | number | boolean | Uint8Array | null;

interface Values {
  readonly text: string;
  readonly integer: number;
  readonly boolean: boolean;
  readonly time: string;
  readonly day: string;
  readonly bytes: Uint8Array;
}

/** One row of a table. Every column may be null here; the schema says which may not. */
export type Row<T extends TableName> = { readonly [Column in keyof (typeof tables)[T]]: (typeof tables)[T][Column] extends keyof Values ? Values[(typeof tables)[T][Column]] | null : never };

/** Columns of a table with their kinds, in the order in which they are written. */
export function columnsOf(table: TableName): readonly (readonly [string, ColumnKind])[] {
  return Object.entries(tables[table]);
}
