import type { Language } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { titleWithWorld } from '../cards/title.ts';

interface Drawn {
  readonly card: Card;
  readonly language: Language;
}

/** How a reminder begins: the question, which is still open. */
export function stillOpen({ card, language }: Drawn): string {
  return wordsFor(language).delivery.stillOpen({ question: card.title });
}

/** Several pieces of news as one message: a line for each, its world first, oldest first. */
export function gatheredCard(drawn: readonly Drawn[]): Card {
  const [first] = drawn;
  if (first === undefined) throw new Error('there is news to gather');
  const words = wordsFor(first.language);
  const worlds = new Set(drawn.map(({ card }) => card.world));
  return {
    ...first.card,
    world: worlds.size === 1 ? first.card.world : null,
    title: words.delivery.together({ count: drawn.length }),
    lines: drawn.map(({ card, language }) => (worlds.size === 1 ? card.title : titleWithWorld(card, language))),
    buttons: rows([button(words.account.buttons.positions, 'positions')]),
    proposalId: null,
    picture: null,
    stands: null,
    tone: 'news',
  };
}
