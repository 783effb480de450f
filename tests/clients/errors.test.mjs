import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";

import OpenAI from "openai";

import { client, startAll } from "./daemon.mjs";

const hello = [{ role: "user", content: "Say hello." }];

// What providers did to one test must not hold them out of the next one, so
// each has a daemon of its own.
describe("the OpenAI client when something is wrong", () => {
  let at;
  let openai;

  beforeEach(async () => {
    at = await startAll();
    openai = client(at.url);
  });
  afterEach(() => at?.stop());

  const ask = (model, more = {}) =>
    openai.chat.completions.create({ model, messages: hello, ...more });

  const failure = async (promise) => {
    try {
      await promise;
    } catch (error) {
      return error;
    }
    assert.fail("it should have been refused");
  };

  it("throws NotFoundError for a model that nobody knows", async () => {
    const error = await failure(ask("no-such-model"));
    assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
    assert.equal(error.code, "model_not_found");
    assert.match(error.message, /no-such-model/);
    assert.deepEqual(await at.simulator.journal(), []);
  });

  it("throws NotFoundError for a model that is retrieved", async () => {
    const error = await failure(openai.models.retrieve("no-such-model"));
    assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
  });

  it("throws BadRequestError for a body that makes no sense", async () => {
    const error = await failure(ask("gpt-4.1", { messages: "not a list" }));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
    assert.equal(error.type, "invalid_request_error");
    assert.equal(error.param, "messages");
    assert.deepEqual(await at.simulator.journal(), []);
  });

  it("throws InternalServerError once when every provider is down", async () => {
    await at.simulator.behaveAll({ fault: { kind: "status", status: 503 } });
    const error = await failure(ask("auto"));
    assert.ok(error instanceof OpenAI.InternalServerError, `${error}`);
    assert.equal(error.status, 503);
    assert.equal(error.headers.get("x-should-retry"), "false");
    assert.ok(Number(error.headers.get("retry-after")) > 0);
    assert.ok(error.requestID);
    // The client retries twice by itself; the gateway must not be asked again.
    const attempts = Number(error.headers.get("x-bellwether-attempts"));
    assert.ok(attempts >= 2, `only ${attempts} attempts`);
    assert.equal((await at.simulator.journal()).length, attempts);
  });

  it("throws RateLimitError when every provider limits the rate", async () => {
    await at.simulator.behaveAll({
      fault: { kind: "rate_limit", retry_after: 7 },
    });
    const error = await failure(ask("auto"));
    assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
    assert.equal(error.code, "rate_limit_exceeded");
    const wait = Number(error.headers.get("retry-after"));
    assert.ok(wait > 0 && wait <= 15, `retry-after: ${wait}`);
    // Each was asked, and none of it again because the client retried.
    const requests = await at.simulator.journal();
    const attempts = Number(error.headers.get("x-bellwether-attempts"));
    assert.equal(new Set(requests.map((r) => r.provider)).size, 4);
    assert.equal(requests.length, attempts);
  });

  it("does not see a provider that refuses connections", async () => {
    await at.simulator.behave("openai", { fault: "refuse" });
    const { data, response } = await ask("gpt-4.1").withResponse();
    assert.match(data.choices[0].message.content, /\S/);
    assert.notEqual(response.headers.get("x-bellwether-provider"), "openai");
    assert.ok(Number(response.headers.get("x-bellwether-attempts")) >= 2);
  });

  it("does not see a stream that broke before its first word", async () => {
    await at.simulator.behave("openai", {
      fault: { kind: "cut", after: 0 },
    });
    const stream = await ask("gpt-4.1", { stream: true });
    let text = "";
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
    }
    assert.match(text, /\S/);
  });

  it("is told when a stream breaks after its first words", async () => {
    await at.simulator.behave("openai", {
      tokens: 50,
      fault: { kind: "cut", after: 5 },
    });
    const stream = await ask("gpt-4.1", { stream: true });
    let chunks = 0;
    const error = await failure(
      (async () => {
        for await (const chunk of stream) chunks += chunk.choices.length;
      })(),
    );
    assert.ok(chunks >= 5, `only ${chunks} chunks`);
    assert.ok(error instanceof OpenAI.APIError, `${error}`);
    const providers = (await at.simulator.journal()).map((r) => r.provider);
    assert.deepEqual(providers, ["openai"]);
  });

  it("gets the provider's own words for a mistake in the request", async () => {
    await at.simulator.behave("openai", {
      fault: {
        kind: "status",
        status: 400,
        body: {
          error: {
            message: "'temperature' must be at most 2",
            type: "invalid_request_error",
            param: "temperature",
            code: null,
          },
        },
      },
    });
    const error = await failure(ask("gpt-4.1", { temperature: 3 }));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
    assert.match(error.message, /temperature/);
    assert.equal((await at.simulator.journal()).length, 1);
  });
});
