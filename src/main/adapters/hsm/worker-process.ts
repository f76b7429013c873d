/** What a worker process is to its parent, so that Electron's utilityProcess can stand where child_process does. */
export interface WorkerProcess {
  /** Structured clone of `message`, made before it returns: the caller may wipe it afterwards. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone for whatever reason. */
  onExit(listener: (how: string) => void): void;
  /** Ends the process at once, even while it hangs in a vendor's call (SIGKILL). */
  kill(): void;
}

export type SpawnWorker = () => WorkerProcess;
