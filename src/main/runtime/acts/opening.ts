/** Acts before any device is touched: accepting the plan, checking room and kit. */
import { fromHex } from '../../../core/bytes/bytes.ts';
import type { TokenName } from '../../../core/ceremony/events.ts';
import { missingMechanisms } from '../../../core/ceremony/needed-mechanisms.ts';
import type { TokenReport } from '../../../core/ports/hsm.ts';
import type { EnvironmentFinding } from '../../../core/ports/ports.ts';
import { cardModules, spareOf, usesPaper } from '../../../core/plan/parts.ts';
import { fingerprintWords } from '../../../core/words/words.ts';
import { faultOf } from '../failures.ts';
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
  const kit = await ports.environment.preflight({ modules, folder, mode: plan.mode, paper });
  const devices = [await deviceFinding(session, 'primary'), ...(spare === undefined ? [] : [await deviceFinding(session, 'spare')])];
  session.recorder.append({ type: 'environment.checked', findings: [...kit, ...devices] });
}

/** Whether the device answers and lists what the plan needs of it. Nobody logs in, and nothing is changed on it. */
async function deviceFinding(session: Session, token: TokenName): Promise<EnvironmentFinding> {
  const id = `device-${token}`;
  const name = token === 'primary' ? 'HSM' : 'spare HSM';
  let report: TokenReport;
  try {
    report = await session.hsm(token).describe();
  } catch (error) {
    // A spare may share its place on the desk with the HSM; it is examined in a step of its own.
    return { id, status: token === 'primary' ? 'fail' : 'warn', sentence: `The ${name} does not answer. ${faultOf(error).sentence} Plug it in and check again.` };
  }
  const missing = missingMechanisms(session.plan, token, report.mechanisms);
  if (missing.length > 0) return { id, status: 'fail', sentence: `The ${name} does not list what the plan needs: ${missing.join(', ')}. Choose another device or another plan; nothing was changed on it.` };
  return { id, status: 'pass', sentence: `The ${name} answers (${report.token.manufacturer} ${report.token.model}) and lists every mechanism that the plan needs. That it does what it lists is tried once it is unlocked.` };
}
