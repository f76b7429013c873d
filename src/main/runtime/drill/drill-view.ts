/** What the window shows of a drill: what has struck, and at the end how it was handled. Nothing of what is still to come: people read the same screen. */
import type { DrillView } from '../../../contract/drill-view.ts';
import { judgeIncident, reportOf } from '../../../core/drill/report.ts';
import type { Session } from '../session.ts';
import { drillSoFar } from './drill-report.ts';

/** `report`: where the report lies, once it is written. */
export function drillView(session: Session, bundle: string, report: string | null): DrillView | null {
  const { drill } = session;
  const result = drillSoFar(session, bundle);
  if (drill === null || result === null) return null;
  const now = Date.parse(session.ports.clock.utc());
  const struck = result.chosen.flatMap((chosen) => {
    const { incident, step } = chosen;
    const strike = drill.strikes.get(incident.id);
    if (strike === undefined) return [];
    const { handled, until } = judgeIncident(chosen, result, strike);
    const { how, sentence } = incident.atWindow(result.plan, step);
    const isOut = drill.unplugged && incident.id === 'hsm-unplugged';
    const milliseconds = handled ? until : Math.max(0, now - Date.parse(strike.time ?? ''));
    return [{ id: incident.id, title: incident.title, step: { id: step.id, number: step.number, title: step.title }, readAloud: incident.readAloud(result.plan, step), how, sentence, unplugged: isOut, handled, seconds: Math.round(milliseconds / 1000) }];
  });
  return { struck, end: result.outcome === 'stopped' ? null : { report, incidents: reportOf(result).incidents.map(endOf), waits: result.outcome === 'abandoned' && result.chosen.some(({ incident }) => incident.then === 'revoke' && drill.strikes.has(incident.id)) } };
}

function endOf({ id, title, struck, handled, milliseconds, signs, question }: ReturnType<typeof reportOf>['incidents'][number]): NonNullable<DrillView['end']>['incidents'][number] {
  return { id, title, struck: struck !== null, handled, seconds: milliseconds === null ? null : Math.round(milliseconds / 1000), signs: signs.map(({ what, entry }) => ({ what, entry })), question };
}
