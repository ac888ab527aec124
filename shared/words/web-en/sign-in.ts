/** The first minutes. */
export const signIn = {
  title: 'Sign in',
  working: 'Opening Nod…',
  needLink: 'You need a sign-in link',
  needLinkBody: 'Links are made on the computer that runs Nod. They work once, for 10 minutes. In its folder, type:',
  command: 'npm run nod -- link',
  thenOpen: 'Then open the link it prints, on this or any other device that can reach it.',
  failed: 'This link no longer works',
  failedBody:
    'It was used already, or its 10 minutes are over. That is how it should be: a stolen link is worth nothing. Make a new one:',
  orPaste: 'Or paste the link here',
  paste: 'Sign-in link',
  open: 'Open',
};

export const welcome = {
  hello: 'A bot finds the trade. You nod.',
  body: 'Nod watches the market, explains what it found, says what could be lost, and asks. Nothing is bought without your nod.',
  language: 'Language',
  tryTitle: 'Try it now',
  tryBody: (world: string) =>
    `A market with ${world}, $100,000 of play money. The first question comes within a minute.`,
  invented: 'invented companies and prices',
  past: 'real past prices',
  tryAction: 'Make my first bot',
  brokerTitle: 'Connect my broker',
  brokerBody:
    'Alpaca: its paper account first, with real prices and play money. Nothing is bought by connecting, and bots ask all the same.',
  brokerAction: 'Connect Alpaca',
  skip: 'Look around first',
};
