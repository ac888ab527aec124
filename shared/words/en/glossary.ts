/** One sentence for every term of the trade: what one tap on the term says. */
export const glossary = {
  proposal: {
    term: 'Proposal',
    means: 'A trade a bot has sized and checked and asks you about; without your nod nothing is bought.',
  },
  stop: { term: 'Stop-loss', means: 'The price at which a position is sold so that a loss stays small.' },
  target: { term: 'Target', means: 'The price at which a position is sold with its gain.' },
  atMost: { term: 'At most', means: 'The highest price your nod allows; above it nothing is bought.' },
  gap: { term: 'Bad gap', means: 'A fall between two trading times, when nobody can sell at the stop-loss.' },
  cost: { term: 'Cost', means: 'What the shares cost at the highest price you allow.' },
  risk: {
    term: 'At the stop-loss',
    means: 'What is lost if the position is sold at its stop-loss, fees and tax included.',
  },
  reward: { term: 'For every 1 at risk', means: 'The gain at the target divided by the loss at the stop-loss.' },
  belowPeak: { term: 'Below the peak', means: 'How far the money is under the most it ever was.' },
  invested: { term: 'Invested', means: 'The share of the money that is in stocks and not in cash.' },
  average: {
    term: '20-day average over the 50-day',
    means: 'The mean of recent prices is above the mean of a longer time: the price has been rising.',
  },
  volume: { term: 'Volume', means: 'How many shares change hands; 1.5× is half more than usual.' },
  rsi: {
    term: 'RSI',
    means: 'A figure from 0 to 100 for how one-sided recent moves were; under 30 counts as oversold.',
  },
  atr: { term: 'Usual move', means: 'How far the price moves in an average day or bar.' },
  paper: { term: 'PAPER', means: 'Real prices and play money: nothing you do here costs anything.' },
  demo: { term: 'DEMO', means: 'Invented companies, invented prices and play money.' },
  replay: { term: 'REPLAY', means: 'Past prices played again with play money; nobody sees what comes next.' },
  live: { term: 'LIVE', means: 'Real prices and real money.' },
  nextOpen: {
    term: 'At the open',
    means: 'The order waits and goes out when the market opens, if the price is not above what you allowed.',
  },
  notConfirmed: {
    term: 'Not confirmed yet',
    means: 'An order was sent and nobody has answered; Nod keeps asking and never sends it twice.',
  },
  fees: { term: 'Fees', means: 'What the broker and the exchange take for a trade.' },
  profitLoss: { term: 'Gain or loss', means: 'What is sold is settled; what is held can still change.' },
  heat: {
    term: 'If every stop-loss is hit',
    means: 'What would be lost if all positions were sold at their stop-loss; one without a stop-loss counts whole.',
  },
  correlation: {
    term: 'Correlation',
    means: 'How alike two prices moved from day to day: 1 is the same, 0 has nothing to do with each other.',
  },
  settledCash: {
    term: 'Settled cash',
    means: 'Money of a sale that has arrived: a day later in the US, two in Korea.',
  },
  dayTrade: { term: 'Day trade', means: 'Something that is bought and sold on the same day.' },
  spread: { term: 'Spread', means: 'What lies between the price at which others buy and the one at which they sell.' },
  priceLimits: {
    term: 'Daily price limits',
    means: 'In Korea a price can move 30% in a day, up or down; the exchange takes no order outside that.',
  },
  kelly: {
    term: 'Kelly',
    means: 'A formula for how much to put in, from how often a setup won and how much it won for what it lost.',
  },
};
