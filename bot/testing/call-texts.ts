import type { CreateBot } from '#shared/contract/bot.ts';

/** A bot that was asked for, as it stands among the calls: what is as usual is left out. */
export function createBotText(input: CreateBot): string {
  const { investmentAmount, riskLevel, durationWeeks, autonomy, strategy, strategyConfig, sizing, exits } = input;
  const { watchlistId, timeframe } = input;
  const stocks = [watchlistId, timeframe].map((part) => (part === undefined ? '' : ` ${part}`)).join('');
  const looks = strategy === 'ma-cross' ? '' : ` ${strategy}`;
  const numbers = strategyConfig === undefined ? '' : ` ${JSON.stringify(strategyConfig)}`;
  const size = sizing === undefined ? '' : ` ${JSON.stringify(sizing)}`;
  const plan = exits === undefined ? '' : ` ${JSON.stringify(exits)}`;
  return `createBot ${investmentAmount} ${riskLevel} ${durationWeeks} ${autonomy}${stocks}${looks}${numbers}${size}${plan}`;
}
