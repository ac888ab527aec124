/** What the device itself shows of the app: its icon's name, its shortcuts, the window that offers to install it. */
export const manifest = {
  name: 'Nod: trading bots that ask first',
  shortName: 'Nod',
  description: 'A bot looks, sizes, checks and asks. One nod sends exactly one order; no answer buys nothing.',
  decide: 'Decide',
  decideLine: 'What waits for your answer',
  stop: 'Stop buying',
  stopLine: 'Opens the choice to stop; nothing stops before you tap it there',
  pictures: {
    home: 'Is my money safe, does anything need me, what happened',
    question: 'A question with what can be lost, and until when it can be answered',
  },
};

/** Nod among the apps of a phone. */
export const install = {
  next: 'Next: get this on your phone',
  why: 'It opens like any other app, and a question finds you where you are.',
  install: 'Install',
  how: 'How',
  close: 'Close, and do not show it again',
  installHere: 'Install on this computer',
  installed: 'Nod is installed on this device.',
  insecure:
    'This address has no https, so a phone can neither install Nod nor keep it for a time without a connection. Open it under an https address.',
  onlyHere:
    'So far this Nod answers on this computer only: a phone does not reach it, and needs an https address to install it.',
  anAddress: 'With a tunnel or a private network that gives it one, start it with',
  orDeploy: 'Or let it run in a Cloudflare account of yours, also while this computer is off:',
  steps: {
    ios: [
      'In Safari, tap the share button, the square with the arrow.',
      'Choose “Add to Home Screen”, then “Add”.',
      'Open Nod from the home screen. It signs in for itself: make a link below, copy it, and paste it there.',
    ],
    menu: [
      'Open the browser’s menu, the three dots.',
      'Choose “Install app” or “Add to Home screen”.',
      'Open Nod from the home screen.',
    ],
    desk: [
      'Make a sign-in link below.',
      'Scan it with the phone’s camera; it opens Nod there, signed in.',
      'On the phone, this place shows how to install it.',
    ],
  },
};

/** What was shared from another app, looked for in the market. */
export const finding = {
  title: 'Find a stock',
  looking: (text: string) => `Looking for “${text}”`,
  none: 'No stock of this market',
  noneBody: (text: string) => `Nothing here is called “${text}”. Search by its name or symbol.`,
  nothing: 'Nothing was shared',
  nothingBody: 'Share a symbol, a name or a page about a stock with Nod, and it opens here.',
  several: 'Which one?',
  search: 'Search the market',
};
