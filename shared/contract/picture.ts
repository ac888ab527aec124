import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { OfAccount } from './common.ts';
import { LANGUAGES } from './session.ts';

/** Which picture: what a card names and a channel asks for. The three last ones may be shown to anybody. */
export type PictureRef =
  | { readonly kind: 'instrument'; readonly symbol: string; readonly accountId: string | null }
  | { readonly kind: 'proposal'; readonly proposalId: string }
  | { readonly kind: 'backtest'; readonly backtestId: string }
  | { readonly kind: 'equity' | 'drawdown' | 'exposure'; readonly accountId: string }
  | { readonly kind: 'trade'; readonly orderId: string }
  | { readonly kind: 'week'; readonly accountId: string; readonly until: string | null }
  | { readonly kind: 'replay'; readonly accountId: string };

export const PICTURE_THEMES = ['light', 'dark'] as const;
/** Which color a rise has. */
export const RISE_COLORS = ['green-up', 'red-up'] as const;

/** How a picture is to look; what is not said follows the reader. */
export const PictureLook = z.object({
  theme: z.enum(PICTURE_THEMES).optional().describe('absent: the one the reader set, else light'),
  language: z.enum(LANGUAGES).optional().describe('absent: the reader’s'),
  rises: z.enum(RISE_COLORS).optional().describe('absent: green up in English, red up (and blue down) in Korean'),
  amounts: z.enum(['shown', 'hidden']).optional().describe('`hidden`: percentages only, as groups see it'),
});
export type PictureLook = z.infer<typeof PictureLook>;

export const InstrumentPictureQuery = PictureLook.extend({
  ...OfAccount.shape,
  timeframe: z.enum(TIMEFRAMES).optional(),
});
export const WeekPictureQuery = PictureLook.extend({
  until: z.iso.date().optional().describe('its last day; absent: the seven days up to market time'),
});

/** Where the API answers it, as a PNG. */
export function picturePath(ref: PictureRef): string {
  const base = '/api/pictures';
  switch (ref.kind) {
    case 'instrument': {
      const of = ref.accountId === null ? '' : `?accountId=${encodeURIComponent(ref.accountId)}`;
      return `${base}/instruments/${encodeURIComponent(ref.symbol)}${of}`;
    }
    case 'proposal':
      return `${base}/proposals/${ref.proposalId}`;
    case 'backtest':
      return `${base}/backtests/${ref.backtestId}`;
    case 'trade':
      return `${base}/trades/${ref.orderId}`;
    case 'week':
      return `${base}/accounts/${ref.accountId}/week${ref.until === null ? '' : `?until=${ref.until}`}`;
    default:
      return `${base}/accounts/${ref.accountId}/${ref.kind}`;
  }
}
