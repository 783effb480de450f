// What the README and the page on costs say to type is typed here, from the top.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { client, startAll } from "./daemon.mjs";
import { blocks, root } from "./pages.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const execute = promisify(execFile);
const run = (program, args, options) =>
  execute(program, args, { timeout: 30_000, ...options });

let all;

before(async () => {
  all = await startAll();
});

after(() => all.stop());

// Types a block; one that follows something (curl -N) until its first words.
async function type(block, options = { cwd: root }) {
  const args = ["-euo", "pipefail", "-c", block];
  if (!block.includes("curl -sN")) {
    return (await run("bash", args, options)).stdout;
  }
  const child = spawn("bash", args, { timeout: 30_000 });
  const [words] = await once(child.stdout, "data");
  child.kill();
  return String(words);
}

test("every curl line of the README works as it stands", async () => {
  const typed = (await blocks("README.md", "bash", all)).filter((block) =>
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
  const examples = await blocks("README.md", "javascript", all);
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

// What each block of docs/costs.md says when it is typed, in the page's order.
const costsSay = [
  [/^Costs from [\s\S]*MODEL +REQUESTS/, /Budget monthly: /, /TEAM +MODEL/],
  [/november\.json/, /week\.csv/],
  [/: 1 row, all good\nnewest hash [0-9a-f]{64}$/m, /^backup\/ledger\.db: /m],
  [/"name": "monthly"/],
  [/"limit_usd": 1500/, /"lasts": "until the restart/],
  [/^bw-.{43}$/m, /\$50\.00\/month/, /\$80\.00\/month +-/],
];

// Where the commands of the page find what they name.
async function desk() {
  const folder = await mkdtemp(join(tmpdir(), "bellwether-costs-"));
  const build = process.env.BELLWETHER_BUILD ?? join(root, "build");
  await symlink(build, join(folder, "build"));
  await mkdir(join(folder, "backup"));
  return folder;
}

test("everything that docs/costs.md says to type works", async () => {
  const folder = await desk();
  const state = join(folder, "state");
  const env = { BELLWETHER_ADMIN_KEY: "an-admin-key-of-a-test" };
  const admin = { key_env: "BELLWETHER_ADMIN_KEY" };
  const at = await startAll({ config: { admin }, stateDir: state, env });
  try {
    await client(at.url).chat.completions.create({
      model: "auto",
      messages: [{ role: "user", content: "Hello" }],
    });
    const typed = (await blocks("docs/costs.md", "bash", at)).map((block) =>
      block
        .replaceAll(/bellwether (ledger|keys) (\w+)/g, `$& --state-dir ${state}`)
        .replaceAll(" --config config/bellwether.json", "")
        .replaceAll(" /backup/", " backup/"),
    );
    assert.equal(typed.length, costsSay.length);
    for (const [i, block] of typed.entries()) {
      const said = await type(`exec 2>&1\n${block}`, {
        cwd: folder,
        env: { ...process.env, ...env },
      });
      assert.doesNotMatch(said, /"error"/, block);
      for (const words of costsSay[i]) assert.match(said, words, block);
    }
    assert.match(await readFile(join(folder, "october.csv"), "utf8"), /^model,/);
    const all = JSON.parse(await readFile(join(folder, "november.json"), "utf8"));
    assert.equal(all.requests.length, 1);
  } finally {
    await at.stop();
    await rm(folder, { recursive: true });
  }
});
