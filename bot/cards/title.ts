import type { Language } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { Card } from './card.ts';

/** The world first, then the fact: `PAPER · Bought 12 NVDA …`, `REPLAY 2016-03-14 · …`. */
export function titleWithWorld(card: Card, language: Language): string {
  if (card.world === null) return card.title;
  const world = wordsFor(language).states.worlds[card.world];
  return `${card.worldDate === null ? world : `${world} ${card.worldDate}`} · ${card.title}`;
}
