/** Finding a room, a stock or a command by typing, and what the keys do. */
export const palette = {
  title: 'Find a room, a bot, a stock or a command',
  placeholder: 'Type a room, a bot, a stock or a command',
  groups: { rooms: 'Rooms', bots: 'Bots', stocks: 'Stocks', chat: 'Begin a chat with' },
  none: 'Nothing here is called that.',
  count: (count: number) => (count === 1 ? '1 found' : `${count} found`),
  hint: 'Arrows choose, Enter opens, Esc closes. A command only opens the chat with its word; nothing is sent.',
  keysTitle: 'Keys',
  keys: {
    find: 'find a room, a stock or a command',
    help: 'this list',
    go: (room: string) => `go to ${room}`,
    close: 'close what is open',
  },
  single: 'Keys without Ctrl or ⌘',
  keysNote: 'Nothing that moves money has a key.',
};
