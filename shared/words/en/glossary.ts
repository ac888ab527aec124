/**
 * One sentence for every term of the trade: what one tap says. `said` finds it in what a screen says, so that every
 * screen can explain its own words.
 */
export const glossary = {
  proposal: {
    term: 'Proposal',
    means: 'A trade a bot has sized and checked and asks you about; without your nod nothing is bought.',
    said: /\bproposals?\b/i,
  },
  stop: {
    term: 'Stop-loss',
    means: 'The price at which a position is sold so that a loss stays small.',
    said: /stop-loss|\bstop(ped)?[ -]out/i,
  },
  target: { term: 'Target', means: 'The price at which a position is sold with its gain.', said: /\btargets?\b/i },
  atMost: {
    term: 'At most',
    means: 'The highest price your nod allows; above it nothing is bought.',
    said: /\bat most [$₩]/i,
  },
  gap: {
    term: 'Bad gap',
    means: 'A fall between two trading times, when nobody can sell at the stop-loss.',
    said: /\bgaps?\b/i,
  },
  cost: { term: 'Cost', means: 'What the shares cost at the highest price you allow.', said: /^cost$/im },
  risk: {
    term: 'At the stop-loss',
    means: 'What is lost if the position is sold at its stop-loss, fees and tax included.',
    said: /at the stop-loss/i,
  },
  reward: {
    term: 'For every 1 at risk',
    means: 'The gain at the target divided by the loss at the stop-loss.',
    said: /for every 1 at risk/i,
  },
  belowPeak: {
    term: 'Below the peak',
    means: 'How far the money is under the most it ever was.',
    said: /below (the|its) peak|from (a|its) peak|drawdown/i,
  },
  invested: {
    term: 'Invested',
    means: 'The share of the money that is in stocks and not in cash.',
    said: /\binvested\b/i,
  },
  average: {
    term: '20-day average over the 50-day',
    means: 'The mean of recent prices is above the mean of a longer time: the price has been rising.',
    said: /-(day|bar) average/i,
  },
  volume: { term: 'Volume', means: 'How many shares change hands; 1.5× is half more than usual.', said: /\bvolume\b/i },
  rsi: {
    term: 'RSI',
    means: 'A figure from 0 to 100 for how one-sided recent moves were; under 30 counts as oversold.',
    said: /\bRSI\b/,
  },
  atr: {
    term: 'Usual move',
    means: 'How far the price moves in an average day or bar.',
    said: /(usual|average) moves?\b/i,
  },
  paper: { term: 'PAPER', means: 'Real prices and play money: nothing you do here costs anything.', said: /\bPAPER\b/ },
  demo: { term: 'DEMO', means: 'Invented companies, invented prices and play money.', said: /\bDEMO\b/ },
  replay: {
    term: 'REPLAY',
    means: 'Past prices played again with play money; nobody sees what comes next.',
    said: /\bREPLAY\b/,
  },
  live: { term: 'LIVE', means: 'Real prices and real money.', said: /\bLIVE\b/ },
  nextOpen: {
    term: 'At the open',
    means: 'The order waits and goes out when the market opens, if the price is not above what you allowed.',
    said: /at the (next |last )?open\b/i,
  },
  notConfirmed: {
    term: 'Not confirmed yet',
    means: 'An order was sent and nobody has answered; Nod keeps asking and never sends it twice.',
    said: /not confirmed yet/i,
  },
  fees: { term: 'Fees', means: 'What the broker and the exchange take for a trade.', said: /\bfees?\b/i },
  profitLoss: {
    term: 'Gain or loss',
    means: 'What is sold is settled; what is held can still change.',
    said: /gain or loss|\b(un)?realised\b/i,
  },
  heat: {
    term: 'If every stop-loss is hit',
    means: 'What would be lost if all positions were sold at their stop-loss; one without a stop-loss counts whole.',
    said: /every stop-loss is hit/i,
  },
  correlation: {
    term: 'Correlation',
    means: 'How alike two prices moved from day to day: 1 is the same, 0 has nothing to do with each other.',
    said: /correlation|moves? together/i,
  },
  settledCash: {
    term: 'Settled cash',
    means: 'Money of a sale that has arrived: a day later in the US, two in Korea.',
    said: /settled cash/i,
  },
  dayTrade: { term: 'Day trade', means: 'Something that is bought and sold on the same day.', said: /day trades?\b/i },
  spread: {
    term: 'Spread',
    means: 'What lies between the price at which others buy and the one at which they sell.',
    said: /\bspread\b/i,
  },
  priceLimits: {
    term: 'Daily price limits',
    means: 'In Korea a price can move 30% in a day, up or down; the exchange takes no order outside that.',
    said: /daily price limit/i,
  },
  kelly: {
    term: 'Kelly',
    means: 'A formula for how much to put in, from how often a setup won and how much it won for what it lost.',
    said: /kelly/i,
  },
  trail: {
    term: 'Trailing stop',
    means: 'A stop-loss that follows a rising price at a distance, and never goes down again.',
    said: /trailing stop|follows the best price/i,
  },
  r: {
    term: 'R',
    means: 'What a purchase could lose down to its first stop-loss: a gain of 2 R is twice that.',
    said: /\bR\b/,
  },
  bar: {
    term: 'Bar',
    means: 'The prices of one stretch of time, such as a day: first, highest, lowest and last, and the volume.',
    said: /\bbars?\b/i,
  },
  strategy: {
    term: 'Strategy',
    means: 'The rule by which a bot buys and sells; it can lose, however well it did in the past.',
    said: /\bstrateg(y|ies)\b/i,
  },
  breakout: {
    term: 'Breakout',
    means: 'A close over the highest price of a time: the price is out of the range it was in.',
    said: /\bbreakout\b/i,
  },
  pivot: {
    term: 'Pivot',
    means: 'A price level reckoned from the bar before, at which others often buy or sell.',
    said: /\bpivots?\b/i,
  },
  limitOrder: {
    term: 'Limit order',
    means: 'An order that is only filled at the price you name or a better one.',
    said: /\blimit order\b|^limit$/im,
  },
  marketOrder: {
    term: 'Market order',
    means: 'An order that is filled at once at whatever price there is.',
    said: /\bmarket order\b/i,
  },
  fill: {
    term: 'Filled',
    means: 'The order has been carried out: the shares have changed hands at a price.',
    said: /\bfill(s|ed)?\b/i,
  },
  slippage: {
    term: 'Slippage',
    means: 'How much worse the price of a trade is than the one it was decided at.',
    said: /\bslippage\b|filled worse/i,
  },
  shortSale: {
    term: 'Sold short',
    means: 'Borrowed shares are sold to be bought back cheaper; no bot does it here.',
    said: /\bsold short\b|\bshort positions?\b/i,
  },
  backtest: {
    term: 'Backtest',
    means: 'A strategy tried on past prices, as if it had been there: it shows what would have been, not what will be.',
    said: /\bbacktests?\b/i,
  },
  walkForward: {
    term: 'Walk-forward',
    means: 'Settings are chosen on one stretch of the past and judged on the next one, again and again.',
    said: /\bwalk-forward\b/i,
  },
  monteCarlo: {
    term: 'Monte Carlo',
    means: 'Many other pasts are drawn by chance from this one, to see how much of a result was luck.',
    said: /\bmonte carlo\b/i,
  },
  swings: {
    term: 'Swings a year',
    means: 'How far the value usually strays from its way in a year, up or down; also called volatility.',
    said: /\bswings a year\b|\bvolatility\b/i,
  },
  sharpe: {
    term: 'Sharpe',
    means: 'The gain for the swings it took: above 1 counts as good, and by luck a short test shows it too.',
    said: /\bsharpe\b/i,
  },
  sortino: {
    term: 'Sortino',
    means: 'As Sharpe, but only swings downwards count against it.',
    said: /\bsortino\b/i,
  },
  calmar: {
    term: 'Calmar',
    means: 'The gain of a year divided by the largest fall from a peak.',
    said: /\bcalmar\b/i,
  },
  profitFactor: {
    term: 'Won for 1 lost',
    means: 'What the winning trades brought, divided by what the losing ones cost; under 1 it lost.',
    said: /\bwon for 1 lost\b|\bprofit factor\b/i,
  },
  expectancy: {
    term: 'A trade on average',
    means: 'What one trade brought on average, wins and losses together.',
    said: /\ba trade on average\b/i,
  },
  sqn: {
    term: 'SQN',
    means: 'How steady the trades were: their average, divided by how much they differ, weighed by how many there are.',
    said: /\bSQN\b/,
  },
  turnover: {
    term: 'Turned over a year',
    means: 'How many times in a year the whole money was bought and sold; each time costs fees.',
    said: /\bturned over\b|\bturnover\b/i,
  },
};
