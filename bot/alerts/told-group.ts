import { z } from 'zod';
import type { EventView } from '#shared/contract/account.ts';
import { OrderView } from '#shared/contract/proposal.ts';
import { groupBoughtCard, groupModeCard, groupSoldCard } from '../cards/group-news.ts';
import type { Card } from '../cards/card.ts';
import type { CardContext } from '../cards/context.ts';
import { toldAs, type ToldAs } from './told-as.ts';

const Text = z.string().nullable();
const FillBody = z.object({
  order: OrderView,
  plan: z.object({ stopPrice: Text, targetPrice: Text }).nullish(),
});
const ClosedBody = z.object({ order: OrderView, plannedLoss: Text, plannedGain: Text });
const ModeBody = z.object({ mode: z.enum(['active', 'reducing', 'halted']) });

/** Of an account's events those that a group may hear of: what is asked, what became of it, and whether anything is bought. */
const MESSAGES = new Set(['order.filled', 'position.closed', 'mode.changed']);

/** How a group hears of an event; null: it does not. Whatever is not named here stays among those with a role. */
export function toldGroupAs(event: EventView): ToldAs | null {
  const { type } = event;
  const told = toldAs(event);
  if (type.startsWith('proposal.')) return type === 'proposal.reminded' ? null : told;
  if (MESSAGES.has(type)) return groupMessageOf(event) === null ? { ...told, forms: ['redraw'] } : told;
  return type.startsWith('order.') ? { ...told, forms: ['redraw'] } : null;
}

type Draw = (context: CardContext) => Card;

/** The message a group gets of an event, in percent; null: none. A sale is told when its position is closed. */
function groupMessageOf({ type, body }: EventView): Draw | null {
  switch (type) {
    case 'order.filled':
      return from(FillBody, body, ({ order, plan }) =>
        order.side === 'sell' ? null : (context) => groupBoughtCard(order, plan ?? null, context),
      );
    case 'position.closed':
      return from(ClosedBody, body, ({ order, plannedLoss, plannedGain }) => {
        const planned = order.purpose === 'target' ? plannedGain : order.purpose === 'stop' ? plannedLoss : null;
        return (context) => groupSoldCard(order, planned, context);
      });
    case 'mode.changed':
      return from(
        ModeBody,
        body,
        ({ mode }) =>
          (context) =>
            groupModeCard(mode, context),
      );
    default:
      return null;
  }
}

export function groupCardForEvent(event: EventView, context: CardContext): Card | null {
  return groupMessageOf(event)?.(context) ?? null;
}

function from<T>(schema: z.ZodType<T>, body: unknown, draw: (parsed: T) => Draw | null): Draw | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? draw(parsed.data) : null;
}
