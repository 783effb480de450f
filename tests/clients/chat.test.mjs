import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { client, eventually, startAll } from "./daemon.mjs";

const hello = [{ role: "user", content: "Say hello." }];

describe("the OpenAI client", () => {
  let at;
  let openai;

  before(async () => {
    at = await startAll();
    openai = client(at.url);
  });
  after(() => at?.stop());
  beforeEach(() => at.simulator.reset());

  it("gets a chat completion with its usage", async () => {
    const answer = await openai.chat.completions.create({
      model: "gpt-4.1",
      messages: hello,
    });
    assert.equal(answer.object, "chat.completion");
    assert.match(answer.choices[0].message.content, /\S/);
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.equal(
      answer.usage.total_tokens,
      answer.usage.prompt_tokens + answer.usage.completion_tokens,
    );
    const [request] = await at.simulator.journal();
    assert.equal(request.provider, "openai");
  });

  it("asks the provider for its own name of the model", async () => {
    await openai.chat.completions.create({
      model: "claude-sonnet-4.5",
      messages: hello,
    });
    const [request] = await at.simulator.journal();
    assert.equal(request.provider, "anthropic");
    assert.equal(JSON.parse(request.body).model, "claude-sonnet-4-5");
  });

  it("has fields that Bellwether does not know carried on", async () => {
    await openai.chat.completions.create({
      model: "gpt-4.1",
      messages: hello,
      seed: 7,
      not_known_yet: { deep: [1, 2.5, "three"] },
    });
    const [request] = await at.simulator.journal();
    const body = JSON.parse(request.body);
    assert.equal(body.seed, 7);
    assert.deepEqual(body.not_known_yet, { deep: [1, 2.5, "three"] });
  });

  it("lets auto choose a cheap model for a short question", async () => {
    const { response } = await openai.chat.completions
      .create({ model: "auto", messages: hello })
      .withResponse();
    assert.equal(
      response.headers.get("x-bellwether-model"),
      "deepseek-v3.2",
    );
  });

  it("reads a stream with for await", async () => {
    const stream = await openai.chat.completions.create({
      model: "gpt-4.1",
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let reason;
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      reason ??= chunk.choices[0]?.finish_reason;
      usage ??= chunk.usage;
    }
    assert.match(text, /\S/);
    assert.equal(reason, "stop");
    assert.ok(usage.completion_tokens > 0);
  });

  it("gathers a stream with the .stream() helper", async () => {
    const runner = openai.chat.completions.stream({
      model: "gpt-4.1",
      messages: hello,
    });
    let heard = "";
    runner.on("content", (delta) => (heard += delta));
    const answer = await runner.finalChatCompletion();
    assert.equal(answer.choices[0].message.content, heard);
    assert.equal(answer.choices[0].finish_reason, "stop");
  });

  it("lists the models and routes, and retrieves one", async () => {
    const names = [];
    for await (const model of openai.models.list()) names.push(model.id);
    for (const name of [
      "deepseek-v3.2", "gemini-2.5-flash", "gpt-4.1", "claude-sonnet-4.5",
      "auto", "fast", "best",
    ]) {
      assert.ok(names.includes(name), `${name} is missing from ${names}`);
    }
    const model = await openai.models.retrieve("gpt-4.1");
    assert.equal(model.id, "gpt-4.1");
    assert.equal(model.object, "model");
  });

  it("sees who answered in the headers", async () => {
    const { data, response, request_id } = await openai.chat.completions
      .create(
        { model: "gpt-4.1", messages: hello },
        { headers: { "x-request-id": "from-the-caller-1" } },
      )
      .withResponse();
    const header = (name) => response.headers.get(`x-bellwether-${name}`);
    assert.equal(request_id, "from-the-caller-1");
    assert.equal(data._request_id, "from-the-caller-1");
    assert.equal(header("provider"), "openai");
    assert.equal(header("model"), "gpt-4.1");
    assert.equal(header("attempts"), "1");
    assert.ok(Number(header("overhead-ms")) >= 0);
    assert.ok(Number(header("cost-usd")) > 0);
  });

  it("leaves a stream, and the provider's connection is closed", async () => {
    await at.simulator.behave("openai", {
      tokens: 1000,
      chunk_interval_ms: 20,
    });
    const stream = await openai.chat.completions.create({
      model: "gpt-4.1",
      messages: hello,
      stream: true,
    });
    let chunks = 0;
    for await (const chunk of stream) {
      chunks += chunk.choices.length;
      if (chunks === 5) break;
    }
    await eventually("the provider sees its client go", async () => {
      const [request] = await at.simulator.journal();
      return request.client_gone && !request.finished;
    });
    const health = await (await fetch(`${at.control}/health`)).json();
    assert.equal(health.models["gpt-4.1"].healthy, true);
    assert.equal(health.models["gpt-4.1"].consecutive_failures, 0);
  });

  it("is not needed for /v1/prompt", async () => {
    const answer = await fetch(`${at.url}/v1/prompt`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ prompt: "Say hello.", model: "gpt-4.1" }),
    });
    assert.equal(answer.status, 200);
    const said = await answer.json();
    assert.match(said.content, /\S/);
    assert.equal(said.model, "gpt-4.1");
    assert.equal(said.provider, "openai");
    assert.equal(said.attempts, 1);
    assert.equal(said.success, true);
    assert.ok(said.latency_ms >= 0);
    assert.ok(said.estimated_cost_usd > 0);
    assert.equal(said.request_id, answer.headers.get("x-request-id"));
    const [request] = await at.simulator.journal();
    const body = JSON.parse(request.body);
    assert.equal(body.temperature, 0.7);
  });
});
