/** What a stranger's program does with the installed package, as text: verifies the bundle it is given and prints what it saw as JSON. Rests on nothing of this repository. */
export const checkScript = `
import { eventsOf, judge } from '@keyrite/verifier';
import { sourceAt } from '@keyrite/verifier/files';
const judged = await judge(sourceAt(process.argv[2]));
let events = 0, last = '', leaf = '';
for await (const event of eventsOf(judged.verified)) {
  if (event.seq === 0) leaf = event.leafSha256;
  events++;
  last = event.type;
}
console.log(JSON.stringify({ node: process.version, verdict: judged.report.verdict, findings: judged.report.findings.length, events, last, leaf }));
`;
