// What people are told, as receivers of webhooks verify it: with the package
// that Standard Webhooks gives them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";

import { Webhook } from "standardwebhooks";

import { client, eventually, startAll } from "./daemon.mjs";
import { blocks, root } from "./pages.mjs";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const former = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const env = {
  HOOK_SECRET: secret,
  HOOK_FORMER_SECRET: former,
  BELLWETHER_ADMIN_KEY: "an-admin-key-of-a-test",
};
const execute = promisify(execFile);

// Takes whatever comes, as it came.
async function receiver() {
  const received = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      received.push({
        body: Buffer.concat(parts).toString(),
        headers: request.headers,
      });
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return { received, server, url: `http://127.0.0.1:${port}/hook` };
}

describe("a signed webhook", () => {
  let at;
  let hook;

  before(async () => {
    hook = await receiver();
    const sink = {
      kind: "webhook",
      url: hook.url,
      secret_env: "HOOK_SECRET",
      former_secret_env: "HOOK_FORMER_SECRET",
      allow_private_addresses: true,
    };
    at = await startAll({
      config: {
        admin: { key_env: "BELLWETHER_ADMIN_KEY" },
        alerts: { instance: "test", sinks: { ops: sink } },
      },
      env,
    });
  });
  after(async () => {
    await at?.stop();
    hook?.server.close();
  });

  async function type(block) {
    const args = ["-euo", "pipefail", "-c", block];
    const options = { cwd: root, env: { ...process.env, ...env } };
    return (await execute("bash", args, options)).stdout;
  }

  // What docs/alerts.md says to type.
  const page = () => blocks("docs/alerts.md", "bash", at);

  async function tested() {
    const [test] = await page();
    assert.match(await type(test), /ops took the test alert with 204/);
    return hook.received.at(-1);
  }

  it("is verified by its secret", async () => {
    const { body, headers } = await tested();
    const message = new Webhook(secret).verify(body, headers);
    assert.equal(message.type, "test");
    assert.match(message.timestamp, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.equal(message.data.instance, "test");
  });

  it("is verified by the former secret as long as that stands there", async () => {
    const { body, headers } = await tested();
    assert.equal(new Webhook(former).verify(body, headers).type, "test");
  });

  it("is not verified if anything was changed", async () => {
    const { body, headers } = await tested();
    const refused = (changed, with_ = secret) =>
      assert.throws(
        () =>
          new Webhook(with_).verify(changed.body ?? body, {
            ...headers,
            ...changed.headers,
          }),
        /signature|timestamp/i,
      );
    refused({ body: body.replace("Test", "Fest") });
    refused({ headers: { "webhook-id": "msg_other" } });
    const sent = Number(headers["webhook-timestamp"]);
    refused({ headers: { "webhook-timestamp": String(sent + 1) } });
    refused({ headers: { "webhook-timestamp": String(sent - 3600) } });
    refused({}, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  });

  it("has an id of its own", async () => {
    const [one, other] = [await tested(), await tested()];
    assert.notEqual(one.headers["webhook-id"], other.headers["webhook-id"]);
  });

  it("tells of a real outage", async () => {
    await at.simulator.behave("deepseek", { fault: "refuse" });
    const told = await eventually("the outage is told", async () => {
      await client(at.url).chat.completions.create({
        model: "auto",
        messages: [{ role: "user", content: "Hello" }],
      });
      return hook.received.find(({ body }) => body.includes("provider_down"));
    });
    const message = new Webhook(secret).verify(told.body, told.headers);
    assert.equal(message.type, "provider_down.fired");
    assert.equal(message.data.entity, "deepseek");
    assert.equal(message.data.labels.provider, "deepseek");
    assert.match(message.data.check, /status page/);
  });

  it("is silenced as docs/alerts.md says", async () => {
    const [, silence, ...more] = await page();
    assert.equal(more.length, 0, "an example of the page is not typed");
    const said = await type(silence);
    assert.match(said, /silence 1: nobody is told of provider_down of openai/);
    assert.match(said, /silence 1 is over/);
  });
});
