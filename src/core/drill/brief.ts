/** The facilitator's sheet for a drill with real people in the window: which incident to bring about at which step, and what to watch for. Nothing is played. */
import type { Plan } from '../plan/schema.ts';
import type { Chosen } from './choose.ts';
import { plain, ruled, table } from './markdown.ts';

function section(plan: Plan, { incident, step }: Chosen, at: number): readonly string[] {
  return [
    `## ${String(at + 1)}. Step ${String(step.number)}, ${plain(step.title)}: ${incident.title}`,
    '',
    `**Bring it about.** ${incident.atTable}`,
    '',
    '**Read aloud:**',
    '',
    `> ${plain(incident.readAloud(plan, step))}`,
    '',
    '**Right handling (do not read aloud):**',
    '',
    ...incident.rightHandling.map((line) => `- [ ] ${line}`),
    ...(incident.ends(plan) ? ['', 'In this plan right handling ends the ceremony. Nothing that stands after it on this sheet is reached: keep it for another drill.'] : []),
    '',
    'Struck at (time): ________  Entry: ________  Handled at (time): ________',
    '',
    `**Debrief:** ${incident.question}`,
    '',
    ...ruled(3),
  ];
}

/** Markdown; `chosen` in the order of the script. */
export function briefMarkdown(plan: Plan, chosen: readonly Chosen[]): string {
  return [
    '# Facilitator\'s sheet for a drill',
    '',
    `${plain(plan.organisation)} · ${plain(plan.id)} · ${plain(plan.title)} · ${plan.ceremony}`,
    '',
    'The ceremony is held as a rehearsal in the window, with the people of the plan. This sheet is for the facilitator alone, who takes no part in it.',
    'Say at the beginning that it is a drill and that everybody may say "stop, this is real" at any time. Bring about each incident at its step; after that, say nothing and write down times.',
    '',
    ...table(['Step', 'Incident', 'Ends the ceremony'], chosen.map(({ incident, step }) => [`${String(step.number)}. ${plain(step.title)}`, incident.title, incident.ends(plan) ? 'yes' : 'no'])),
    '',
    ...chosen.flatMap((one, at) => section(plan, one, at)),
    '## Who was there',
    '',
    ...table(['Name', 'There'], plan.participants.map((p) => [plain(p.name), '[ ]'])),
    '',
    'Facilitator, date, signature:',
    '',
    ...ruled(1),
  ].join('\n');
}
