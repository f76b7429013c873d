/** The window's only state: the last snapshot, the act under way, the last problem. It holds no secret and decides nothing. */
import type { AppInfo } from '../../contract/table.ts';
import type { ActChannel, ActRequest, KeyriteApi, Problem, Snapshot, StepKind, StepView } from '../api.ts';

export interface Ui {
  /** False until the first answer from the application. */
  readonly loaded: boolean;
  readonly info: AppInfo | null;
  readonly snapshot: Snapshot | null;
  /** `performance.now()` when the snapshot came: clocks on the screen count from it. */
  readonly at: number;
  /** In words, what is being done now; null when nothing is. `since` is when it began (performance.now()). */
  readonly pending: string | null;
  readonly since: number;
  /** The finished step whose results are shown before the next step begins. */
  readonly review: StepView | null;
  readonly problem: Problem | null;
}

export interface Store {
  readonly api: KeyriteApi;
  get(): Ui;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  /** Sends one intent. Answers true when it happened; the problem is in the store when it did not. One act at a time. */
  act<C extends ActChannel>(channel: C, request: ActRequest<C>, doing: string): Promise<boolean>;
  dismiss(): void;
  /** Goes on from the results of a finished step. */
  goOn(): void;
  /** Leaves a ceremony that is over, or closes its file while it is paused. */
  leave(): Promise<void>;
}

/** What is said where no answer came at all. */
export const unanswered: Problem = {
  code: 'window.no-answer',
  sentence: 'The application did not answer. What is in the record is saved. Try once more; if it happens again, close Keyrite and open this ceremony again.',
};

/** Any request can be refused before it reaches its handler (src/main/ipc); the answer is then this and not what the table says. */
export function isRefused(answer: unknown): answer is { readonly ok: false; readonly refusal: Problem } {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false && 'refusal' in answer;
}

/** Steps whose results people look at before the next one; the others end with a confirmation of what they saw. */
const shown: ReadonlySet<StepKind> = new Set(['preflight', 'hsm-prepare', 'key-generation', 'backup', 'seal', 'quorum', 'restore', 'set-void', 'key-states', 'root-succession', 'key-destroying', 'delivery']);

/** The finished step to show, now that `next` came: only one that this window saw happen. */
function reviewAfter(ui: Ui, next: Snapshot): StepView | null {
  if (next.status !== 'running') return null;
  const before = ui.snapshot?.step.id;
  const done = next.lastDone;
  if (before !== undefined && before !== next.step.id && done?.id === before && shown.has(done.kind)) return done;
  return ui.review !== null && before === next.step.id ? ui.review : null;
}

export function createStore(api: KeyriteApi): Store {
  let ui: Ui = { loaded: false, info: null, snapshot: null, at: 0, pending: null, since: 0, review: null, problem: null };
  const listeners = new Set<() => void>();
  const set = (change: Partial<Ui>): void => {
    ui = { ...ui, ...change };
    for (const listener of listeners) listener();
  };
  const receive = (snapshot: Snapshot): void => set({ snapshot, at: performance.now(), review: reviewAfter(ui, snapshot) });

  return {
    api,
    get: () => ui,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async start() {
      api.onSnapshot(receive);
      try {
        const [info, snapshot] = await Promise.all([api['app:info']({}), api['ceremony:snapshot']({})]);
        if (isRefused(info) || isRefused(snapshot)) throw new Error('refused');
        // A notification may have come first and is newer than this answer.
        set(ui.snapshot === null ? { loaded: true, info, snapshot, at: performance.now() } : { loaded: true, info });
      } catch {
        set({ loaded: true, problem: unanswered });
      }
    },
    async act(channel, request, doing) {
      if (ui.pending !== null) return false;
      set({ pending: doing, since: performance.now(), problem: null });
      try {
        const send = api[channel] as (r: typeof request) => ReturnType<KeyriteApi[ActChannel]>;
        const answer = await send(request);
        if (answer.snapshot !== null) receive(answer.snapshot);
        set({ pending: null, problem: answer.ok ? null : answer.refusal });
        return answer.ok;
      } catch {
        set({ pending: null, problem: unanswered });
        return false;
      }
    },
    dismiss: () => set({ problem: null }),
    goOn: () => set({ review: null, problem: null }),
    async leave() {
      try {
        const answer: unknown = await api['ceremony:leave']({});
        if (isRefused(answer)) set({ problem: answer.refusal });
        else set({ snapshot: null, review: null, problem: null });
      } catch {
        set({ problem: unanswered });
      }
    },
  };
}
