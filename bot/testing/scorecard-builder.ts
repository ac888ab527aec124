import type { BotScore, ScorecardView } from '#shared/contract/scorecard.ts';
import { NOW_ISO } from './builders.ts';

/** A replay at its end, with one bot in it. */
export function aScorecard(change: Partial<BotScore> = {}): ScorecardView {
  return {
    accountId: 'a_00000001',
    currency: 'USD',
    isOver: true,
    marketAt: NOW_ISO,
    bots: [
      {
        bot: { id: 'b_00000001_01', name: 'Steady', autonomy: 'ask' },
        amount: '5000',
        from: NOW_ISO,
        you: { result: '-119', returnFraction: -0.0238, fees: '3.2', trades: 4 },
        questions: { asked: 12, approved: 5, skipped: 3, unanswered: 4 },
        auto: { result: '212', returnFraction: 0.0424, fees: '9.8', trades: 11 },
        hold: { result: '401', returnFraction: 0.0802, fees: '1.1' },
        run: { id: 't_1', status: 'done', progress: { done: 1, of: 1 }, problem: null },
        ...change,
      },
    ],
  };
}
