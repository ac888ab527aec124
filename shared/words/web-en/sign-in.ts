/** The first minutes. */
export const signIn = {
  title: 'Sign in',
  working: 'Opening Nod…',
  passkey: 'Sign in with a passkey',
  email: 'E-mail address',
  password: 'Password',
  withPassword: 'Sign in',
  byCode: 'With a recovery code',
  codeBody: 'One of the ten you wrote down. It is used up by this. Afterwards add a passkey under More → Security.',
  code: 'Recovery code',
  byLink: 'With a sign-in link',
  linkBody:
    'A first time, and whenever nothing else is at hand: the computer that runs Nod makes a link. It works once, for 10 minutes. In Nod’s folder, type:',
  command: 'npm run nod -- link',
  thenOpen: 'Then open the link it prints, on this or any other device that can reach it, or paste it here.',
  failedBody:
    'The link was used already, or its 10 minutes are over. That is how it should be: a stolen link is worth nothing. Make a new one:',
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
