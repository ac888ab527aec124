/**
 * Ends the process once all that was written has reached its reader: a pipe takes 64 KiB at a time, and what is still on
 * its way when a process exits is gone. A reader that went away (`| head`) is no failure.
 */
export async function leave(code: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => {
      resolve();
    });
    stream.write('', () => {
      resolve();
    });
  });
}
