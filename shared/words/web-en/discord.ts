/** Connecting Discord, step by step. */
export const discord = {
  title: 'Discord',
  line: 'Proposals and news as messages, and every command with its forms.',
  lead: 'Nod speaks through an application of your own. Nobody is heard there but whom you link.',
  steps: {
    bot: 'Open Discord’s developer portal, choose New Application, then Bot, then Reset Token. Copy the token.',
    openPortal: 'Open the developer portal',
    token: 'Paste the token here',
    tokenHint:
      'It is checked with Discord, sealed on this installation, and never shown again. The commands are registered with it.',
    connect: 'Connect',
  },
  bot: (name: string) => `Connected as ${name}`,
  listens: {
    webhook: 'Discord sends what you do to this address.',
    polling: 'This computer keeps a connection to Discord while Nod runs.',
  },
  problems: {
    'token-refused': 'Discord refuses the token: it was reset. Paste the new one.',
    unreachable: 'Discord did not answer the last time. It is tried again by itself.',
    'key-missing': 'The key that opens the token is not on this machine.',
  },
  add: 'Add it to Discord',
  addBody:
    'To yourself: commands work everywhere, seen by you alone. To a server of your own as well: then it can write to you first.',
  addToMe: 'Add to me',
  addToServer: 'Add to a server',
  link: 'Link yourself',
  linkBody: 'You confirm that it is you; then a code is shown. Whoever sends it first from Discord speaks as you.',
  send: 'In Discord, type /link, choose the one of this bot, and send it with this code. It works once, for 10 minutes.',
  waiting: 'Waiting for it…',
  linked: 'Linked people',
  none: 'Nobody is linked yet.',
  removed: 'Forgotten. Nothing is said or heard in Discord any more.',
};
