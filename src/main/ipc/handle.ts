/** Registers one handler for each channel of the table: sender, then schema, then the desk. There must be no other way from the page into main. */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { AnswerOf, Channel, RequestOf } from '../../contract/table.ts';
import { requests } from '../../contract/table.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { logFailure, logRefusal } from '../app/log.ts';
import type { RefusedAnswer } from './refused-answer.ts';
import { refusedAnswer } from './refused-answer.ts';
import { isTrustedSender } from './sender.ts';
import type { Sender, TrustedContents } from './sender.ts';
import { wipeRequest } from './wipe-request.ts';

export type Handlers = { readonly [C in Channel]: (request: RequestOf<C>) => Promise<AnswerOf<C>> };

/** Answers one request. Refusals: `ipc.sender`, `ipc.request`, `ipc.failed`, and any code of the desk. Byte arrays of a refused request are wiped. */
export async function answer<C extends Channel>(
  channel: C, handlers: Handlers, trusted: TrustedContents, event: Sender, args: readonly unknown[],
): Promise<AnswerOf<C> | RefusedAnswer> {
  if (!isTrustedSender(event, trusted)) {
    wipeRequest(args);
    return refusedAnswer(channel, logRefusal('ipc.sender', { channel }));
  }
  const parsed = requests[channel].safeParse(args[0]);
  if (args.length !== 1 || !parsed.success) {
    wipeRequest(args);
    // SECURITY: zod's issues are not logged or answered; they may quote what was typed.
    return refusedAnswer(channel, logRefusal('ipc.request', { channel }));
  }
  try {
    const handler: (request: RequestOf<C>) => Promise<AnswerOf<C>> = handlers[channel];
    const result: unknown = await handler(parsed.data as RequestOf<C>);
    // A handler that answers nothing is a fault, and must not look like success.
    if (result !== undefined) return result as AnswerOf<C>;
    logFailure(channel, new Error('no answer'));
  } catch (error) {
    wipeRequest(args);
    if (error instanceof RefusalError) return refusedAnswer(channel, error.refusal);
    logFailure(channel, error);
  }
  return refusedAnswer(channel, logRefusal('ipc.failed', { channel }));
}

/** Handles exactly the channels of the contract. */
export function handleChannels(ipcMain: Pick<IpcMain, 'handle'>, handlers: Handlers, trusted: TrustedContents): void {
  for (const channel of Object.keys(requests) as Channel[]) {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => answer(channel, handlers, trusted, event, args));
  }
}
