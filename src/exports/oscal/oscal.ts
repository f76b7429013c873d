/** A verified record as OSCAL 1.2.1 assessment results: what was examined, what the verifier remarked, and a finding for each control of NIST SP 800-53 that the record bears on. */
import { requirements, serves } from '../../core/requirements/requirements.ts';
import type { Requirement } from '../../core/requirements/requirements.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { gather } from '../common/gather.ts';
import { signingKeys } from '../common/signed-by.ts';
import { jsonText, visible } from '../common/text.ts';
import { uuidFor } from '../common/uuid.ts';

const OSCAL_VERSION = '1.2.1';
/** Namespace of properties that are ours. */
const NS = 'https://keyrite.org/ns/oscal';

type Warning = VerifiedTranscript['warnings'][number];
type Json = Readonly<Record<string, unknown>>;

const prop = (name: string, value: string): Json => ({ name, ns: NS, value });

interface Context {
  readonly verified: VerifiedTranscript;
  readonly id: (what: string) => string;
  readonly application: string;
}

/** An OSCAL string begins and ends with something that can be seen, and is one line. */
function text(value: string): string {
  const shown = visible(value).trim();
  return shown === '' ? '(empty)' : shown;
}

const marked = ({ verified }: Context, title: string): string => text(`${verified.rehearsal ? 'REHEARSAL: ' : ''}${title}`);

