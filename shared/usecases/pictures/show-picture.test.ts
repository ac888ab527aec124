import { describe, expect, it } from 'vitest';
import { aBot, anAccount, aRisk, aTransaction } from '#bot/testing/builders.ts';
import { aProposal } from '#bot/testing/trading-builders.ts';
import type { TransactionView } from '../../contract/account.ts';
import type { PictureRef } from '../../contract/picture.ts';
import type { ProposalView } from '../../contract/proposal.ts';
import { LANGUAGES } from '../../contract/session.ts';
import type { World } from '../../domain/market.ts';
import { SCOPES, type Caller } from '../../domain/caller.ts';
import type { UserId } from '../../domain/ids.ts';
import { ok } from '../../lib/result.ts';
import { DAY_MS } from '../../lib/time.ts';
import { pictureOf, pictureSvg } from '../../pictures/draw.ts';
import { anInstrument, FAKE_MARKET, fakeMarkets, risingBars, someDeps } from '../../testing/fake-market.ts';
import type { AccountPort } from '../account-port.ts';
import type { UseCaseDeps } from '../ports.ts';
import { aBacktestRun, BACKTEST_ID } from '#bot/testing/backtest-builders.ts';
import { showPicture } from './show-picture.ts';

const START = Date.UTC(2026, 0, 5);
const ACCOUNT = 'a_00000001';
const CALLER: Caller = { userId: 'u_1' as UserId, channel: 'chat', scopes: SCOPES, accountIds: null };
const day = (n: number): string => new Date(START + n * DAY_MS).toISOString();

interface Setting {
  readonly now?: number;
  readonly world?: World;
  readonly splits?: { symbol: string; at: number; ratio: number }[];
  readonly proposal?: Partial<ProposalView>;
  readonly transactions?: TransactionView[];
  /** Of the backtest that there is. */
  readonly botId?: string | null;
}

function deps({
  now = 100,
  world = 'paper',
  splits = [],
  proposal = {},
  transactions = [],
  botId = null,
}: Setting): UseCaseDeps {
  const account = anAccount({ world, marketId: FAKE_MARKET, name: 'Moon fund', equity: '24310.52' });
  const port: Partial<AccountPort> = {
    view: () => Promise.resolve(ok(account)),
    bot: () => Promise.resolve(ok(aBot({ name: 'Steady' }))),
    proposal: () =>
      Promise.resolve(
        ok(aProposal({ symbol: 'A', instrumentId: `${FAKE_MARKET}.A`, botId: null, marketAt: day(60), ...proposal })),
      ),
    performance: () =>
      Promise.resolve(
        ok({
          points: [70, 80, 90].map((n) => ({ at: day(n), equity: String(20_000 + n), cash: '5000' })),
          returnPercent: 1.2,
          drawdownPercent: -3,
        }),
      ),
    risk: () => Promise.resolve(ok(aRisk())),
    transactions: (_caller, { type }) =>
      Promise.resolve(
        ok({ items: transactions.filter((one) => type === undefined || one.type === type), nextCursor: null }),
      ),
  };
  return someDeps({
    users: { find: () => Promise.resolve(null) } as unknown as UseCaseDeps['users'],
    backtests: {
      find: (_user: string, id: string) => Promise.resolve(id === BACKTEST_ID ? aBacktestRun({ botId }) : null),
    } as unknown as UseCaseDeps['backtests'],
    accounts: { account: () => port as AccountPort } as unknown as UseCaseDeps['accounts'],
    analyses: { find: () => Promise.resolve(null) } as unknown as UseCaseDeps['analyses'],
    markets: fakeMarkets({
      instruments: [anInstrument('A')],
      marketAt: START + now * DAY_MS,
      bars: { A: risingBars(START, DAY_MS, 200) },
      splits,
    }),
  });
}

async function picture(ref: PictureRef, setting: Setting & { look?: Parameters<typeof showPicture>[2]['look'] } = {}) {
  const shown = await showPicture(deps(setting), CALLER, { ref, look: setting.look ?? {} });
  if (!shown.ok) throw new Error(shown.error.code);
  expect(pictureOf(shown.value), 'it can be drawn').not.toBeNull();
  return { ...shown.value, svg: pictureSvg(shown.value) };
}

