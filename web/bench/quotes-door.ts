import { WebSocket, WebSocketServer } from 'ws';
import { openDoor, type Door } from '../e2e/door.ts';

/** Of what the stream tells, as `shared/contract/stream.ts` has it, that which a quote is made of. */
interface Told {
  readonly type: string;
  readonly market?: Readonly<Record<string, unknown>> | null;
  readonly prices?: Readonly<Record<string, number>>;
}

/** A door through which more quotes come than the product itself sends: it gathers those of a second into one message. */
export interface QuotesDoor extends Door {
  /** From now on so many quotes a second come, each in a message of its own; 0: none. */
  quote(perSecond: number): void;
  /** How many came so far. */
  quoted(): number;
}

const textOf = (data: Uint8Array): string => new TextDecoder().decode(data);
const TURN_MS = 4;
/** What the market's own clock goes on with a quote. */
const MARKET_MS = 1_000;

export async function openQuotesDoor(productUrl: string): Promise<QuotesDoor> {
  const { host } = new URL(productUrl);
  const pages = new WebSocketServer({ noServer: true });
  let market: Readonly<Record<string, unknown>> | null = null;
  const prices = new Map<string, number>();
  const hear = (text: string): void => {
    const told = JSON.parse(text) as Told;
    if (told.market) market = told.market;
    for (const [symbol, price] of Object.entries(told.prices ?? {})) prices.set(symbol, price);
  };
  const door = await openDoor(productUrl, (incoming, socket, head) => {
    pages.handleUpgrade(incoming, socket, head, (page) => {
      const { cookie, origin } = incoming.headers;
      const product = new WebSocket(`ws://${host}${incoming.url}`, {
        headers: { host: incoming.headers.host, ...(cookie && { cookie }), ...(origin && { origin }) },
      });
      const waiting: string[] = [];
      page.on('message', (data: Uint8Array) => {
        if (product.readyState === WebSocket.OPEN) product.send(textOf(data));
        else waiting.push(textOf(data));
      });
      product.on('open', () => {
        for (const text of waiting.splice(0)) product.send(text);
      });
      product.on('message', (data: Uint8Array) => {
        hear(textOf(data));
        page.send(textOf(data));
      });
      product.on('error', () => page.terminate());
      product.on('close', () => page.close());
      page.on('close', () => product.terminate());
    });
  });

  let [count, owed, rate, last] = [0, 0, 0, performance.now()];
  const one = (): string => {
    count += 1;
    const [symbol = '', price = 0] = [...prices][count % prices.size] ?? [];
    // Half a percent up and down, so that it always is another one.
    const moved = price * (1 + 0.005 * Math.sin(count));
    const marketAt = new Date(Date.parse(String(market?.['marketAt'])) + count * MARKET_MS).toISOString();
    return JSON.stringify({ type: 'market', market: { ...market, marketAt }, prices: { [symbol]: moved } });
  };
  const turn = setInterval(() => {
    const now = performance.now();
    owed += (rate * (now - last)) / 1_000;
    last = now;
    if (market === null || prices.size === 0) owed = 0;
    for (; owed >= 1; owed -= 1) {
      const text = one();
      for (const page of pages.clients) page.send(text);
    }
  }, TURN_MS);
  return {
    ...door,
    quote: (perSecond) => {
      [rate, owed] = [perSecond, 0];
    },
    quoted: () => count,
    async shut() {
      clearInterval(turn);
      for (const page of pages.clients) page.terminate();
      await door.shut();
    },
  };
}
