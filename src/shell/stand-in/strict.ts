/** Makes an object refuse what it does not have, so that code which uses more of Electron than the stand-in knows fails loudly. */

/** `object` whose unknown members throw; symbols and what the language itself asks for pass. */
export function strict<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') return Reflect.get(target, key, receiver) as unknown;
      throw new Error(`the shell's stand-in for electron has no ${name}.${key}`);
    },
  });
}

/** An event of Electron's that can be prevented, with `details` on it. */
export function preventable<D extends object>(details: D): D & { preventDefault(): void; readonly defaultPrevented: boolean } {
  let prevented = false;
  return Object.defineProperties({ ...details }, {
    preventDefault: { value: () => void (prevented = true) },
    defaultPrevented: { get: () => prevented },
  }) as D & { preventDefault(): void; readonly defaultPrevented: boolean };
}
