import { BROKER_PAGES } from '#shared/contract/broker-pages.ts';
import type { ConnectionHealth } from '#shared/contract/connection.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { dayTime, duration } from '#shared/words/format-time.ts';
import { button, link, rows, type Card, type CardButton } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { shortName, type Named } from './names.ts';

/** What is known beside the health itself: stops that go on without us, those that do not, how long it was away. */
export interface ConnectionDetails {
  readonly stopsThere?: number | undefined;
  readonly stopsHere?: number | undefined;
  /** What waits for us. */
  readonly waiting?: readonly Named[] | undefined;
  readonly connectionId?: string | null | undefined;
  readonly awayMs?: number | undefined;
}

/** The way to the broker as it was stored: which stops still work, what Nod does, the one button that helps. */
export function connectionCard(
  health: ConnectionHealth,
  context: CardContext,
  { stopsThere = 0, stopsHere = 0, waiting = [], connectionId = null, awayMs }: ConnectionDetails = {},
): Card {
  const { words, reader } = context;
  const broker = words.states.brokers[context.broker];
  const stops = [
    ...(stopsThere > 0 ? [words.account.stopsThere({ count: stopsThere })] : []),
    ...(stopsHere > 0
      ? [
          words.account.stopsHere({
            count: stopsHere,
            names: waiting.length === 0 ? null : waiting.map((one) => shortName(context, one)).join(', '),
          }),
        ]
      : []),
  ];
  const buttons = mendButtons(health, context, connectionId);
  switch (health.state) {
    case 'connected': {
      const away = awayMs === undefined ? null : duration(awayMs, reader.language);
      return card(context, words.account.connectionBack({ broker, away }), {
        lines: [words.account.connectionBackNote, words.orders.nothingToDo],
      });
    }
    case 'slow':
      return card(context, words.account.connectionSlow({ broker }), {
        lines: [words.account.connectionSlowNote, words.orders.nothingToDo],
      });
    case 'lost': {
      const since = health.lostSince === null ? null : dayTime(health.lostSince, reader, context.now);
      return card(context, words.account.connectionLost({ broker, since }), {
        lines: [...stops, words.account.noBuysTrying],
        buttons,
        tone: stopsHere > 0 ? 'act-now' : 'news',
      });
    }
    case 'needs-you':
      return card(context, sentence(health, context) ?? words.account.connectionNeedsYou({ broker }), {
        lines: stops,
        buttons,
        tone: 'act-now',
      });
  }
}

/** The reason with a capital; it says itself that it needs somebody. */
function sentence({ sentence: { code, values } }: ConnectionHealth, context: CardContext): string | null {
  if (!hasWords(code)) return null;
  const text = reasonText({ code, values: { broker: context.broker, ...values } }, fillContext(context));
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function mendButtons({ mend }: ConnectionHealth, context: CardContext, connectionId: string | null): CardButton[][] {
  const { words, broker } = context;
  const there = BROKER_PAGES[broker];
  const page = connectionId === null ? '/more/connections' : `/more/connections/${connectionId}`;
  const { tryNow, newKeys, openBroker } = words.account.buttons;
  return rows([
    mend === 'try-now' && link(tryNow, page),
    mend === 'new-keys' && link(newKeys, page),
    there !== null && link(openBroker(words.states.brokers[broker]), there),
    button(words.account.buttons.positions, 'positions'),
  ]);
}
