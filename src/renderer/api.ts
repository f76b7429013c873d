/** The names of the contract as the screens use them. The only door out of the window: never import from main or core here. */
import type { AnswerOf, ActAnswer, Channel, KeyriteApi, RequestOf } from '../contract/table.ts';
import type { PersonView, Snapshot, StepView } from '../contract/snapshot.ts';
import type { DrillView, IncidentChoice, StruckIncident } from '../contract/drill-view.ts';
import type { DutyView, LineageView, RecoveryView } from '../contract/views.ts';
import type { ComparisonView, EventsView, EventView, FactView, FindingView, ReviewAnswer, ReviewContent, ReviewedDeviation, ReviewedRedaction, ReviewFilter, ReviewPlace, ReviewState, ReviewSummary, SignerView, SignOffView, StepReview, StepsView } from '../contract/review-views.ts';

declare global {
  interface Window {
    readonly keyrite: KeyriteApi;
  }
}

/** Channels that act: they answer with the new snapshot or with why nothing happened. */
export type ActChannel = { [C in Channel]: [AnswerOf<C>] extends [ActAnswer] ? C : never }[Channel];
export type ActRequest<C extends ActChannel> = RequestOf<C>;

export type StepKind = StepView['kind'];
export type StepOf<K extends StepKind> = Extract<StepView, { readonly kind: K }>;
export type Pin = StepView['pins'][number];
export type Evidence = NonNullable<StepOf<'key-generation'>['evidence']>;
export type CeremonyKind = Snapshot['ceremony']['kind'];
export type KeyLifeState = StepOf<'key-states'>['changes'][number]['from'];
export type TriState = Evidence['attributes']['LOCAL'];
export type Material = NonNullable<RequestOf<'ceremony:begin'>['materials']>[number];
export type { ComparisonView, EventsView, EventView, FactView, FindingView, ReviewAnswer, ReviewContent, ReviewedDeviation, ReviewedRedaction, ReviewFilter, ReviewPlace, ReviewState, ReviewSummary, SignerView, SignOffView, StepReview, StepsView };
export type { ActAnswer, DrillView, DutyView, IncidentChoice, KeyriteApi, LineageView, PersonView, RecoveryView, Snapshot, StepView, StruckIncident };

/** What the window says when nothing happened: a refusal from main, or one of its own. */
export interface Problem {
  readonly code: string;
  readonly sentence: string;
}
