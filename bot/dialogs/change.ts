import { z } from 'zod';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { quantity as quantityText } from '#shared/words/format.ts';
import { parseShares } from '#shared/words/typed-amount.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { figures } from '../cards/figures.ts';
import { shortName } from '../cards/names.ts';
import { proposalCard } from '../cards/proposal-outcome.ts';
import { untilText } from '../cards/proposal.ts';
import { approveProposal } from '../commands/approving.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { NO, YES, yesOrNo } from './answers.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

const Data = z.object({ proposalId: z.string(), revision: z.number(), quantity: z.string().optional() });
type Data = z.infer<typeof Data>;

const SHARES = [0.25, 0.5, 0.75];

/** A smaller size for a proposal: how many, then what it costs and may lose, then one nod. */
export const changeDialog = dialog<Data>({ kind: 'change', data: Data, ask, answer });

interface Scene {
  readonly desk: Desk;
  readonly proposal: ProposalView;
}

/** The proposal while it can still be changed, else how it stands now. */
async function sceneOf(context: CommandContext, data: Data): Promise<Scene | { readonly error: Card }> {
  const found = await context.useCases.proposal(context.caller, data.proposalId);
  if (!found.ok) return { error: errorCard(found.error, context.reader) };
  const desk = await context.desk(found.value.accountId);
  if (!desk.ok) return { error: errorCard(desk.error, context.reader) };
  const isOpen = found.value.status === 'pending' && found.value.revision === data.revision;
  return isOpen ? { desk: desk.value, proposal: found.value } : { error: proposalCard(found.value, desk.value.cards) };
}

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card> {
  const scene = await sceneOf(context, data);
  if ('error' in scene) return scene.error;
  const { words } = context;
  const { desk, proposal } = scene;
  const { round, short, loss, price } = figures(desk.cards);
  const name = shortName(desk.cards, proposal);
  const common = { world: proposal.world, proposalId: proposal.id, tone: 'choice' } as const;
  const scaled = (amount: string, part: string): string => decimal(amount).times(part).div(proposal.quantity).toFixed();
  if (data.quantity === undefined) {
    const parts = SHARES.map((share) => decimal(proposal.quantity).times(share).round(0, 0).toFixed());
    const offers = [...new Set(parts)].filter((part) => decimal(part).gt(0));
    return card(desk.cards, words.proposal.changeTitle({ name }), {
      ...common,
      lines: [words.proposal.changeLine({ quantity: quantityText(proposal.quantity) })],
      buttons: rows(
        offers.map((part) => {
          const label = { quantity: quantityText(part), cost: short(scaled(proposal.sizing.cost, part)) };
          return button(words.chat.quantityShares(label), choose(part));
        }),
      ),
      expects: 'text',
    });
  }
  const { quantity } = data;
  const title = words.proposal.changedConfirm({
    quantity: quantityText(quantity),
    name,
    price: price(proposal.limitPrice, proposal.currency),
  });
  return card(desk.cards, title, {
    ...common,
    lines: [
      words.proposal.changedCost({
        cost: round(scaled(proposal.sizing.cost, quantity)),
        loss: loss(scaled(proposal.worstCase.atStop, quantity)),
        gap: loss(scaled(proposal.worstCase.inGap, quantity)),
      }),
      words.proposal.changedChecks,
      untilText(proposal, desk.cards),
    ],
    buttons: rows([
      button(words.proposal.buttons.approve(short(scaled(proposal.sizing.cost, quantity))), choose(YES), 'primary'),
      button(words.chat.no, choose(NO)),
    ]),
    expects: 'choice',
  });
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words } = context;
  const scene = await sceneOf(context, data);
  if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
  const { desk, proposal } = scene;
  if (data.quantity === undefined) {
    const quantity = parseShares(text);
    if (quantity === null || decimal(quantity).gte(proposal.quantity)) {
      const most = quantityText(proposal.quantity);
      return { kind: 'again', why: words.proposal.changeTooMany({ quantity: most }) };
    }
    return { kind: 'ask', data: { ...data, quantity } };
  }
  const { quantity } = data;
  const said = yesOrNo(text, context);
  if (said === null) return { kind: 'again', why: words.chat.choose };
  if (!said) return { kind: 'leave', cards: [proposalCard(proposal, desk.cards)] };
  return { kind: 'finish', run: () => approveProposal(context, proposal, { quantity }) };
}
