/** What every card says alike: two people, putting a question off, what could follow from skipping it. */
export const deciding = {
  nodded: (p: { name: string; time: string }) => `1 of 2: ${p.name} nodded at ${p.time}; waits for a second person`,
  needsTwo: (p: { above: string }) => `Two people have to nod: it costs more than ${p.above}`,
  remindWhen: 'When shall it come back?',
  moments: {
    'in-an-hour': (p: { at: string }) => `In an hour · ${p.at}`,
    'at-lunch': (p: { at: string }) => `At lunch · ${p.at}`,
    'before-the-close': (p: { at: string }) => `Before the close · ${p.at}`,
  },
  remindedAt: (p: { at: string }) => `Its one reminder comes at ${p.at}.`,
  /** What a reason offers. */
  afterSkip: {
    'too-big': (_: { name: string }) => 'Half the size from now on',
    'not-this-company': (p: { name: string }) => `Never ask about ${p.name}`,
    'bad-moment': (p: { name: string }) => `Tell me when ${p.name} is 3% lower`,
    'own-enough': (p: { name: string }) => `Buy no more ${p.name}`,
    'do-not-believe-it': (_: { name: string }) => 'See the record of nods',
  },
};
