import type { ScreenResultView, ScreenView } from '#shared/contract/screen.ts';
import { presetView } from '#shared/usecases/screen-views.ts';
import { NOW_ISO } from './builders.ts';

const DAY_BEFORE = '2026-11-19T21:00:00.000Z';

/** One of somebody's own, looked with yesterday and today. */
export function aSavedScreen(change: Partial<ScreenView> = {}): ScreenView {
  return {
    ...presetView('leaders'),
    id: 's_01K9XQ4T0A5B6C7D8E9F0G1H2J',
    title: { en: 'My leaders', ko: '나의 주도주' },
    means: null,
    isPreset: false,
    createdAt: DAY_BEFORE,
    news: { marketAt: NOW_ISO, found: 2, isNew: 1, gone: 1 },
    ...change,
  };
}

export function aScreenResult(screenId: string | null): ScreenResultView {
  return {
    screenId,
    timeframe: '1d',
    marketAt: NOW_ISO,
    barAt: '2026-11-20T05:00:00.000Z',
    looked: 60,
    unknown: 1,
    funnel: [{ en: 'among the strongest', ko: '가장 강한 종목', count: 2 }],
    closest: null,
    columns: [{ en: 'change over 60 bars, in percent', ko: '60봉 변화율(%)' }],
    found: 2,
    hits: [
      { symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', score: 31.2, figures: [31.2], isNew: true },
      {
        symbol: 'HRBN',
        nameEn: 'Harbor Freight',
        nameKo: '하버 프레이트',
        score: 12.05,
        figures: [12.05],
        isNew: false,
      },
    ],
    comparedWith: DAY_BEFORE,
    gone: [{ symbol: 'KO', nameEn: 'Coca-Cola', nameKo: '코카콜라' }],
  };
}
