import type { Card, CardButton } from '../cards/card.ts';
import type { CommandContext } from './command.ts';
import { commandIn } from './dispatch.ts';
import { refusal } from './rights.ts';

/** The cards with every button that would be refused shown as what it is: not to be pressed, and why. */
export function asAllowed(cards: readonly Card[], context: CommandContext): Promise<readonly Card[]> {
  // What a group reads is everybody's; who presses there is answered alone.
  return context.chat.kind === 'group'
    ? Promise.resolve(cards)
    : Promise.all(cards.map((card) => allowed(card, context)));
}

async function allowed(card: Card, context: CommandContext): Promise<Card> {
  const about = card.accountId === null ? context : { ...context, accountId: card.accountId };
  const buttons = await Promise.all(card.buttons.map((row) => Promise.all(row.map((one) => asTold(one, about)))));
  return { ...card, buttons };
}

async function asTold(button: CardButton, context: CommandContext): Promise<CardButton> {
  const found = commandIn(button.verb);
  if (button.disabledReason !== null || found === null) return button;
  return { ...button, disabledReason: await refusal(context, found.command, found.args) };
}
