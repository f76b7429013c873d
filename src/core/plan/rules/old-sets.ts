/** Rules of the share sets of earlier ceremonies: who brings which share, and that nobody brings two. */
import type { PlanPath } from '../problem.ts';
import type { OldSet, PlanFields, PlanToken } from '../schema.ts';
import type { RuleFinding } from './rule.ts';
import { found, repeated, rule } from './rule.ts';

type People = PlanFields['participants'];

function ofSet(set: OldSet, path: PlanPath, participants: People): readonly RuleFinding[] {
  const at = (n: number, field: string): PlanPath => [...path, 'shares', n, field];
  const { shares } = set;
  return [
    ...repeated(shares, (s) => s.custodian).map((n) => found('error', 'plan.two-shares', at(n, 'custodian'), { id: shares[n]!.custodian })),
    ...repeated(shares, (s) => String(s.index)).map((n) => found('error', 'plan.share-twice', at(n, 'index'), { index: shares[n]!.index })),
    ...shares.flatMap(({ custodian }, n) => {
      const person = participants.find((p) => p.id === custodian);
      if (person === undefined) return [found('error', 'plan.unknown-person', at(n, 'custodian'), { id: custodian })];
      return person.roles.includes('custodian') ? [] : [found('error', 'plan.not-a-custodian', at(n, 'custodian'), { name: person.name })];
    }),
  ];
}

interface OldCard {
  readonly module: string;
  readonly label: string;
  readonly custodian: string;
  readonly path: PlanPath;
}

const cardsOf = (set: OldSet, path: PlanPath): readonly OldCard[] =>
  set.shares.flatMap((share, n) => (share.carrier === 'smartcard' ? [{ ...share.card, custodian: share.custodian, path: [...path, 'shares', n, 'card', 'label'] }] : []));

/** A card is one person's: it may hold a share of each of two sets, never two people's. Nobody who brings two shares of one set gets here unseen. */
function ofCards(cards: readonly OldCard[]): readonly RuleFinding[] {
  return cards.flatMap((card, n) => {
    const isShared = cards.slice(0, n).some((other) => other.module === card.module && other.label === card.label && other.custodian !== card.custodian);
    return isShared ? [found('error', 'plan.one-card-two-people', card.path, { label: card.label })] : [];
  });
}

/** A share on the token that the keys are on, or are restored to, would be kept with what it restores. */
const ofTokens = (cards: readonly OldCard[], token: PlanToken): readonly RuleFinding[] =>
  cards.flatMap((card) => (card.module === token.module && card.label === token.label ? [found('error', 'plan.card-is-hsm', card.path, { label: card.label })] : []));

const cardsOfAll = (sets: readonly OldSet[]): readonly OldCard[] => sets.flatMap((set, n) => cardsOf(set, ['sets', n]));

const oldCards = [
  rule(['set'], ({ set }) => ofCards(cardsOf(set, ['set']))),
  rule(['sets'], ({ sets }) => ofCards(cardsOfAll(sets))),
  ...(['hsm', 'spare'] as const).flatMap((place) => [
    rule(['set', place], (plan) => ofTokens(cardsOf(plan.set, ['set']), plan[place])),
    rule(['sets', place], (plan) => ofTokens(cardsOfAll(plan.sets), plan[place])),
  ]),
];

const one = rule(['set', 'participants'], ({ set, participants }) => ofSet(set, ['set'], participants));
const several = rule(['sets', 'participants'], ({ sets, participants }) => sets.flatMap((set, n) => ofSet(set, ['sets', n], participants)));
const setTwice = rule(['sets'], ({ sets }) => repeated(sets, (s) => s.id).map((n) => found('error', 'plan.set-twice', ['sets', n, 'id'], { set: sets[n]!.id })));
const destroyedTwice = rule(['destroys'], ({ destroys }) => repeated(destroys, (name) => name).map((n) => found('error', 'plan.key-name-twice', ['destroys', n], { name: destroys[n]! })));

export const oldSetRules = [one, several, ...oldCards, setTwice, destroyedTwice];
