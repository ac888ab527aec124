/** The chat that opens from every screen. */
export const chat = {
  title: 'Chat',
  placeholder: 'Ask, or type a command',
  send: 'Send',
  empty: 'Ask how things stand, look up a price, make a bot, or decide. These are good starts:',
  starts: ['today', 'pending', 'positions', 'newbot', 'help'],
  failed: 'This was not sent. Your words are still here.',
  typing: 'Nod is answering…',
  label: 'Messages',
  picture: (about: string) => `Picture: ${about}`,
  fromNod: 'Nod',
  fromMe: 'You',
};
