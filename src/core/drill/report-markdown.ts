/** The report of a drill as a page to print: outcome first, then each incident with what was done, then the debrief. It shows what the data say and nothing else. */
import { duration, plain, ruled, table } from './markdown.ts';
import type { DrillReport, ReportedCeremony, ReportedIncident } from './report.ts';

const outcomes = { closed: 'closed', abandoned: 'abandoned by two people', stopped: 'stopped: nobody went on' } as const;

function ceremonyLine({ id, title, outcome, entries, stopped }: ReportedCeremony): string {
  return `- **${plain(id)}**, ${plain(title)}: ${outcomes[outcome]}, ${String(entries)} entries in its record.${stopped === null ? '' : ` ${plain(stopped)}`}`;
}

const times: Readonly<Record<DrillReport['people'], readonly string[]>> = {
  scripted: [
    'The people of this drill were played by a program. The times are those of the machine: they show the order of things and how long devices and printing take, not how long people need.',
    'Times between entries are from the monotonic clock of one run.',
  ],
  window: [
    'The people of the plan acted at the window; the facilitator chose the incidents. Times between entries are from the monotonic clock of one run; where the application was started again in between, from the clock of the machine.',
  ],
};

function verdict(report: DrillReport): string {
  const missed = report.incidents.filter((incident) => !incident.handled);
  if (missed.length === 0) return report.incidents.length === 1 ? '**The incident was handled rightly.**' : `**All ${String(report.incidents.length)} incidents were handled rightly.**`;
  return `**Not handled rightly: ${missed.map((incident) => incident.title).join('; ')}.**`;
}

function result(incident: ReportedIncident): string {
  if (incident.struck === null) return 'did not strike';
  return incident.milliseconds === null ? '**not handled**' : `handled in ${duration(incident.milliseconds)}`;
}

function head(report: DrillReport): readonly string[] {
  const [drilled] = report.ceremonies;
  return [
    '# Report of a drill',
    '',
    `${plain(report.organisation)} · ${plain(drilled?.id ?? '')} · ${drilled?.kind ?? ''} · rehearsal on soft tokens`,
    '',
    verdict(report),
    '',
    ...report.ceremonies.map(ceremonyLine),
    `- Total time: **${duration(report.milliseconds)}**${report.began === null ? '' : `, from ${report.began} (the machine's clock)`}.`,
    '',
    ...times[report.people],
    '',
    ...table(['Step', 'Incident', 'Result'], report.incidents.map((incident) => [`${String(incident.step.number)}. ${plain(incident.step.title)}`, incident.title, result(incident)])),
    '',
    '## Who was there',
    '',
    ...table(['Name', 'Role'], report.present.map(({ name, roles }) => [plain(name), roles.join(', ')])),
    ...(report.absent.length === 0 ? [] : ['', `Not there: ${report.absent.map(plain).join(', ')}.`]),
    '',
  ];
}

function rightHandling(incident: ReportedIncident, isOne: boolean): readonly string[] {
  if (incident.struck === null) return [];
  const lines = incident.signs.map(({ what, entry, after, ceremony }) => {
    if (entry === null || after === null) return `- [ ] ${what}: **not in the record**`;
    return `- [x] ${what} (${isOne ? '' : `${plain(ceremony)}, `}entry ${String(entry)}, after ${duration(after)})`;
  });
  return ['### Right handling', '', ...lines, ''];
}

function done(incident: ReportedIncident, isOne: boolean): readonly string[] {
  if (incident.entries.length === 0) return [];
  const number = (ceremony: string, entry: number): string => (isOne ? String(entry) : `${plain(ceremony)} ${String(entry)}`);
  return [
    '### What the people did',
    '',
    ...table(['Entry', 'After', 'Record'], incident.entries.map((e) => [number(e.ceremony, e.entry), duration(e.after), `${plain(e.sentence)}${e.remark === null || e.remark === '' ? '' : ` (${plain(e.remark)})`}`])),
    '',
  ];
}

function deviations(incident: ReportedIncident): readonly string[] {
  if (incident.deviations.length === 0) return ['The record has no deviation about it.', ''];
  return incident.deviations.flatMap(({ number, what, remedy, recordedBy, acceptedBy }) => [
    `- Deviation ${String(number)}, recorded by ${plain(recordedBy)}: ${plain(what)} ${plain(remedy)} ${acceptedBy.length === 0 ? '**Nobody accepted it.**' : `Accepted by ${acceptedBy.map(plain).join(', ')}.`}`,
  ]).concat('');
}

function section(incident: ReportedIncident, at: number, isOne: boolean): readonly string[] {
  const { struck } = incident;
  return [
    `## Incident ${String(at + 1)}: ${incident.title}`,
    '',
    `> ${plain(incident.readAloud)}`,
    '',
    struck === null
      ? `It was to strike at step ${String(incident.step.number)}, ${plain(incident.step.title)}. **The ceremony did not come to it.**`
      : `It struck at step ${String(incident.step.number)}, ${plain(incident.step.title)}, before entry ${String(struck.entry)} of the record, and was ${incident.milliseconds === null ? '**not handled rightly**' : `handled in ${duration(incident.milliseconds)}`}.`,
    '',
    ...rightHandling(incident, isOne),
    ...done(incident, isOne),
    ...(struck === null ? [] : ['### Deviations', '', ...deviations(incident)]),
    '### For the debrief',
    '',
    incident.question,
    '',
    ...ruled(3),
  ];
}

export function reportMarkdown(report: DrillReport): string {
  const isOne = report.ceremonies.length === 1;
  return [...head(report), ...report.incidents.flatMap((incident, at) => section(incident, at, isOne)), '## Facilitator', '', 'Name, date, signature:', '', ...ruled(1)].join('\n');
}
