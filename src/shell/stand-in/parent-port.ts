/** Loaded into a utility process before its own file: gives it process.parentPort as Electron does. */
import type { ParentPort } from 'electron';

type Used = Pick<ParentPort, 'postMessage'> & { on(event: 'message', listener: (message: { readonly data: unknown; readonly ports: readonly [] }) => void): void };

const parentPort: Used = {
  postMessage: (message: unknown) => {
    process.send?.(message);
  },
  on: (_event, listener) => {
    process.on('message', (data) => listener({ data, ports: [] }));
  },
};

Object.defineProperty(process, 'parentPort', { value: parentPort });
