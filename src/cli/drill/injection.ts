/** How an incident is brought about among scripted people, and what they do about it. It never changes the machine or the record. */
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer } from '../../contract/table.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';
import type { Desk } from '../../main/runtime/desk.ts';
import type { DeskPorts } from '../../main/runtime/ports.ts';
import type { ScriptedRoom } from '../rehearsal/scripted-people.ts';

export type Next = () => Promise<ActAnswer>;

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
