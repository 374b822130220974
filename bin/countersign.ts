import { enrol, enrolUsage } from './enrol.ts';
import { keys, keysUsage } from './keys.ts';
import { policy, policyUsage } from './policy.ts';
import { policyReplay, replayUsage } from './policy-replay.ts';

type Command = (args: readonly string[], print: (line: string) => void) => number | Promise<number>;

const commands: Record<string, Command> = {
  policy: (args, print) => (args[0] === 'replay' ? policyReplay(args.slice(1), print) : policy(args, print)),
  keys,
  enrol,
};
const usage = ['usage:', policyUsage, replayUsage, keysUsage, enrolUsage].join('\n');

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  process.exitCode = command ? await command(args, (line) => console.log(line)) : 2;
  if (!command) console.error(usage);
} catch (error) {
  const isUsage =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? `${error.message}\n${usage}` : error);
  process.exitCode = isUsage ? 2 : 1;
}
