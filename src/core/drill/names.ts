/** Names of people in what a drill tells. Pure. */

export function nameIn({ participants }: { readonly participants: readonly { readonly id: string; readonly name: string }[] }, id: string): string {
  return participants.find((p) => p.id === id)?.name ?? id;
}
