// Starts the real simulator and the real daemon on ports of their own, and
// gives the tests what they need to talk to both.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import OpenAI from "openai";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const build = process.env.BELLWETHER_BUILD ?? join(root, "build");

function start(name, args, env = {}) {
  const child = spawn(join(build, name), args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_PROXY: "127.0.0.1", ...env },
  });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => (child.said += text));
  }
  child.ended = new Promise((resolve) => child.on("close", resolve));
  return child;
}

async function ready(child, file) {
  for (let tries = 0; tries < 200; ++tries) {
    if (child.exitCode !== null) break;
    try {
      return JSON.parse(await readFile(file, "utf8"));
    } catch {
      await pause(25);
    }
  }
  throw new Error(`${child.spawnfile} did not start:\n${child.said}`);
}

async function stop(child) {
  const patience = setTimeout(() => child.kill("SIGKILL"), 10_000);
  child.kill("SIGTERM");
  await child.ended;
  clearTimeout(patience);
}

// config/demo.json with the simulator's real ports, ports of its own, a model
// for embeddings, and whatever else is to be set.
async function demoConfig(providers, more) {
  const text = await readFile(join(root, "config", "demo.json"), "utf8");
  const config = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  delete config.$schema;
  config.listen = "127.0.0.1:0";
  config.control = "127.0.0.1:0";
  Object.assign(config, more);
  for (const [name, provider] of Object.entries(config.providers)) {
    const url = new URL(provider.base_url);
    url.port = providers[name].port;
    provider.base_url = url.href;
  }
  for (const provider of ["openai", "google"]) {
    config.models.push({
      name: "vectors",
      provider,
      task: "embeddings",
      price: { flat_usd_per_mtok: 0.02 },
    });
  }
  return config;
}

// The simulated providers' admin interface.
class Simulator {
  constructor(url) {
    this.url = url;
  }

  async request(path, options = {}) {
    const answer = await fetch(this.url + path, options);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  }

  providers = ["openai", "anthropic", "google", "deepseek"];

  behave(name, behavior) {
    return this.request(`/providers/${name}/behavior`, {
      method: "PUT",
      body: JSON.stringify(behavior),
    });
  }

  async behaveAll(behavior) {
    for (const name of this.providers) await this.behave(name, behavior);
  }

  // Everybody well again, and nothing remembered.
  async reset() {
    for (const name of this.providers) {
      await this.request(`/providers/${name}/behavior`, { method: "DELETE" });
    }
    await this.request("/journal", { method: "DELETE" });
  }

  async journal() {
    return (await this.request("/journal")).requests;
  }
}

// `config` is set in the demo's configuration; without a `stateDir` nothing is
// kept; the daemon sees `env` besides.
export async function startAll({ config: more, stateDir = "", env } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "bellwether-clients-"));
  const children = [];
  const stopAll = async () => {
    for (const child of children.reverse()) await stop(child);
    await rm(folder, { recursive: true });
  };
  try {
    const file = (name) => join(folder, name);
    const sim = start("bellwether-sim", [
      "--admin", "127.0.0.1:0",
      ...["openai", "anthropic", "google", "deepseek"].flatMap((name) => [
        "--provider", `${name}:0`,
      ]),
      "--ready-file", file("sim.json"),
    ]);
    children.push(sim);
    const at = await ready(sim, file("sim.json"));
    const config = await demoConfig(at.providers, more);
    await writeFile(file("config.json"), JSON.stringify(config));
    const daemon = start("bellwether", [
      "serve", "--config", file("config.json"), "--state-dir", stateDir,
      "--ready-file", file("daemon.json"),
    ], env);
    children.push(daemon);
    const here = await ready(daemon, file("daemon.json"));
    return {
      url: here.listen.url,
      control: here.control.url,
      simulator: new Simulator(at.admin.url),
      stop: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

export function client(url, options = {}) {
  return new OpenAI({
    baseURL: `${url}/v1`,
    apiKey: "not-needed",
    timeout: 20_000,
    ...options,
  });
}

// Waits for what is to become true, at most five seconds.
export async function eventually(what, probe) {
  for (let tries = 0; tries < 200; ++tries) {
    const value = await probe();
    if (value) return value;
    await pause(25);
  }
  throw new Error(`it never came to this: ${what}`);
}
