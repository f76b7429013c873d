/** What the record shows, on one screen: the verdict, what each part of it says, who signed, what was found. */
import type { ReactElement } from 'react';
import type { ReviewContent, ReviewSummary } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { kindName } from '../../parts/kind-words.ts';
import { capital, count, grouped } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import { DeviationList } from './deviation-list.tsx';
import { Findings } from './findings.tsx';
import { lasted, moment, verdictSaid } from './review-words.ts';
import { Redaction } from './redaction.tsx';
import { SignOffs } from './sign-offs.tsx';
import { Signers } from './signers.tsx';
import { SummaryLines, trustLine } from './summary-lines.tsx';
import type { SummaryLine as Line } from './summary-lines.tsx';

function deviationLine({ deviations, deviationsRecorded }: ReviewContent): Line {
  if (deviationsRecorded === 0) return { label: 'Deviations', tone: 'ok', word: 'none', sentence: 'Nothing is recorded as having gone otherwise than the script.' };
  const open = deviations.filter((d) => d.accepted.length === 0).length;
  const sentence = open === 0 ? 'Each was accepted by somebody other than the person who recorded it, and signed.' : `${capital(count(open, 'deviation was', 'deviations were'))} accepted by nobody.`;
  return { label: 'Deviations', tone: open === 0 ? 'warn' : 'stop', word: count(deviationsRecorded, 'deviation'), sentence };
}

function decisionLine({ signOffs }: ReviewSummary): Line {
  const valid = signOffs.filter((s) => s.valid);
  const refused = valid.filter((s) => s.decision === 'refused');
  if (refused.length > 0) return { label: 'Decisions', tone: 'stop', word: 'refused', sentence: `Refused by ${refused.map((s) => s.officer.name).join(', ')}. Read the reasons below.` };
  if (valid.length === 0) return { label: 'Decisions', tone: 'quiet', word: 'none yet', sentence: 'No officer has signed it off or refused it.' };
  return { label: 'Decisions', tone: 'ok', word: 'accepted', sentence: `Accepted by ${valid.map((s) => s.officer.name).join(', ')}.` };
}

function linesOf(summary: ReviewSummary, content: ReviewContent): readonly Line[] {
  const { steps, stepsDone, stepsRepeated } = content;
  const absent = content.people.filter((p) => p.absent).map((p) => p.name);
  const signed = summary.signers.filter((s) => s.signed).length;
  const seconds = summary.signers.filter((s) => s.postQuantum?.signed === true);
  const beside = seconds.length === 0 ? '' : `, and ${seconds.length} more by second keys (${[...new Set(seconds.map((s) => s.postQuantum?.algorithm))].join(', ')})`;
  return [
    { label: 'Record', tone: 'ok', word: 'verified', sentence: `${count(summary.entries ?? 0, 'entry', 'entries')}, each chained to the one before, under ${count(signed, 'valid signature')}${beside}.` },
    trustLine(summary),
    summary.rehearsal ? { label: 'Mode', tone: 'warn', word: 'rehearsal', sentence: 'Practice. Its keys are not real.' } : { label: 'Mode', tone: 'ok', word: 'real', sentence: 'A real ceremony, from its first entry to its signatures.' },
    {
      label: 'Script', tone: stepsDone < steps ? 'stop' : stepsRepeated > 0 ? 'warn' : 'ok', word: stepsDone < steps ? 'not complete' : stepsRepeated > 0 ? 'complete, with repeats' : 'complete',
      sentence: `${stepsDone} of ${steps} steps are done${stepsRepeated > 0 ? `; ${count(stepsRepeated, 'step was', 'steps were')} done more than once` : ''}.${absent.length > 0 ? ` Absent: ${absent.join(', ')}.` : ''}`,
    },
    deviationLine(content),
    decisionLine(summary),
    summary.warnings === 0
      ? { label: 'Remarks', tone: 'ok', word: 'none', sentence: 'The verification has nothing to remark.' }
      : { label: 'Remarks', tone: 'warn', word: count(summary.warnings, 'remark'), sentence: 'Not against the rules, and to be judged by you. They are listed below.' },
  ];
}

export function Summary({ summary }: { readonly summary: ReviewSummary }): ReactElement {
  const { ceremony, plan, content } = summary;
  const said = verdictSaid(summary);
  // Of an invalid record nothing is shown as if it were true.
  const holds = content !== null || summary.redacted !== null;
  return (
    <>
      <NotePanel tone={said.tone} title={said.title}>
        <p>{said.sentence}</p>
      </NotePanel>
      {content !== null && (
        <section className="card review-card" aria-label="In short">
          <h2>In short</h2>
          <SummaryLines lines={linesOf(summary, content)} />
        </section>
      )}
      {summary.redacted !== null && <Redaction summary={summary} redacted={summary.redacted} />}
      <Findings findings={summary.findings} all={summary.errors + summary.warnings} />
      {content !== null && content.deviationsRecorded > 0 && (
        <section className="card review-card" aria-label="Deviations">
          <h2>Deviations</h2>
          <DeviationList deviations={content.deviations} />
        </section>
      )}
      {holds && ceremony !== null && plan !== null && (
        <section className="card review-card" aria-label="Ceremony and plan">
          <h2>Ceremony and plan</h2>
          <dl className="review-lines">
            <div>
              <dt>Ceremony</dt>
              <dd>
                <span>
                  {kindName(ceremony.kind)}, <span className="mono">{ceremony.id}</span>, {ceremony.organisation}
                </span>
              </dd>
            </div>
            <div>
              <dt>When</dt>
              <dd>
                <span>
                  {moment(ceremony.opened)} to {moment(ceremony.ended)}, {lasted(ceremony.opened, ceremony.ended)}, by the clock of the machine
                </span>
              </dd>
            </div>
            <div>
              <dt>Statement, SHA-256</dt>
              <dd>
                <span className="mono review-key">{grouped(summary.statementSha256 ?? '')}</span>
              </dd>
            </div>
          </dl>
          <p className="review-plan">It was held against the plan whose fingerprint was read aloud as these words. Compare them with the plan that was approved:</p>
          <Words words={plan.words} label="Words of the plan’s fingerprint" />
          <p className="small quiet">
            SHA-256 of the plan: <span className="mono review-key">{grouped(plan.sha256)}</span>
          </p>
        </section>
      )}
      {content !== null && <SignOffs summary={summary} />}
      {holds && <Signers signers={summary.signers} pins={summary.trust !== null} />}
    </>
  );
}
