// What the pages of the documentation say to type.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

// Where a command of the daemon's takes --control: behind its last word.
const commands =
  /\.\/build\/bellwether (status|report|export|alerts(?: (?:test|ack|silence|unsilence))?)\b/g;

// The blocks of one language, with the addresses of a daemon in them.
export async function blocks(file, language, at) {
  const text = await readFile(join(root, file), "utf8");
  return [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter((match) => match[1] === language)
    .map((match) =>
      match[2]
        .replaceAll("http://127.0.0.1:7300", at.url)
        .replaceAll("http://127.0.0.1:7301", at.control)
        .replaceAll("http://127.0.0.1:7310", at.simulator.url)
        .replaceAll(commands, `$& --control ${new URL(at.control).host}`),
    );
}
