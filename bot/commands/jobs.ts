import { z } from 'zod';
import { button, rows } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { jobName, jobsCard } from '../cards/records.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';

/** Scheduled work; with a name it runs now. */
export const jobs = command({
  name: 'jobs',
  korean: ['작업'],
  aliases: ['job', 'run', 'routines', 'trigger'].map((word) => ({ word })),
  purpose: 'setup',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ job: z.string().optional() }),
  positional: ['job'],
  run: (context, { job: said }) =>
    atDesk(context, ({ cards, account }) =>
      drawn(context, context.useCases.jobs(context.caller, account.id), ({ items }) => {
        const wanted = said?.toLowerCase();
        const job = items.find(({ name }) => name === wanted || jobName(name, cards).toLowerCase() === wanted);
        if (job === undefined) return [jobsCard(items, cards)];
        return drawn(context, context.useCases.runJob(context.caller, job.name, account.id), (started) => [
          card(cards, context.words.account.jobStarted({ name: jobName(started.name, cards) }), {
            buttons: rows([button(context.words.account.jobsTitle, 'jobs')]),
          }),
        ]);
      }),
    ),
});
