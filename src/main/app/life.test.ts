import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { reloadAfterCrash } from './crash.ts';
import { lookAgain } from './look-again.ts';
import { whereTo } from './log.ts';
import { keepAwake } from './power.ts';
import { closeBeforeQuit } from './quit.ts';
import { isOnlyInstance } from './single-instance.ts';

/** Electron's objects are event emitters; these have the few members that the code under test uses. */
function emitter<T extends object>(members: T): T & EventEmitter {
  return Object.assign(new EventEmitter(), members);
}

describe('a page that crashed', () => {
  const open = () => {
    const webContents = emitter({ forcefullyCrashRenderer: vi.fn() });
    const window = emitter({ webContents, loadURL: vi.fn(async () => undefined), isDestroyed: () => false });
    const dialog = { showErrorBox: vi.fn() };
    let time = 0;
    reloadAfterCrash(window as never, dialog, () => time);
    return { window, dialog, pass: (ms: number) => void (time += ms), crash: (reason = 'crashed') => void webContents.emit('render-process-gone', {}, { reason }) };
  };

  it('is loaded again, whole', () => {
    const { window, crash } = open();
    crash();
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://keyrite/index.html');
  });

  it('is loaded five times in a minute at most, then the person is told', () => {
    const { window, dialog, crash, pass } = open();
    for (let i = 0; i < 6; i++) crash('oom');
    expect(window.loadURL).toHaveBeenCalledTimes(5);
    expect(dialog.showErrorBox.mock.calls[0]![1]).toMatch(/safe on the disk/);
    pass(61_000);
    crash();
    expect(window.loadURL).toHaveBeenCalledTimes(6);
  });

  it('that ended as it should is left alone; one that hangs is ended', () => {
    const { window, crash } = open();
    crash('clean-exit');
    expect(window.loadURL).not.toHaveBeenCalled();
    window.emit('unresponsive');
    expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  });
});

describe('the end', () => {
  const run = (close: () => Promise<void>) => {
    const app = emitter({ quit: vi.fn(), exit: vi.fn() });
    closeBeforeQuit(app as never, close);
    return { app, quit: () => {
      const event = { preventDefault: vi.fn() };
      app.emit('before-quit', event);
      return event;
    } };
  };

  it('waits for the desk, which is closed once however often quit is asked for', async () => {
    const closed = Promise.withResolvers<undefined>();
    const close = vi.fn(() => closed.promise.then(() => undefined));
    const { app, quit } = run(close);
    expect(quit().preventDefault).toHaveBeenCalled();
    expect(quit().preventDefault).toHaveBeenCalled();
    expect(app.exit).not.toHaveBeenCalled();
    closed.resolve(undefined);
    await expect.poll(() => app.exit.mock.calls).toEqual([[0]]);
    expect(close).toHaveBeenCalledOnce();
  });

  it('comes with an exit code where the desk cannot close, and when the window is gone', async () => {
    const { app, quit } = run(() => Promise.reject(new Error('x')));
    quit();
    await expect.poll(() => app.exit.mock.calls).toEqual([[1]]);
    app.emit('window-all-closed');
    expect(app.quit).toHaveBeenCalledOnce();
  });
});

describe('one instance', () => {
  it('is kept: the second is told to end, and the first comes forward', () => {
    const window = { isMinimized: () => true, restore: vi.fn(), focus: vi.fn() };
    const second = emitter({ requestSingleInstanceLock: () => false });
    expect(isOnlyInstance(second as never, () => window)).toBe(false);
    const first = emitter({ requestSingleInstanceLock: () => true });
    expect(isOnlyInstance(first as never, () => window)).toBe(true);
    first.emit('second-instance');
    expect([window.restore.mock.calls.length, window.focus.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('while the window is open', () => {
  it('the screen stays on, and not longer', () => {
    const window = new EventEmitter();
    const blocker = { start: vi.fn(() => 7), stop: vi.fn(() => true) };
    keepAwake(blocker, window as never);
    expect(blocker.start).toHaveBeenCalledWith('prevent-display-sleep');
    window.emit('closed');
    expect(blocker.stop).toHaveBeenCalledWith(7);
  });

  it('the desk looks again after each look has ended, a failed one too, until the window closes', async () => {
    vi.useFakeTimers();
    const window = new EventEmitter();
    const look = vi.fn(() => Promise.reject(new Error('x')));
    lookAgain(look, window as never);
    await vi.advanceTimersByTimeAsync(2000);
    expect(look).toHaveBeenCalledTimes(2);
    window.emit('closed');
    await vi.advanceTimersByTimeAsync(5000);
    expect(look).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});

describe('the log', () => {
  it.each([
    ['https://example.org/path?pin=1234', 'https://example.org'], ['data:text/html,secret', 'data:'], ['secret', 'unreadable'], ['', 'unreadable'], ['file:///etc/x', 'file:'],
  ])('says of %s only %s', (url, said) => expect(whereTo(url)).toBe(said));
});
