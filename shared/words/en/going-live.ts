/** Going from paper to real money, and back. */
export const goingLive = {
  /** What a person types; `{amount}` is replaced by the amount they chose. */
  sentence: 'Nod may invest {amount} of real money',
  differs: {
    fills:
      'Fills: paper buys at the price it sees. With real money others are in the queue before you, and fast markets fill worse.',
    fees: 'Fees: the broker and the exchanges take their part of every trade.',
    tax: 'Tax: gains with real money are taxed, and losses may not count the way you expect.',
    nerves: 'Nerves: a loss of real money feels different. Most people sell at the wrong moment then.',
  },
};