/** Title, description and remarks are Markdown there: what a record says is given as text. */
function markup(value: string): string {
  return text(value).replace(/[\\`*_[\]]/g, (c) => `\\${c}`).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function observationId({ id }: Context, at: number): string {
  return id(`oscal/observation/${String(at)}`);
}

/** A property for each signature of the statement that was found valid: of a person with two keys, two. */
function signed(verified: VerifiedTranscript): readonly Json[] {
  return signingKeys(verified).map(({ signer, algorithm, keySha256 }) => ({ ...prop('signature', keySha256), class: algorithm, remarks: markup(`${signer.name} (${signer.id}) with ${algorithm}; the value is the SHA-256 of the public key.`) }));
}

/** The verification as a whole comes first, then each remark. */
function observations(context: Context): readonly Json[] {
  const { verified, id } = context;
  const { predicate } = verified.statement;
  const origins = [{ actors: [{ type: 'tool', 'actor-uuid': id('oscal/tool') }] }];
  const evidence = (description: string, props: readonly Json[]): readonly Json[] => [{ href: `#${id('oscal/transcript')}`, description, ...(props.length === 0 ? {} : { props }) }];
  const trust = verified.verdict === 'trusted' ? 'The pinned keys have signed it.' : 'No keys were pinned: whether the right people signed it is not shown.';
  return [
    {
      uuid: observationId(context, 0),
      title: marked(context, 'The record was verified'),
      description: `Every rule of severity error holds for the ${String(predicate.record.entries)} entries of the record. ${trust}`,
      props: [prop('verdict', verified.verdict), prop('warnings', String(verified.warnings.length)), ...signed(verified)],
      methods: ['EXAMINE', 'TEST'],
      types: ['control-objective'],
      origins,
      subjects: [{ 'subject-uuid': id('oscal/transcript'), type: 'resource' }],
      'relevant-evidence': evidence('The whole record, its chain, signatures and files.', []),
      collected: predicate.ended,
    },
    ...verified.warnings.map(({ rule, event, found, means }, at) => ({
      uuid: observationId(context, at + 1),
      title: marked(context, `${rule}: a remark of the verifier`),
      description: markup(found),
      props: [prop('rule', rule), ...(event === null ? [] : [prop('entry', String(event))])],
      methods: ['TEST'],
      types: ['finding'],
      origins,
      subjects: [{ 'subject-uuid': id('oscal/transcript'), type: 'resource' }],
      'relevant-evidence': evidence(event === null ? 'The record as a whole.' : `Entry ${String(event)} of the record.`, event === null ? [] : [prop('entry', String(event))]),
      collected: predicate.ended,
      remarks: markup(means),
    })),
  ];
}

/** Why a control is not called satisfied, or null. SECURITY: nothing is satisfied by practice, and who signed counts only where keys were pinned. */
function reservation({ verified }: Context, requirement: Requirement, remarked: readonly string[]): string | null {
  if (verified.rehearsal) return 'A rehearsal: practice shows nothing of real keys.';
  if (remarked.length > 0) return `Remarked by ${remarked.join(', ')}: a person decides.`;
  return verified.verdict !== 'trusted' && requirement.rules.includes('R-TRUST') ? 'No keys were pinned: whether the right people signed it is not shown.' : null;
}

/** SECURITY: a control is called satisfied only where nothing speaks against it; and what a transcript cannot show of it is said with it. */
function finding(context: Context, requirement: Requirement): Json {
  const { verified, id } = context;
  const related = verified.warnings.flatMap((w: Warning, at) => (serves(requirement, w.rule) ? [at + 1] : []));
  const against = reservation(context, requirement, [...new Set(related.map((at) => verified.warnings[at - 1]!.rule))]);
  return {
    uuid: id(`oscal/finding/${requirement.control!}`),
    title: marked(context, requirement.source),
    description: requirement.asks,
    props: [prop('rules', requirement.rules.join(' '))],
    target: {
      // The identifiers of statements in NIST's catalogue of SP 800-53 rev 5.
      type: 'statement-id',
      'target-id': `${requirement.control!}_smt`,
      status: { state: against === null ? 'satisfied' : 'not-satisfied', reason: against === null ? 'pass' : 'other', remarks: `${against ?? 'Every rule that serves it holds, as far as a transcript can show it.'} Not shown: ${requirement.beyond}` },
    },
    'related-observations': [0, ...related].map((at) => ({ 'observation-uuid': observationId(context, at) })),
  };
}

function result(context: Context): Json {
  const { verified, id } = context;
  const { predicate } = verified.statement;
  const controls = requirements.filter((r) => r.control !== null);
  return {
    uuid: id('oscal/result'),
    title: marked(context, `Record of key ceremony ${predicate.ceremony}`),
    description: markup(`${predicate.kind}: ${predicate.title}, ${predicate.organisation}`),
    start: predicate.opened,
    end: predicate.ended,
    props: [prop('transcript-sha256', verified.transcriptSha256), prop('statement-sha256', verified.statementSha256), prop('mode', verified.rehearsal ? 'rehearsal' : 'production')],
    'local-definitions': {
      components: [{ uuid: id('oscal/tool'), type: 'software', title: 'Keyrite verifier', description: 'Checks a transcript bundle by published rules, offline.', status: { state: 'operational' } }],
    },
    'reviewed-controls': { 'control-selections': [{ 'include-controls': controls.map((r) => ({ 'control-id': r.control })) }] },
    observations: observations(context),
    findings: controls.map((r) => finding(context, r)),
  };
}

function resources({ verified, id }: Context): readonly Json[] {
  const { predicate } = verified.statement;
  const file = (what: string, title: string, href: string, sha256: string, media: string): Json => ({ uuid: id(`oscal/${what}`), title, rlinks: [{ href, 'media-type': media, hashes: [{ algorithm: 'SHA-256', value: sha256 }] }] });
  return [
    file('plan', 'The approved plan of the ceremony', 'plan.yaml', predicate.plan.sha256, 'application/yaml'),
    file('transcript', 'The record of the ceremony', 'transcript.jsonl', verified.transcriptSha256, 'application/jsonl'),
    { uuid: id('oscal/statement'), title: 'The signed statement', description: `The SHA-256 of its payload is ${verified.statementSha256}.`, rlinks: [{ href: 'statement.dsse.json', 'media-type': 'application/json' }] },
  ];
}

/** One JSON document. Throws RefusalError `transcript.changed-meanwhile`. */
export async function* oscal(verified: VerifiedTranscript): AsyncGenerator<string> {
  const { application } = await gather(verified);
  const { predicate } = verified.statement;
  const id = (what: string): string => uuidFor(verified.statementSha256, what);
  const context: Context = { verified, id, application };
  const document = {
    'assessment-results': {
      uuid: id('oscal'),
      metadata: {
        title: marked(context, `Key ceremony ${predicate.ceremony}`),
        'last-modified': predicate.ended,
        version: verified.statementSha256.slice(0, 16),
        'oscal-version': OSCAL_VERSION,
        props: [prop('application', text(application)), prop('mode', verified.rehearsal ? 'rehearsal' : 'production')],
        parties: [{ uuid: id('oscal/organisation'), type: 'organization', name: text(predicate.organisation) }],
      },
      // The plan of the ceremony is what was assessed against; it is a file of the bundle.
      'import-ap': { href: `#${id('oscal/plan')}`, remarks: 'The approved plan of the ceremony, in the back matter. It is no OSCAL document.' },
      results: [result(context)],
      'back-matter': { resources: resources(context) },
    },
  };
  yield `${jsonText(document, 2)}\n`;
}
