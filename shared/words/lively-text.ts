import type { BotPreview } from '../contract/bot.ts';
import { percent } from './format.ts';
import type { Words } from './en.ts';

const NAMED = 3;

/** Which stocks of a list are lively for its stop-loss; null when none is. */
export function livelyText(
  { lively = [], stop }: BotPreview,
  { previewLively }: Pick<Words['bots'], 'previewLively'>,
): string | null {
  if (lively.length === 0 || stop === undefined) return null;
  const named = lively.slice(0, NAMED).map(({ symbol, move }) => `${symbol} ${percent(move)}`);
  return previewLively({ stocks: named.join(', '), more: lively.length - named.length, stop: percent(stop) });
}
