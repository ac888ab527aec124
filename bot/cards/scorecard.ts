import type { BotScore, ScorecardView } from '#shared/contract/scorecard.ts';
import { percent } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';

const BOTS_SHOWN = 3;
/** Under this many cases nobody can tell luck from skill. */
const CASES_TO_JUDGE = 20;

/** A replay at its end: you, the bot on auto, and holding, at the same costs. */
export function scorecardCard({ bots }: ScorecardView, context: CardContext): Card {
  const { words } = context;
  const w = words.scorecard;
  const waits = bots.some(({ run }) => run?.status === 'waiting' || run?.status === 'running');
  return card(context, w.title, {
    lines:
      bots.length === 0 ? [w.none] : [...bots.slice(0, BOTS_SHOWN).flatMap((bot) => linesOf(bot, context)), w.over],
    buttons: rows([waits && button(w.open, 'review'), button(words.share.choices.replay, 'share replay')]),
  });
}

function linesOf({ bot, you, auto, hold, run, questions }: BotScore, context: CardContext): string[] {
  const { words } = context;
  const w = words.scorecard;
  const line = (who: string, score: { result: string; returnFraction: number } | null): string => {
    if (score === null) {
      const isWorking = run?.status === 'waiting' || run?.status === 'running';
      return `${who}: ${isWorking ? w.reckoning : w.notReckoned}`;
    }
    const share = percent(score.returnFraction, { signed: true, digits: 1 });
    return w.line({ who, result: figures(context).result(score.result), share });
  };
  return [
    `${words.proposal.botName(bot.name)}: ${w.questions(questions)}`,
    line(w.you, you),
    line(w.auto, auto),
    line(w.hold, hold),
    ...(Math.min(you?.trades ?? 0, auto?.trades ?? 0) < CASES_TO_JUDGE ? [w.tooFew] : []),
  ];
}
