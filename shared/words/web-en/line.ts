/** What is said above every room when something is not as it should be. */
export const line = {
  cutOff: (since: string, from: string) => `Offline since ${since}. What you see is from ${from}.`,
  noAnswerHere: (since: string, from: string) =>
    `Nod on this computer does not answer since ${since}. What you see is from ${from}.`,
  noAnswer: (since: string, from: string) => `Nod does not answer since ${since}. What you see is from ${from}.`,
  noStream: (since: string) =>
    `News has not come by itself since ${since}. What you see is asked for again every few seconds.`,
  older: (from: string) => `What you see is from ${from}. Newer is on its way.`,
  slow: 'The connection is slow. Still loading.',
  clockAhead: (by: string, time: string) =>
    `The clock of this device is ${by} ahead: it is ${time}. Ages and time left follow Nod’s clock.`,
  clockBehind: (by: string, time: string) =>
    `The clock of this device is ${by} behind: it is ${time}. Ages and time left follow Nod’s clock.`,
  full: 'This device has no room left. Nod works, but without a connection it will show less here.',
  newVersion: 'A new version of Nod is ready.',
  reload: 'Reload',
  retry: 'Try now',
};
