import type { InstrumentView } from '#shared/contract/market.ts';
import type { CreateOrder, OrderView } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { ceilingPrice } from '#shared/engine/ceiling.ts';
import type { OrderType, TimeInForce } from '#shared/domain/order-terms.ts';
import type { Tickable } from '#shared/domain/tick.ts';
import { decimal, toText, type DecimalText } from '#shared/lib/decimal.ts';
import { parseAmount, parseSetting, parseShares } from '#shared/words/typed-amount.ts';
import { placeOrder } from '../actions/orders.ts';
import { api } from '../api/client.ts';
import { asApiError, type ApiError } from '../api/error.ts';
import { OnceKey } from '../api/once-key.ts';
import { routes } from '../api/routes.ts';
import { BEGIN, beginPrices } from './begin-prices.ts';

const PREVIEW_AFTER_MS = 300;
type Wrong = 'quantityBad' | 'priceBad' | 'stopAbove' | 'targetBelow' | 'tooMany';

export interface TicketAbout {
  readonly accountId: string;
  readonly instrument: InstrumentView;
  readonly price: number | null;
  /** In the instrument's currency; null when it is not known, or is in another. */
  readonly equity: number | null;
  /** What the holder has to sell; null for none. */
  readonly held: string | null;
  readonly holder: string | undefined;
}

/** A person's own order while it is being written: what was typed, what it comes to, what the limits say. */
export class OrderTicket {
  side = $state<'buy' | 'sell'>('buy');
  type = $state<OrderType>('market');
  quantity = $state('');
  limit = $state('');
  trigger = $state('');
  trail = $state('5');
  until = $state<TimeInForce>('day');
  stop = $state('');
  target = $state('');

  verdict = $state.raw<ValidationView | null>(null);
  checking = $state(false);
  busy = $state(false);
  /** Why the order was not taken. */
  error = $state.raw<ApiError | null>(null);
  /** Why nobody can say whether limits pass; nothing of a sale, which no limit holds back. */
  checkError = $state.raw<ApiError | null>(null);
  #about: () => TicketAbout | null;
  #once = new OnceKey<CreateOrder>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest: AbortController | null = null;
  #begun = false;
  #isRechecking = false;

  constructor(about: () => TicketAbout | null) {
    this.#about = about;
  }