const textOf = (svg: string): string => [...svg.matchAll(/>([^<]+)</g)].map(([, text = '']) => text).join('\n');

const PROPOSAL: PictureRef = { kind: 'proposal', proposalId: 'p_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2J' };

describe('the picture of a question', () => {
  it('is of what was known when it was asked, whatever came afterwards', async () => {
    const then = await picture(PROPOSAL, { now: 60 });
    const later = await picture(PROPOSAL, {
      now: 150,
      splits: [{ symbol: 'A', at: START + 100 * DAY_MS, ratio: 2 }],
    });
    expect(later.svg).toBe(then.svg);
    expect(later.columns[0]?.at(-1)).toBe(START + 59 * DAY_MS);
  });

  it('shows what it plans, in the reader’s words', async () => {
    const { svg } = await picture(PROPOSAL, { look: { language: 'ko' } });
    for (const text of ['최대 124.60달러', '손절가 114.63달러', '익절가 143.29달러', '모의'])
      expect(textOf(svg)).toContain(text);
    const sale = textOf((await picture(PROPOSAL, { proposal: { side: 'sell' } })).svg);
    expect(sale).toContain('At least $124.60');
    expect(sale).not.toContain('Stop-loss');
  });

  it('has no amount in it, so that a group may see it', async () => {
    const text = textOf((await picture(PROPOSAL)).svg);
    for (const secret of ['1,495', '12 ', '9,310', '120', 'Steady', 'Moon', 'p_0']) expect(text).not.toContain(secret);
  });
});

const SALE = 'o_00000001_01K9XQ4T0A5B6C7D8E9F0G1SALE';
const buy = aTransaction({ symbol: 'A', at: day(70), orderId: 'o_00000001_BUY', quantity: '12', price: '71' });
const sale = aTransaction({
  type: 'sell',
  symbol: 'A',
  at: day(90),
  orderId: SALE,
  quantity: '-12',
  price: '91',
  realizedPnl: '239.21',
  entries: [{ account: 'positions:A', amount: '-852', currency: 'USD' }],
});
/** Newest first, as the account lists them. */
const CLOSED = [sale, buy];

describe.each(LANGUAGES)('a picture to be passed on (%s)', (language) => {
  const shares: readonly PictureRef[] = [
    { kind: 'trade', orderId: SALE },
    { kind: 'week', accountId: ACCOUNT, until: day(92).slice(0, 10) },
    { kind: 'replay', accountId: ACCOUNT },
  ];

  it('says its world, its dates and that it recommends nothing, and the result in percent', async () => {
    for (const ref of shares) {
      const { svg } = await picture(ref, { world: 'replay', transactions: CLOSED, look: { language } });
      const text = textOf(svg);
      expect(text, ref.kind).toContain(language === 'ko' ? '과거 재생 2026-04-' : 'REPLAY 2026-04-');
      expect(text, ref.kind).toContain(language === 'ko' ? '추천이 아니에요' : 'Not a recommendation');
      expect(text, ref.kind).toContain('2026');
      expect(text, ref.kind).toMatch(ref.kind === 'trade' ? /\+28\.1%/ : /\+1\.19%/);
    }
  });

  it('has no amount, price, quantity, name of a person, bot or account, and no id', async () => {
    for (const ref of shares) {
      const { svg, head } = await picture(ref, { world: 'replay', transactions: CLOSED, look: { language } });
      const all = `${textOf(svg)}\n${JSON.stringify(head)}`;
      for (const secret of [
        '239',
        '852',
        '1092',
        '20,07',
        '24,310',
        'Moon',
        'Steady',
        'o_0',
        'a_0',
        '$',
        '달러',
        '원\n',
      ])
        expect(all, `${ref.kind}: ${secret}`).not.toContain(secret);
    }
  });
});

