/** What stands around every room. */
export const app = {
  name: 'Nod',
  skipToContent: 'Skip to content',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  save: 'Save',
  done: 'Done',
  more: 'Show more',
  all: 'All',
  none: 'None',
  unknown: 'not known',
  copy: 'Copy',
  copied: 'Copied',
  barred: 'No connection to Nod: nothing can be sent now, and nothing is kept to be sent later.',
  errorTitle: 'This did not load',
  notFoundTitle: 'Nothing lives at this address',
  notFoundBody: 'The link may be old. Everything you own is under Home.',
  goHome: 'Go to Home',
  dead: 'Nod does not answer',
  deadBody:
    'Is it still running on the computer that started it? Nothing is lost: open positions and questions are kept there.',
  deadOffline: 'This device is offline. Nothing is lost: open positions and questions are kept where Nod runs.',
  of: (part: number, total: number) => `${part} of ${total}`,
};

export const errors = {
  offline: 'Nod does not answer. Nothing was sent; please try again.',
  notLoaded: 'This part did not load. Please try again.',
  noAnswer: 'No answer from Nod. Whether it arrived is not known: look before you try again.',
  noCode: 'This part of the app is not on this device yet, and Nod did not answer. Nothing was sent.',
  unreadable: 'Something answered that is not Nod. Nothing was sent.',
  notConfirmed: 'Not confirmed, so nothing has changed.',
};

export const tabs = {
  label: 'Main',
  home: 'Home',
  decide: 'Decide',
  markets: 'Markets',
  portfolio: 'Portfolio',
  more: 'More',
  find: 'Find',
};

export const world = {
  demo: { badge: 'DEMO', line: 'Invented prices, play money' },
  replay: { badge: 'REPLAY', line: 'Past prices, play money' },
  paper: { badge: 'PAPER', line: 'Real prices, play money' },
  live: { badge: 'LIVE', line: 'Real prices, real money' },
};

export const header = {
  chooseAccount: 'Choose an account',
  stop: 'Stop buying',
  stopShort: 'Stop',
  stopped: 'Buying stopped',
  stoppedShort: 'Stopped',
  chat: 'Chat',
  openChat: 'Open chat',
};
