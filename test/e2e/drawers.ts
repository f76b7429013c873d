/** Where custodians keep the sheets they were given, by share set and share: a sheet outlives the ceremony that printed it. */
export interface Drawers {
  /** `set` as it stands on the sheet: "7K3M-9QXT". */
  put(set: string, index: number, sheet: string): void;
  /** Path of the sheet; of the one put away last where `set` is null. RangeError where nobody has it. */
  sheet(set: string | null, index: number): string;
}

export function openDrawers(): Drawers {
  const sheets: { readonly set: string; readonly index: number; readonly sheet: string }[] = [];
  return {
    put: (set, index, sheet) => void sheets.push({ set, index, sheet }),
    sheet(set, index) {
      const found = sheets.findLast((s) => s.index === index && (set === null || s.set === set));
      if (found === undefined) throw new RangeError(`no sheet of share ${String(index)} of set ${set ?? 'that was made last'}`);
      return found.sheet;
    },
  };
}
