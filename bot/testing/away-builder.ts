import type { AwayAccount, AwayDetail } from '#shared/contract/away.ts';
import { ok } from '#shared/lib/result.ts';
import { DAY_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { aBot, anAccount, NOW, NOW_ISO } from './builders.ts';

export const NOTHING_LAPSED: AwayAccount['lapsed'] = { count: 0, judged: 0, result: null, newest: [] };

const TRADE: AwayAccount['bought']['newest'][number] = {
  ...{ id: 'x_1', at: NOW_ISO, symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아' },
  ...{ quantity: '12', price: '124.31', currency: 'USD', realizedPnl: null },
};

/** Five days away, with one of everything. */
export function anAway(change: Partial<AwayAccount> = {}): AwayDetail {
  return {
    from: toIso((NOW - 5 * DAY_MS) as WallMs),
    until: NOW_ISO,
    isNew: true,
    accounts: [
      {
        account: anAccount({ silentBots: 1, pendingProposals: 1 }),
        currency: 'USD',
        marketAt: NOW_ISO,
        then: { value: '24310.52', at: NOW_ISO },
        now: '24101.3',
        moved: '500',
        result: '-709.22',
        bought: { count: 2, newest: [TRADE] },
        sold: { count: 1, result: '-118.8', newest: [{ ...TRADE, id: 'x_2', realizedPnl: '-118.8' }] },
        lapsed: { count: 10, judged: 7, result: '31', newest: [] },
        ended: [],
        bots: [aBot({ silent: { why: 'unanswered', since: NOW_ISO, unanswered: 10 } })],
        ...change,
      },
    ],
  };
}

/** What was not told yet is told once. */
export function fakeAway(state: { away: AwayDetail | null }): Pick<UseCases, 'away' | 'tellAway'> {
  return {
    away: () => Promise.resolve(ok(state.away)),
    tellAway: () => {
      const { away } = state;
      state.away = null;
      return Promise.resolve(ok(away));
    },
  };
}
