-- One chat completion of 0.3 KB, again and again; the figures as one line of
-- JSON, because wrk's own table rounds them.
wrk.method = "POST"
wrk.path = "/v1/chat/completions"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{"model":"bench","temperature":0.7,"max_tokens":256,"messages":[]]
  .. [[{"role":"system","content":"You are a helpful assistant. Be brief."},]]
  .. [[{"role":"user","content":"In two sentences: why does a flock follow ]]
  .. [[its bellwether, and what does the bell around its neck have to do ]]
  .. [[with it?"}]}]]

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%f,"p50_us":%f,"p99_us":%f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write
    + errors.timeout + errors.status))
end
