// SvelteKit's entries for the frame and the page of errors are one line each, which leads to the file that holds all of the
// first screen: a round trip for nothing. The app asks for that file itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `export{A as component,bn as universal}from"../chunks/D825bo38.js";` */
const ONLY_LEADS_ON = /^export\{([^}]+)\}from"(\.\.\/chunks\/[^"]+)";\s*$/;

/** Mends the app's entry in a folder of built code, and answers the names of the entries that nobody asks for any more. */
export function takeShortWays(folder: string): string[] {
  const [entry] = readdirSync(join(folder, 'entry')).filter((name) => /^app\..*\.js$/.test(name));
  if (entry === undefined) throw new Error('the build has no entry of the app');
  const file = join(folder, 'entry', entry);
  let app = readFileSync(file, 'utf8');
  const idle: string[] = [];
  for (const name of readdirSync(join(folder, 'nodes'))) {
    const [, exported, chunk] = ONLY_LEADS_ON.exec(readFileSync(join(folder, 'nodes', name), 'utf8')) ?? [];
    const way = `import(\`../nodes/${name}\`)`;
    if (exported === undefined || chunk === undefined || !app.includes(way)) continue;
    const named = exported.split(',').map((pair) => {
      const [there, here = there] = pair.split(' as ');
      return `${here}:all.${there}`;
    });
    app = app
      .replaceAll(way, () => `import(\`${chunk}\`).then(all=>({${named.join(',')}}))`)
      // What is fetched ahead for it.
      .replaceAll(`"../nodes/${name}"`, () => `"${chunk}"`);
    idle.push(name);
  }
  if (idle.length === 0) throw new Error('the build has no entry that only leads on: is `first` still one file?');
  writeFileSync(file, app);
  return idle;
}
