import { stopBrief } from './on-home.ts';

/** The stop sheet. */
export const stop = {
  ...stopBrief,
  title: 'Stop',
  stoppedTitle: 'Buying is stopped',
  buyTitle: 'Stop buying',
  buyBody: 'No new buys. Waiting orders are cancelled. Stop-losses and targets keep working. You can lift it any time.',
  buyAction: 'Stop buying now',
  allTitle: 'All accounts',
  allBody: (names: string) => `Still buying: ${names}.`,
  allAction: 'Stop buying in all accounts',
  allStoppedNow: 'Nothing is bought in any account. What you hold stays protected.',
  allStoppedTitle: 'Buying is stopped in all accounts',
  allStoppedBody: (isYours: boolean): string =>
    isYours
      ? 'They were stopped together and start together. What you hold stays protected.'
      : 'Whoever runs this Nod stopped all accounts and starts them again. What you hold stays protected.',
  allResumeAction: 'Start again in all accounts',
  allResumed: 'Buying starts again in all accounts that were stopped together.',
  sellTitle: 'Sell everything',
  sellBody: 'Stops the account, cancels every order and sells all positions at the market price.',
  sellAction: 'Show what would be sold',
  sellBill: 'This would be sold at the next price',
  sellConfirm: 'Sell everything now',
  sellingNow: 'Everything is being sold. This is left:',
  resumeTitle: 'Nothing more is bought',
  resumeBody:
    'What had not been bought is cancelled, open questions are taken back. What you hold stays protected. Bots ask again once you start again.',
  resumeAction: 'Start again',
  moveTitle: 'Move a stop-loss',
  moveBody: 'Each position says where its stop is and who holds it.',
  moveAction: 'Positions',
  haltedTitle: 'The account is stopped',
  haltedBody: 'Only protective sells and your own sells run. Lifting it is your decision.',
};
