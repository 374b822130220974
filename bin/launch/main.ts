import { certificates } from './certificates.ts';
import { certificateNames, clientsWithKeys } from './clients.ts';
import { type ConsoleDatabase, openConsoleDatabase } from './console-database.ts';
import { demoDelegations } from './demo-delegations.ts';
import { writeDemoFile } from './demo-file.ts';
import { lockFolder } from './folder-lock.ts';
import { clientKey, publicJwk, secrets as readSecrets } from './keys.ts';
import { LaunchError } from './launch-error.ts';
import { bridgeOtherLoopback } from './other-loopback.ts';
import { checkPorts } from './ports.ts';
import { Programs } from './programs.ts';
import { writeRegistries } from './registries.ts';
import { settings as readSettings, type Settings } from './settings.ts';
import { startPrograms } from './start-programs.ts';
import { welcome } from './welcome.ts';

/** Starts the whole system and returns when it has ended, with `process.exitCode` set. */
export async function launch(where: { root: string; dev: boolean }): Promise<void> {
  const endings: (() => unknown)[] = [];
  outliveTheTerminal();
  try {
    const settings = readSettings(where, process.env);
    await checkPorts(settings);
    endings.push(await lockFolder(settings.data));

    await certificates(settings.data, certificateNames, new Date());
    const secrets = readSecrets(settings.data);
    const keys = Object.fromEntries(
      await Promise.all(
        clientsWithKeys.map(async (id) => [id, publicJwk(await clientKey(settings.data, id))]),
      ),
    );
    const world = writeRegistries(settings, secrets, keys);

    const database: ConsoleDatabase = await openConsoleDatabase(settings);
    endings.push(() => database.close());
    const programs = new Programs(settings.root);
    endings.push(() => programs.endAll());
    const asked = untilAsked(programs);

    const ready = startPrograms(programs, settings, secrets, database.url).then(async () => {
      endings.push(await bridgeOtherLoopback(settings.ports.console));
      const delegations = await demoDelegations(settings, world);
      writeDemoFile(settings, world, delegations);
      console.log(welcome(settings, world, embeddedDatabases(settings)));
    });
    ready.catch(() => {});
    const first = await Promise.race([ready, asked, programs.died]);
    const sentence = first ?? (await Promise.race([asked, programs.died]));
    if (sentence !== 'asked') throw new LaunchError(`${sentence} The other programs are ended too.`);
  } catch (error) {
    console.error(error instanceof LaunchError ? `\n${error.message}` : error);
    process.exitCode = 1;
  } finally {
    for (const end of endings.reverse()) await end();
  }
  process.exit();
}

function embeddedDatabases({ consoleDatabaseUrl }: Settings): string[] {
  return [...(process.env.DATABASE_URL ? [] : ['broker']), ...(consoleDatabaseUrl ? [] : ['console'])];
}

/** npm hands on what the terminal has already sent to everybody: that is one request, not two. */
const SAME_REQUEST_MS = 1_000;

function untilAsked(programs: Programs): Promise<'asked'> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAt === undefined) console.log('\nEnding…');
        else if (performance.now() - askedAt > SAME_REQUEST_MS) programs.killAll();
        askedAt ??= performance.now();
        resolve('asked');
      });
    }
  });
}

/** A terminal that was closed takes no more lines; ending in order matters more than saying so. */
function outliveTheTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
