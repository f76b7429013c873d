/** Types only: proves at compile time that a zod schema and a written type describe the same values. Has no run-time content. */
export type DeepReadonly<T> = T extends readonly unknown[] ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** `true` where A and B are assignable to each other, else `never`, which no `true` fits. */
export type Agree<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
