/** What an incident of a drill is: where it can strike, how it is brought about, how right handling looks in the record. It never changes the machine or the record. */
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer } from '../../contract/table.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';
import type { Entry } from '../../core/transcript/types.ts';
import type { Desk } from '../../main/runtime/desk.ts';
import type { DeskPorts } from '../../main/runtime/ports.ts';
import type { ScriptedRoom } from '../rehearsal/scripted-people.ts';

export type Next = () => Promise<ActAnswer>;

/** Steps at which an incident can strike, the most instructive first; or why it cannot, as a sentence. */
export type Places = { readonly steps: readonly [Step, ...Step[]] } | { readonly why: string };

/** The moment in which somebody has to do something. */
export interface Moment {
  readonly snapshot: Snapshot;
  readonly handlers: Desk['handlers'];
  readonly room: ScriptedRoom;
  /** The last act was refused. */
  readonly refused: Refusal | null;
}

/** What an injection may know and do. */
export interface Scene {
  readonly plan: Plan;
  /** Where it strikes. */
  readonly step: Step;
  /** Environment of HSM workers in this room. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder with the sheets of this ceremony. */
  readonly roomFolder: string;
  /** Id of the step that the ceremony is in. */
  now(): string;
  /** Notes, once, that it strikes at this moment. */
  strike(): void;
  struck(): boolean;
  /** From now on nothing reaches the disk, and the desk is closed before the next act. */
  cutPower(): void;
}

/** An incident in one drill. */
export interface Injection {
  /** Told each picture of the ceremony before anybody acts. */
  arrive?(snapshot: Snapshot): void;
  /** What the people have before them, where it is not what the desk shows: somebody is not in the room. */
  see?(snapshot: Snapshot): Snapshot;
  /** Stands between the desk and its devices. Injections are put in front of one another in the order of the table in incidents.ts. */
  ports?(ports: DeskPorts): DeskPorts;
  /** Whether a refusal of that code is part of the incident, and the people go on from it. */
  expects(code: RefusalCode): boolean;
  /** The next act of people who handle it rightly; null where they go on as the script says. */
  react(moment: Moment): Next | null;
}

/** What is judged afterwards: the record, from the moment in which the incident struck. */
export interface RecordView {
  readonly plan: Plan;
  readonly step: Step;
  /** All of the record. */
  readonly entries: readonly Entry[];
  readonly since: readonly Entry[];
  /** The ceremony that followed because of the incident; empty where none did. */
  readonly followed: readonly Entry[];
}

/** One thing that right handling leaves in the record. */
export interface Sign {
  readonly what: string;
  /** The entry that shows it; null where it is not there. */
  readonly seen: Entry | null;
  /** The entry is of the ceremony that followed. */
  readonly followed?: true;
}

export interface Incident {
  readonly id: string;
  readonly title: string;
  /** What the facilitator reads aloud when it strikes. */
  readAloud(plan: Plan, step: Step): string;
  /** How the facilitator brings it about with real people in the window. */
  readonly atTable: string;
  /** What right handling is, in sentences for the facilitator. */
  readonly rightHandling: readonly string[];
  /** For the debrief. */
  readonly question: string;
  places(plan: Plan, script: readonly Step[]): Places;
  /** Whether right handling ends the ceremony. */
  ends(plan: Plan): boolean;
  /** Kind of the ceremony that follows where this one was abandoned because of it. */
  readonly then?: 'revoke';
  inject(scene: Scene): Injection;
  signs(view: RecordView): readonly Sign[];
}