describe('closed trades', () => {
  it('of a week that had none are said to be none', async () => {
    const { svg } = await picture({ kind: 'week', accountId: ACCOUNT, until: null }, { transactions: CLOSED });
    expect(textOf(svg)).toContain('No trade was closed');
  });

  it('that lost most stand beside the ones that gained most', async () => {
    const results = Array.from({ length: 20 }, (_, at) =>
      aTransaction({
        ...sale,
        id: `t_${at}`,
        orderId: `o_${at}`,
        symbol: `S${at}`,
        at: day(99),
        realizedPnl: String((at - 10) * 10),
      }),
    );
    const { head } = await picture({ kind: 'week', accountId: ACCOUNT, until: null }, { transactions: results });
    if (head.kind !== 'bars') throw new Error(head.kind);
    expect(head.rows.map(({ name }) => name)).toEqual(['S19', 'S18', 'S17', 'S16', 'S3', 'S2', 'S1', 'S0']);
    expect(head.more).toBe('20 closed, 9 gained; 12 not shown');
  });

  it('begin where the holder had none of it, and end at their own sale', async () => {
    const others = [
      sale,
      aTransaction({ ...buy, at: day(75), orderId: 'o_more' }),
      buy,
      aTransaction({ ...sale, at: day(65), orderId: 'o_before', quantity: '-5' }),
      aTransaction({ ...buy, at: day(60), orderId: 'o_first', quantity: '5' }),
      aTransaction({ ...buy, at: day(72), orderId: 'o_other', botId: 'b_00000001_02' }),
    ];
    const { head } = await picture({ kind: 'trade', orderId: SALE }, { transactions: others });
    if (head.kind !== 'curve') throw new Error(head.kind);
    expect(head.marks.map(({ text }) => text)).toEqual(['Bought 15 Mar', 'Sold 4 Apr']);
  });
});

describe('an account', () => {
  it('is drawn in money beside holding the market, and in percent where amounts are hidden', async () => {
    const shown = await picture({ kind: 'equity', accountId: ACCOUNT });
    expect(textOf(shown.svg)).toContain('$24,31');
    expect(textOf(shown.svg)).toContain('All stocks of the market');
    const hidden = await picture({ kind: 'equity', accountId: ACCOUNT }, { look: { amounts: 'hidden' } });
    expect(textOf(hidden.svg)).not.toContain('$');
    expect(textOf(hidden.svg)).toContain('+1.2%');
  });

  it('shows its fall with the limit, and its parts as shares', async () => {
    expect(textOf((await picture({ kind: 'drawdown', accountId: ACCOUNT })).svg)).toContain('Limit 15%: buying stops');
    expect(textOf((await picture({ kind: 'exposure', accountId: ACCOUNT })).svg)).toMatch(/\d%/);
  });

  it('of another person stays unseen', async () => {
    const bound: Caller = { ...CALLER, accountIds: ['a_elsewher'] };
    for (const kind of ['equity', 'drawdown', 'exposure', 'replay'] as const) {
      const shown = await showPicture(deps({}), bound, { ref: { kind, accountId: ACCOUNT }, look: {} });
      expect(shown).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    }
  });
});

describe('a backtest', () => {
  const ref: PictureRef = { kind: 'backtest', backtestId: BACKTEST_ID };

  it('shows what the run says, beside holding, with its own last day', async () => {
    const { svg, columns } = await picture(ref);
    for (const text of [
      'REPLAY 2024-12-31',
      'Backtest: NVDA',
      'Strategy +12.3%',
      'Bought and held +40.1%',
      'Below the peak, at most −18.2%',
    ])
      expect(textOf(svg)).toContain(text);
    expect(textOf(svg)).toContain('not a recommendation');
    expect(columns[1]?.at(-1)).toBeCloseTo(aBacktestRun().result?.curve.equity.at(-1) ?? 0, 6);
  });

  it('of a bot has its name, and no amounts where they are hidden', async () => {
    const { svg, columns } = await picture(ref, {
      botId: 'b_00000001_01',
      look: { amounts: 'hidden', language: 'ko' },
    });
    expect(textOf(svg)).toContain('백테스트: Steady');
    expect(textOf(svg)).not.toMatch(/달러|\$/);
    expect(columns[1]?.[0]).toBeCloseTo(0, 1);
  });

  it('that has no result, or is somebody else’s, is none', async () => {
    const shown = await showPicture(deps({}), CALLER, { ref: { kind: 'backtest', backtestId: 't_other' }, look: {} });
    expect(shown).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
