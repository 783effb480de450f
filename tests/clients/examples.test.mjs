// What the README says to type is typed here, from the top.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startAll } from "./daemon.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const execute = promisify(execFile);
const run = (program, args, options) =>
  execute(program, args, { timeout: 30_000, ...options });

let all;

before(async () => {
  all = await startAll();
});

after(() => all.stop());

// The blocks of one language, with this test's addresses in them.
async function blocks(file, language) {
  const text = await readFile(join(root, file), "utf8");
  const found = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]);
  return found.map((block) =>
    block
      .replaceAll("http://127.0.0.1:7300", all.url)
      .replaceAll("http://127.0.0.1:7301", all.control)
      .replaceAll("http://127.0.0.1:7310", all.simulator.url)
      .replaceAll(
        /\.\/build\/bellwether (status|report)/g,
        `./build/bellwether $1 --control ${new URL(all.control).host}`,
      ),
  );
}

// Types a block; one that follows something (curl -N) until its first words.
async function type(block) {
  const args = ["-euo", "pipefail", "-c", block];
  if (!block.includes("curl -sN")) {
    return (await run("bash", args, { cwd: root })).stdout;
  }
  const child = spawn("bash", args, { timeout: 30_000 });
  const [words] = await once(child.stdout, "data");
  child.kill();
  return String(words);
}

test("every curl line of the README works as it stands", async () => {
  const typed = (await blocks("README.md", "bash")).filter((block) =>
    block.includes("curl"),
  );
  assert.ok(typed.length >= 5, "the README shows fewer examples than it did");
  const said = [];
  for (const block of typed) {
    const stdout = await type(block);
    assert.doesNotMatch(stdout, /"error"|HTTP\/1\.1 [45]/, block);
    said.push(stdout);
  }
  assert.match(said[0], /x-bellwether-provider: deepseek/);
  assert.match(said[1], /x-bellwether-provider: (?!deepseek)/);
  assert.match(said[2], /PROVIDER/);
});

test("the README's Node.js examples print an answer", async () => {
  const examples = await blocks("README.md", "javascript");
  assert.equal(examples.length, 2);
  for (const example of examples) {
    const file = join(here, `readme-example-${process.pid}.mjs`);
    await writeFile(file, example);
    try {
      const { stdout } = await run("node", [file]);
      assert.match(stdout, /^Simulated answer/);
    } finally {
      await rm(file);
    }
  }
});
