/** What every card says alike: two people, putting a question off, what could follow from skipping it. */
export const deciding = {
  /** Under the cost, where the stock costs other money than the account has. */
  abroad: (p: { amount: string; dollar: string; rate: string; time: string }) =>
    `In its own currency ${p.amount}, at ${p.dollar} = ${p.rate} (${p.time})`,
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
    'half-size': (_: { name: string }) => 'Half the size from now on',
    'block-for-days': (p: { name: string }) => `No ${p.name} for 90 days`,
    block: (p: { name: string }) => `Buy no more ${p.name}`,
    'not-before-earnings': (_: { name: string }) => 'Not before earnings',
    'tell-lower': (p: { name: string }) => `Tell me when ${p.name} is 3% lower`,
    record: (_: { name: string }) => 'See the record of nods',
  },
};
