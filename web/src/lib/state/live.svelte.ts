import type { EventView } from '#shared/contract/account.ts';
import type { LookView } from '#shared/contract/bot.ts';
import type { MarketView } from '#shared/contract/market.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { StreamMessage, StreamRequest } from '#shared/contract/stream.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { line } from './line.svelte.ts';
import { now } from './now.svelte.ts';
import { doubtAll, invalidate } from './query.svelte.ts';
import { session } from './session.svelte.ts';
import { version } from './version.svelte.ts';

/** How the server closes the screen of a session that ended. */
const SIGNED_OUT = 4401;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
const PING_MS = 20_000;
/** No word for this long, though we asked: the line is dead even if the socket does not know. */
const SILENCE_MS = 45_000;
/** Moving prices make values old, but not every screen needs them twenty times a second. */
const PRICES_MS = 2_000;
/** How often a market that no stream tells is asked. */
const ELSEWHERE_MS = 10_000;

type Listener<T> = (message: T) => void;

/** The line to `/api/stream`: hints that something changed, never the truth itself. */
class Live {
  connected = $state(false);
  /** When the last word came over the line that broke; null while it holds. */
  brokenSince = $state<number | null>(null);
  /** When that was noticed. */
  noticedAt = $state<number | null>(null);
  /** The market that Nod itself plays, as the stream tells it. */
  #played = $state.raw<MarketView | null>(null);
  /** The market of the chosen account, where that is another one: it is asked, the stream does not tell it. */
  #other = $state.raw<MarketView | null>(null);
  /**
   * Its own bars. Apart, and no `$derived`: whatever hangs on one of those is looked at again with each word of the stream,
   * and ten thousand rows of a list may.
   */
  base = $state<MarketView['baseTimeframe'] | null>(null);
  /** The zone of its exchange; apart for the same reason. */
  zone = $state<MarketView['zone'] | null>(null);
  /** The speed it runs at, also while it is paused. */
  usualSpeed = $state(0.8);
  /** Last price by symbol, as the stream told it. */
  prices = $state.raw<Readonly<Record<string, number>>>({});
  /** The newest look of each bot that happened while we listened. */
  looks = $state.raw<Readonly<Record<string, LookView>>>({});

  #socket: WebSocket | null = null;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #lastWord = 0;
  #pricesAt = 0;
  #wanted = false;
  #heads = new Map<string, number>();
  #questions = 0;
  /** What the market said since the last frame: however many quotes come, those of one frame are drawn together. */
  #said: Extract<StreamMessage, { type: 'market' }> | null = null;
  #eventListeners = new Set<Listener<EventView>>();
  #chatListeners = new Set<Listener<ChatMessage>>();

  constructor() {
    $effect.root(() => {
      $effect.pre(() => void (this.base = this.market?.baseTimeframe ?? null));
      $effect.pre(() => void (this.zone = this.market?.zone ?? null));
    });
  }

  /** The market that the chosen account trades on; null until somebody said how it stands. */
  get market(): MarketView | null {
    if (!this.#isElsewhere) return this.#played;
    const marketId = session.account?.marketId;
    // Real markets have no clock but the wall's.
    const other = this.#other;
    return other === null || other.id !== marketId ? null : { ...other, marketAt: new Date(now.ms).toISOString() };
  }

  /** Prices of the stream are of the market that Nod plays: no other one may show them. */
  get told(): Readonly<Record<string, number>> {
    return this.#isElsewhere ? {} : this.prices;
  }

  get #isElsewhere(): boolean {
    return this.#played !== null && session.account !== null && session.account.marketId !== this.#played.id;
  }

