/** Acts before any device is touched: accepting the plan, checking room and kit. */
import { fromHex } from '../../../core/bytes/bytes.ts';
import { cardModules, spareOf, usesPaper } from '../../../core/plan/parts.ts';
import { fingerprintWords } from '../../../core/words/words.ts';
import type { Session } from '../session.ts';

export function acceptPlan(session: Session): void {
  session.recorder.append({ type: 'plan.reviewed', words: fingerprintWords(fromHex(session.planSha256)), warnings: session.planWarnings });
}

export async function checkEnvironment(session: Session): Promise<void> {
  const { plan, ports, folder } = session;
  const spare = spareOf(plan)?.module;
  const modules = [...new Set([plan.hsm.module, ...(spare === undefined ? [] : [spare]), ...cardModules(plan)])];
  const paper = usesPaper(plan);
  // SECURITY: in a rehearsal a network that is up is noted; in a real ceremony it stops everything.
  const findings = await ports.environment.preflight({ modules, folder, mode: plan.mode, paper });
  session.recorder.append({ type: 'environment.checked', findings });
}
