// The JSON Lines loop of every JavaScript adapter: adapter protocol v1, see conformance/PROTOCOL.md.
// It runs with the folder of the installed packages as its working directory.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import querystring from 'node:querystring';
import readline from 'node:readline';

// Standard output belongs to the protocol; some SDKs print, so theirs goes to standard error from here on.
const reply = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

/** `require`, looking in the installation folder instead of beside the adapter. */
export const sdk = createRequire(join(process.cwd(), 'package.json'));

/** The version of an installed package, as installed and not as hoped for. */
export const version = (name) =>
  JSON.parse(readFileSync(join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8')).version;

/** The SDK refused the input in the way in which it documents refusing. */
export class Reject extends Error {}

/** The SDK has no such feature. */
export class Skip extends Error {}

export const bytes = (b64) => Buffer.from(b64, 'base64');
export const text = (b64) => bytes(b64).toString('utf8');
export const b64 = (value) => Buffer.from(value).toString('base64');

/** A form body or query as `express.urlencoded` and `koa-body` hand it over: a repeated name is an array. */
export const form = (body) => ({ ...querystring.parse(body.toString('utf8'), '&', '=', { maxKeys: 0 }) });

/** The protocol's `fields`: text stays as it is; a number is written out; anything else shows as the JSON that it is. */
export function fields(object) {
  const result = Object.create(null);
  for (const [name, value] of Object.entries(object ?? {})) {
    if (value === undefined || value === null) continue;
    result[name] = typeof value === 'object' ? shown(value) : String(value);
  }
  return result;
}

function shown(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return '(too deep to show)';
    throw error;
  }
}

/** Calls `f` while the clock shows `seconds` (a text of digits): SDKs stamp messages themselves. */
export function at(seconds, f) {
  const Clock = Date;
  const now = Number(seconds) * 1000;
  globalThis.Date = class extends Clock {
    constructor(...given) {
      super(...(given.length ? given : [now]));
    }

    static now() {
      return now;
    }
  };
  try {
    return f();
  } finally {
    globalThis.Date = Clock;
  }
}

/** A plain `Error`, thrown on purpose; not one of its kinds that the language throws when code breaks. */
export const isPlain = (error) => error?.constructor === Error;

// An SDK that throws in a callback would take the process with it; it breaks the request under way instead.
let broken = () => {};
process.on('uncaughtException', (error) => broken(error));
process.on('unhandledRejection', (error) => broken(error));

async function answer(request, about, operations, refuses) {
  if (request.op === 'hello') return { ok: { language: 'javascript', ...about, ops: Object.keys(operations) } };
  const operation = Object.hasOwn(operations, request.op) && operations[request.op];
  if (!operation) return { skip: 'not in ops' };
  try {
    const crash = new Promise((_, reject) => { broken = reject; });
    return { ok: await Promise.race([crash, (async () => operation(request.in))()]) };
  } catch (error) {
    if (error instanceof Skip) return { skip: error.message };
    const reason = String(error?.message ?? error?.errorMessage ?? error).slice(0, 500);
    if (error instanceof Reject || refuses(error)) return { reject: { reason } };
    return { fault: `${error?.name ?? typeof error}: ${reason}` };
  } finally {
    broken = () => {};
  }
}

/**
 * Answers requests one at a time until the input ends.
 * `refuses` tells an error by which the SDK refuses from one that is a fault: as the SDKs and parsers here throw
 * plain `Error`s on purpose, those are refusals unless the adapter says otherwise; a `TypeError` is a fault.
 */
export async function serve(about, operations, refuses = isPlain) {
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const request = JSON.parse(line);
    reply(`${JSON.stringify({ id: request.id, ...(await answer(request, about, operations, refuses)) })}\n`);
  }
  process.exit(0); // an SDK's timers and sockets would keep the process alive
}