  /** Asks for what no stream tells: the other market, its prices, how the broker is. */
  readonly follow = (): void => {
    const id = session.accountId;
    if (!this.#isElsewhere || id === null || document.visibilityState !== 'visible') return;
    void api
      .get<MarketView>(routes.market(id))
      .then((market) => (this.#other = market))
      .catch(() => undefined);
    invalidate('/accounts', '/instruments', '/connections', '/signals', '/portfolios');
    void session.refreshAccounts().catch(() => undefined);
  };

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#lastWord = now.read();
    for (const { id, seq } of session.accounts) this.#heads.set(id, seq);
    document.addEventListener('visibilitychange', this.#seen);
    addEventListener('online', this.retryNow);
    addEventListener('offline', this.#knock);
    setInterval(() => this.#keepAlive(), PING_MS);
    setInterval(this.follow, ELSEWHERE_MS);
    this.#connect();
    // The stream says it too, a moment later.
    void api
      .get<MarketView>(routes.market())
      .then((market) => this.#played === null && this.showMarket(market))
      .catch(() => undefined);
  }

  stop(): void {
    this.#wanted = false;
    this.#socket?.close();
  }

  readonly retryNow = (): void => {
    this.#retryMs = FIRST_RETRY_MS;
    if (this.#socket === null) this.#connect();
  };

  showMarket(market: MarketView): void {
    this.#played = market;
    if (market.speed > 0) this.usualSpeed = market.speed;
  }

  onEvent(listener: Listener<EventView>): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onChat(listener: Listener<ChatMessage>): () => void {
    this.#chatListeners.add(listener);
    return () => this.#chatListeners.delete(listener);
  }

  /** A question is on the screen: the market holds longer while somebody reads. */
  showQuestion(): () => void {
    this.#questions += 1;
    this.#tellVisible();
    return () => {
      this.#questions -= 1;
      this.#tellVisible();
    };
  }

  #connect(): void {
    if (!this.#wanted || this.#socket !== null) return;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    const since = [...this.#heads].map(([id, seq]) => `${id}:${seq}`).join(',');
    const origin = location.origin.replace(/^http/, 'ws');
    const socket = new WebSocket(`${origin}/api/stream?since=${encodeURIComponent(since)}`);
    this.#socket = socket;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.#lastWord = now.read();
      this.#retryMs = FIRST_RETRY_MS;
      this.#tellVisible();
    };
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = ({ code }) => {
      // Signed out from elsewhere, or only renewed in another tab: whoever is not signed in any more is led to the door.
      if (code === SIGNED_OUT) void api.get(routes.me).catch(() => undefined);
      // A door that does not open at all: nobody may be there. One that closes may open again at once.
      if (!wasOpen) this.#knock();
      this.#broke(socket);
    };
  }

  #broke(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.connected = false;
    this.brokenSince ??= this.#lastWord;
    this.noticedAt ??= now.read();
    if (!this.#wanted) return;
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #hear(text: string): void {
    this.#lastWord = now.read();
    line.heard();
    const message = JSON.parse(text) as StreamMessage;
    switch (message.type) {
      case 'hello':
        now.hear(message.at);
        this.#lastWord = now.read();
        // What happened while we were away may be more than the events that follow.
        if (this.brokenSince !== null) {
          invalidate('/');
          version.look();
        }
        // Which accounts there are may be other ones now.
        if (session.isLast) void session.start();
        else if (this.brokenSince !== null) void session.refreshAccounts().catch(() => undefined);
        this.connected = true;
        this.brokenSince = null;
        this.noticedAt = null;
        // What waited to be drawn, in a tab that nobody looked at, is older than this.
        this.#said = null;
        if (message.market) this.showMarket(message.market);
        break;
      case 'snapshot':
        this.#heads.set(message.accountId, message.seq);
        invalidate('/');
        break;
      case 'event':
        this.#event(message.event);
        break;
      case 'look':
        this.looks = { ...this.looks, [message.look.botId]: message.look };
        invalidate('/bots', '/jobs');
        break;
      case 'market':
        if (this.#said === null) requestAnimationFrame(this.#move);
        this.#said = { ...message, prices: { ...this.#said?.prices, ...message.prices } };
        break;
      case 'chat':
        for (const listener of this.#chatListeners) listener(message.message);
        break;
      case 'pong':
        break;
    }
  }

  #event(event: EventView): void {
    const head = this.#heads.get(event.accountId) ?? 0;
    if (event.seq <= head) return;
    this.#heads.set(event.accountId, event.seq);
    invalidate('/accounts', '/proposals', '/bots', '/jobs', '/alerts', '/notifications', '/roles', '/portfolios');
    for (const listener of this.#eventListeners) listener(event);
  }

  readonly #move = (): void => {
    if (this.#said === null) return;
    const { market, prices } = this.#said;
    this.#said = null;
    const moved = market.marketAt !== this.#played?.marketAt;
    this.showMarket(market);
    this.prices = { ...this.prices, ...prices };
    if (!moved || now.read() - this.#pricesAt < PRICES_MS) return;
    this.#pricesAt = now.read();
    invalidate('/accounts', '/instruments', '/bots', '/jobs', '/signals', '/portfolios');
  };

  #keepAlive(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    if (now.read() - this.#lastWord > SILENCE_MS) {
      this.#socket.close();
      this.#broke(this.#socket);
      doubtAll();
    } else this.#send({ type: 'ping' });
  }

  readonly #seen = (): void => {
    this.#tellVisible();
    if (document.visibilityState !== 'visible') return;
    // Whoever comes back after hours: a line that slept through them may not know that it is dead.
    this.#keepAlive();
    this.retryNow();
    this.follow();
  };

  /** Whether anybody is there is said by the plainest question, in the way every other one is. */
  readonly #knock = (): void => {
    void api.get(routes.health).then(
      () => {
        // The stream alone does not get through: what is shown is asked for again instead.
        invalidate('/');
        if (session.isLast) void session.start();
      },
      () => undefined,
    );
  };

  #tellVisible(): void {
    const visible = document.visibilityState === 'visible';
    this.#send({ type: 'visible', visible, question: visible && this.#questions > 0 });
  }

  #send(request: StreamRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }
}

export const live = new Live();
