/** What stands in pictures. Prices, percentages, days and names come formatted. */
export const pictures = {
  bars: {
    '1m': '1-minute bars',
    '5m': '5-minute bars',
    '15m': '15-minute bars',
    '1h': '1-hour bars',
    '1d': 'Daily bars',
    '1w': 'Weekly bars',
  },
  barsTo: (p: { bars: string; to: string }) => `${p.bars} to ${p.to}`,
  span: (p: { from: string; to: string }) => `${p.from} to ${p.to}`,
  asOf: (p: { at: string }) => p.at,
  average: {
    day: (length: number) => `${length}-day average`,
    week: (length: number) => `${length}-week average`,
    bar: (length: number) => `${length}-bar average`,
  },
  forecast: {
    better: (fraction: string) => `Forecast, ${fraction} range`,
    unused: 'Forecast, not used',
  },
  levels: {
    atMost: (price: string) => `At most ${price}`,
    atLeast: (price: string) => `At least ${price}`,
    stop: (price: string) => `Stop-loss ${price}`,
    target: (price: string) => `Target ${price}`,
  },
  foot: {
    intraday: (p: { source: string; zone: string }) => `Prices: ${p.source}. Times in ${p.zone}`,
    days: (p: { source: string; zone: string }) => `Prices: ${p.source}. Trading days in ${p.zone}`,
    account: (p: { note: string; zone: string }) => `${p.note}. Times in ${p.zone}`,
    share: (p: { note: string }) => `${p.note}. Closed results only. Not a recommendation`,
  },
  zones: { 'America/New_York': 'ET', 'Asia/Seoul': 'KST', UTC: 'UTC' } as Readonly<Record<string, string>>,
  equity: {
    title: 'Account value',
    own: 'This account',
    market: 'All stocks of the market',
    fund: (symbol: string) => `Holding ${symbol}`,
  },
  drawdown: {
    title: 'Below the peak',
    limit: (limit: string) => `Limit ${limit}: buying stops`,
  },
  exposure: {
    title: 'Invested',
    funds: 'Funds',
    unknown: 'Sector unknown',
    other: 'Others',
    nothing: 'Nothing is invested',
    cash: (share: string) => `Cash ${share}`,
    limits: 'Dashed: the most of the account that may be in it',
  },
  trade: {
    own: 'Price against the price paid',
    bought: (on: string) => `Bought ${on}`,
    sold: (on: string) => `Sold ${on}`,
  },
  week: {
    title: 'Trades closed this week',
    none: 'No trade was closed',
    counts: (p: { closed: number; gained: number }) => `${p.closed} closed, ${p.gained} gained`,
    more: (p: { counts: string; left: number }) => `${p.counts}; ${p.left} not shown`,
    tooFew: 'too few to judge',
  },
  replay: {
    title: 'A replay of past prices',
    own: 'Closed trades together',
  },
};
