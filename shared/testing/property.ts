import fc from 'fast-check';

/*
 * Properties look at new cases in every run, so that over time they see many; only where a change is judged (CI) at the
 * same ones each time, so that what fails there is the change's own and fails again.
 */
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 1 });

export { fc };
