import type { AccountView } from '#shared/contract/account.ts';
import type { BotView, CreateBot } from '#shared/contract/bot.ts';
import type { InstrumentView, MarketView } from '#shared/contract/market.ts';
import type { ApproveResult, CreateOrder, OrderView, ProposalView } from '#shared/contract/proposal.ts';
import type { BrokerOrder, Execution } from '#shared/ports/broker.ts';
import { until, type Answer, type RunningProduct } from './product-run.ts';

interface Page<T> {
  readonly items: T[];
}
export interface PaperBook {
  readonly orders: BrokerOrder[];
  readonly executions: Execution[];
  readonly positions: { instrumentId: string; quantity: string }[];
}
export interface Faults {
  readonly receiveDelayMs?: number;
  readonly replyDelayMs?: number;
  readonly newsDelayMs?: number;
}
export const NO_FAULTS: Required<Faults> = { receiveDelayMs: 0, replyDelayMs: 0, newsDelayMs: 0 };

/** What a person and a proof do with a running product, in their own words. */
export interface Trader {
  accounts(): Promise<AccountView[]>;
  account(id: string): Promise<AccountView>;
  openAccount(name: string): Promise<string>;
  makeBot(bot: Partial<CreateBot> & { accountId: string }): Promise<BotView>;
  market(): Promise<MarketView>;
  /** Lets the market run, at most so many steps a second; `holds` for open questions or not. */
  run(speed: number, holds: boolean): Promise<void>;
  /** Stops between two bars and waits until it stands there. */
  pause(): Promise<void>;
  /** Runs to a question of an account that it has not answered yet, and answers it. The market holds for it. */
  toQuestion(accountId: string, withinMs: number): Promise<ProposalView>;
  proposal(id: string): Promise<ProposalView>;
  approve(
    proposal: Pick<ProposalView, 'id' | 'hash'>,
    token?: string,
  ): Promise<Answer<ApproveResult & { code?: string }>>;
  order(accountId: string, order: CreateOrder): Promise<Answer<OrderView>>;
  close(accountId: string, symbol: string): Promise<Answer<OrderView>>;
  /** Stops buying in one account, or begins again. */
  turn(accountId: string, to: 'pause' | 'resume'): Promise<void>;
  orders(accountId: string, query?: string): Promise<OrderView[]>;
  instruments(): Promise<InstrumentView[]>;
  book(accountId: string): Promise<PaperBook>;
  faults(accountId: string, faults: Faults): Promise<void>;
  /** Nothing on its way, nothing unknown; the market stands. */
  settled(accountIds: readonly string[]): Promise<void>;
}

/** While an older question is open the market goes on at its own pace. */
const QUESTION_SPEED = 50;
const PAUSE_WITHIN_MS = 60_000;
const SETTLED_WITHIN_MS = 60_000;

export function trader(product: RunningProduct): Trader {
  async function get<T>(path: string): Promise<T> {
    const { status, body } = await product.api<T>(path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
  async function patchMarket(change: Record<string, unknown>): Promise<MarketView> {
    const { status, body } = await product.api<MarketView>('market', { method: 'PATCH', body: change });
    if (status !== 200) throw new Error(`the market answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
  const pendingOf = async (accountId: string) =>
    (await get<Page<ProposalView>>(`proposals?status=pending&accountId=${accountId}`)).items;

  // One that could not be approved stays open for a while and would be refused again.
  const handed = new Set<string>();

  /** Bots whose questions nobody answered ten times in a row have stopped asking: whoever waits for one is here. */
  async function askAgain(accountId: string): Promise<void> {
    const { items } = await get<Page<BotView>>(`bots?accountId=${accountId}&limit=500`);
    for (const { id, silent } of items)
      if (silent !== null) await product.api(`bots/${id}/resume`, { method: 'POST', body: {} });
  }

  const self: Trader = {
    accounts: async () => (await get<Page<AccountView>>('accounts')).items,
    account: (id) => get<AccountView>(`accounts/${id}`),
    openAccount: async (name) => {
      const { status, body } = await product.api<AccountView>('accounts', {
        method: 'POST',
        body: { name, baseCurrency: 'USD' },
      });
      if (status !== 201) throw new Error(`no account: ${JSON.stringify(body)}`);
      return body.id;
    },
    makeBot: async (bot) => {
      const { status, body } = await product.api<BotView>('bots', {
        method: 'POST',
        body: { investmentAmount: '40000', riskLevel: 'high', durationWeeks: 520, ...bot },
      });
      if (status !== 201) throw new Error(`no bot: ${JSON.stringify(body)}`);
      return body;
    },
    market: () => get<MarketView>('market'),
    run: async (speed, holds) => {
      await patchMarket({ speed, noWait: !holds, paused: false });
    },
    pause: async () => {
      await patchMarket({ paused: true });
      await until('the market stands', PAUSE_WITHIN_MS, async () => {
        const { phase } = await self.market();
        return phase === 'standing' || phase === 'ended';
      });
    },
    toQuestion: async (accountId, withinMs) => {
      await askAgain(accountId);
      const on = { noWait: false, paused: false, speed: QUESTION_SPEED, untilProposal: true };
      await patchMarket(on);
      return until('a question', withinMs, async () => {
        const question = (await pendingOf(accountId)).find(({ id }) => !handed.has(id));
        if (question !== undefined) {
          handed.add(question.id);
          return question;
        }
        // Somebody else's question stopped the run.
        const { phase } = await self.market();
        if (phase === 'held') await patchMarket({ noWait: true });
        if (phase === 'held' || phase === 'between') await patchMarket(on);
        await askAgain(accountId);
        return null;
      });
    },
    proposal: (id) => get<ProposalView>(`proposals/${id}`),
    approve: ({ id, hash }, token) =>
      product.api(`proposals/${id}/approve`, { method: 'POST', body: { hash }, ...(token !== undefined && { token }) }),
    order: (accountId, order) => product.api(`accounts/${accountId}/orders`, { method: 'POST', body: order }),
    close: (accountId, symbol) =>
      product.api(`accounts/${accountId}/positions/${encodeURIComponent(symbol)}/close`, { method: 'POST', body: {} }),
    turn: async (accountId, to) => {
      const { status, body } = await product.api(`accounts/${accountId}/${to}`, { method: 'POST', body: {} });
      if (status !== 200) throw new Error(`${to} answered ${status}: ${JSON.stringify(body)}`);
    },
    orders: async (accountId, query = 'limit=500') =>
      (await get<Page<OrderView>>(`accounts/${accountId}/orders?${query}`)).items,
    instruments: async () => (await get<Page<InstrumentView>>('instruments?limit=500')).items,
    book: async (accountId) => (await product.admin<PaperBook>(`book?accountId=${accountId}`)).body,
    faults: async (accountId, faults) => {
      await product.admin('paper', { method: 'POST', body: { accountId, ...faults } });
    },
    settled: async (accountIds) => {
      await self.pause();
      await until('nothing is on its way', SETTLED_WITHIN_MS, async () => {
        for (const accountId of accountIds) {
          const account = await self.account(accountId);
          if (account.recovering || account.unresolvedOrders > 0) return false;
          if ((await self.orders(accountId, 'status=sending')).length > 0) return false;
        }
        return true;
      });
    },
  };
  return self;
}