  /** What was typed as a price of this instrument; null when it is none, or one in another currency. */
  #priced(text: string): DecimalText | null {
    const about = this.#about();
    return about === null ? null : parseAmount(text, about.instrument.currency);
  }

  readonly hasLimit = $derived(this.type === 'limit' || this.type === 'stop-limit');
  readonly hasTrigger = $derived(this.type === 'stop' || this.type === 'stop-limit');
  /** What one share is counted with: the limit where there is one, else the price now. */
  readonly price = $derived.by(() => {
    const own = this.#priced(this.hasLimit ? this.limit : this.hasTrigger ? this.trigger : '');
    return own === null ? (this.#about()?.price ?? null) : Number(own);
  });
  readonly wrong = $derived.by((): Wrong | null => {
    const quantity = parseShares(this.quantity);
    if (quantity === null) return 'quantityBad';
    const held = this.#about()?.held ?? null;
    if (this.side === 'sell' && held !== null && decimal(quantity).gt(held)) return 'tooMany';
    if (this.hasLimit && this.#priced(this.limit) === null) return 'priceBad';
    if (this.hasTrigger && this.#priced(this.trigger) === null) return 'priceBad';
    if (this.type === 'trailing-stop' && !(parseSetting(this.trail) > 0)) return 'priceBad';
    if (this.side === 'sell') return null;
    for (const text of [this.stop, this.target])
      if (text.trim() !== '' && this.#priced(text) === null) return 'priceBad';
    const stop = this.#priced(this.stop);
    const target = this.#priced(this.target);
    if (stop !== null && this.price !== null && Number(stop) >= this.price) return 'stopAbove';
    return target !== null && this.price !== null && Number(target) <= this.price ? 'targetBelow' : null;
  });
  readonly input = $derived.by((): CreateOrder | null => {
    const about = this.#about();
    const quantity = parseShares(this.quantity);
    if (about === null || quantity === null || this.wrong !== null) return null;
    const limitPrice = this.hasLimit ? this.#priced(this.limit) : null;
    const stop = this.side === 'buy' ? this.#priced(this.stop) : this.hasTrigger ? this.#priced(this.trigger) : null;
    const target = this.side === 'buy' ? this.#priced(this.target) : null;
    const rests = this.type !== 'market';
    const named = this.hasTrigger || this.type === 'trailing-stop';
    return {
      symbol: about.instrument.symbol,
      side: this.side,
      quantity,
      ...(limitPrice !== null && { limitPrice }),
      ...(stop !== null && { stopPrice: stop }),
      ...(target !== null && { targetPrice: target }),
      ...(named && { type: this.type }),
      ...(this.type === 'trailing-stop' && { trailPercent: toText(decimal(parseSetting(this.trail))) }),
      ...(rests && this.until !== 'day' && { timeInForce: this.until }),
      ...(this.side === 'sell' && about.holder !== undefined && { holder: about.holder }),
    };
  });

  /** What the shares come to at a price, in the instrument's currency; null while something is missing. */
  at(price: number | string | null): string | null {
    const quantity = parseShares(this.quantity);
    return quantity === null || price === null ? null : toText(decimal(quantity).times(price).round(2));
  }

  /** What is won or lost when `level` trades, against the price now; null while something is missing. */
  change(level: string): string | null {
    const price = this.#priced(level);
    const quantity = parseShares(this.quantity);
    if (price === null || quantity === null || this.price === null) return null;
    return toText(decimal(price).minus(this.price).times(quantity).round(2));
  }

  /** Once, when the price is known: a stop-loss, a target and a size to begin with. */
  begin(side: 'buy' | 'sell'): void {
    const about = this.#about();
    if (this.#begun || about === null || about.price === null) return;
    this.#begun = true;
    this.side = side;
    const { price, equity } = about;
    const whole = equity === null ? 1 : Math.max(1, Math.floor((equity * BEGIN.share) / price));
    this.quantity = side === 'buy' ? String(whole) : (about.held ?? '');
    const { stop, target, limit } = beginPrices(price, about.instrument as Tickable);
    [this.stop, this.trigger] = [stop, stop];
    [this.target, this.limit] = [target, limit];
  }

  /** Asks the limits a moment after the last change; an older answer never replaces a newer one. */
  refresh(input: CreateOrder | null): () => void {
    clearTimeout(this.#timer);
    this.#latest?.abort();
    this.error = null;
    this.checkError = null;
    const about = this.#about();
    if (input === null || about === null) {
      this.verdict = null;
      this.checking = false;
      return () => undefined;
    }
    this.checking = true;
    const asking = new AbortController();
    this.#latest = asking;
    this.#timer = setTimeout(() => void this.#ask(about.accountId, input, asking), PREVIEW_AFTER_MS);
    return () => asking.abort();
  }

  /**
   * The price moved, or what blocks may have passed by itself: asked again without touching what is shown. One at a time:
   * where prices move more often than anybody answers, an answer comes all the same.
   */
  recheck(): void {
    const about = this.#about();
    if (this.checking || this.#isRechecking || this.busy || this.input === null || about === null) return;
    this.#isRechecking = true;
    const asking = new AbortController();
    this.#latest = asking;
    void this.#ask(about.accountId, this.input, asking).finally(() => (this.#isRechecking = false));
  }

  async #ask(accountId: string, input: CreateOrder, asking: AbortController): Promise<void> {
    try {
      const verdict = await api.post<ValidationView>(routes.validate(accountId), input, asking.signal);
      if (asking.signal.aborted) return;
      this.verdict = verdict;
      this.checkError = null;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.verdict = null;
      this.checkError = this.side === 'sell' ? null : asApiError(error);
    }
    this.checking = false;
  }

  /** Of a purchase at the market: what the price that is shown comes to at most. What would cost more is not sent. */
  #atMost({ instrument }: TicketAbout): Pick<CreateOrder, 'atMost'> {
    if (this.side === 'sell' || this.hasLimit || this.price === null) return {};
    return { atMost: toText(decimal(ceilingPrice(this.price, null, instrument as Tickable))) };
  }

  /** The stored order, or null when the server refused; `error` then says why. */
  async place(): Promise<OrderView | null> {
    const about = this.#about();
    if (about === null || this.input === null || this.busy) return null;
    this.busy = true;
    this.error = null;
    try {
      const wanted = [about.accountId, this.input];
      const { key, body } = this.#once.of(wanted, { ...this.input, ...this.#atMost(about) });
      const order = await placeOrder(about.accountId, body, key);
      this.#once.answered(201);
      return order;
    } catch (error) {
      this.error = asApiError(error);
      this.#once.answered(this.error.status);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
