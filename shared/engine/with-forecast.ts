import { reason } from '../domain/reason-codes.ts';
import type { ForecastChange, Reason, Signal } from '../domain/signal.ts';

/** A buy with what is said of its forecasts, and with their share where they have one: a reason on the side it speaks for. */
export function withForecast(
  signal: Signal,
  { line, share }: { readonly line: Reason; readonly share: ForecastChange | null },
): Signal {
  if (share === null) return { ...signal, forecast: line };
  const { chanceUp, bars, stopPrice, targetPrice } = share;
  const isDown = chanceUp < 0.5;
  const chance = Math.round((isDown ? 1 - chanceUp : chanceUp) * 100);
  const said = reason(isDown ? 'forecast-down' : 'forecast-up', { chance, bars });
  return {
    ...signal,
    forecast: line,
    forecastShare: share,
    reasonsFor: [
      ...signal.reasonsFor,
      ...(isDown ? [] : [said]),
      ...(stopPrice === null ? [] : [reason('forecast-stop', { price: stopPrice })]),
    ],
    reasonsAgainst: [
      ...signal.reasonsAgainst,
      ...(isDown ? [said] : []),
      ...(targetPrice === null ? [] : [reason('forecast-target', { price: targetPrice })]),
    ],
  };
}

/** The order in which a bot asks: what a forecast speaks against comes last; nothing moves up by one. */
export function forecastLast(signals: readonly Signal[]): Signal[] {
  const isSpokenAgainst = ({ side, forecastShare }: Signal): boolean =>
    side === 'buy' && (forecastShare?.sizeFraction ?? 1) < 1;
  return [...signals.filter((one) => !isSpokenAgainst(one)), ...signals.filter(isSpokenAgainst)];
}
