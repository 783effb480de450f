// The unmodified Vercel AI SDK over every provider.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

import { startAll } from "./daemon.mjs";

const models = [
  "gpt-4.1",
  "claude-sonnet-4.5",
  "gemini-2.5-flash",
  "deepseek-v3.2",
];

describe("the AI SDK", () => {
  let at;
  let bellwether;

  before(async () => {
    at = await startAll();
    bellwether = createOpenAICompatible({
      name: "bellwether",
      baseURL: `${at.url}/v1`,
      includeUsage: true,
      supportsStructuredOutputs: true,
    });
  });
  after(() => at?.stop());
  beforeEach(() => at.simulator.reset());

  const numbers = () => {
    let calls = 0;
    return {
      next: tool({
        description: "The next number",
        inputSchema: z.object({ after: z.number() }),
        execute: async () => String(10 * ++calls),
      }),
    };
  };

  for (const model of models) {
    it(`runs ${model}'s tools in steps until the answer`, async () => {
      const result = await generateText({
        model: bellwether(model),
        prompt: "Please call the tool 3 times.",
        tools: numbers(),
        stopWhen: stepCountIs(6),
        maxRetries: 0,
      });
      assert.equal(result.steps.length, 4);
      assert.equal(result.finishReason, "stop");
      assert.match(result.text, /10; 20; 30/);
      assert.match(result.text, /The sum is 60\./);
    });

    it(`streams ${model}'s tools in steps until the answer`, async () => {
      const result = streamText({
        model: bellwether(model),
        prompt: "Please call the tool 2 times.",
        tools: numbers(),
        stopWhen: stepCountIs(6),
        maxRetries: 0,
      });
      let text = "";
      for await (const part of result.textStream) text += part;
      assert.match(text, /The sum is 30\./);
      assert.ok((await result.totalUsage).outputTokens > 0);
    });
  }

  for (const model of models.filter((name) => name !== "deepseek-v3.2")) {
    it(`gets an object of a schema from ${model}`, async () => {
      const result = await generateText({
        model: bellwether(model),
        prompt: "Describe a city.",
        output: Output.object({
          schema: z.object({ name: z.string(), people: z.number() }),
        }),
        maxRetries: 0,
      });
      assert.equal(typeof result.output.name, "string");
      assert.equal(typeof result.output.people, "number");
    });
  }

  it("sees a stream that breaks as an error", async () => {
    await at.simulator.behave("openai", {
      fault: { kind: "cut", after: 3 },
      chunk_interval_ms: 30,
    });
    const errors = [];
    const result = streamText({
      model: bellwether("gpt-4.1"),
      prompt: "Say hello.",
      maxRetries: 0,
      onError: ({ error }) => errors.push(error),
    });
    await result.consumeStream();
    assert.equal(errors.length, 1);
  });
});
