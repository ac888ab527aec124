/** How a chat app says who it is to somebody it does not know, and to somebody it has just met. */
export const channels = {
  notLinked: (p: { app: string }) =>
    `This chat is not linked to Nod. In the app: Settings → Your phone → ${p.app}; then send the code from there.`,
  codeBad: (p: { app: string }) =>
    `That code does not open anything any more. Make a new one in the app: Settings → Your phone → ${p.app}.`,
  tooManyCodes: 'Too many codes that opened nothing. Wait ten minutes.',
  linkedToAnother: 'This chat belongs to somebody else’s Nod sign-in. Nothing was changed.',
  linkedToAnotherNote:
    'Unlink it there first (Settings → Your phone in their app), then make a new code: this one is used up.',
  late: 'This came while Nod was away, and nothing was done. Say it again if you still want it.',
  linked: (p: { person: string }) => `This chat is linked to ${p.person}`,
  linkedLines: {
    what: 'Proposals and news come here from now on. What you say here counts as said by you.',
    unlink: 'To end it: Settings → Your phone in the app.',
  },
  test: 'This is a test. Messages from Nod arrive here.',
};
