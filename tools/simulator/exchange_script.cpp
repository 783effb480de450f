// What an exchange answers, as bytes for the socket.
#include "simulator/exchange.hpp"
#include "simulator/provider.hpp"
#include "simulator/time_text.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::simulator {

namespace {

std::int64_t unix_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// What a caller reads in the whole answer.
made_content content_of(const answer& a) {
  made_content all{.tokens = a.completion_tokens()};
  for (const auto& c : a.choices) {
    all.text += c.text().size();
    if (a.show_thoughts) {
      all.thoughts += c.thought().size();
    }
    for (const auto& call : c.calls) {
      all.calls += call.arguments().size();
    }
  }
  return all;
}

bool has_date(const header_list& headers) {
  return std::ranges::any_of(headers, [](const auto& header) {
    return boost::beast::iequals(header.first, "date");
  });
}

} // namespace

std::optional<http_reply> exchange::faulty_reply() const {
  const auto v = view_.manners;
  switch (fault_.kind) {
    case fault_kind::status: {
      auto r = own_error(native_error(v, fault_.status));
      r.body = fault_.body.value_or(r.body);
      for (const auto& [name, value] : fault_.headers) {
        append_header(r.headers, name, value);
      }
      return r;
    }
    case fault_kind::rate_limit:
      return own_error(rate_limited(v, fault_.retry_after_s));
    case fault_kind::quota:
      return own_error(quota_gone(v));
    case fault_kind::html:
      return http_reply{200, "content-type: text/html\r\n",
                        "<html><head><title>Welcome</title></head>"
                        "<body><h1>It works</h1></body></html>\n"};
    case fault_kind::empty_200:
      return http_reply{200, "content-type: application/json\r\n", ""};
    case fault_kind::invalid_json_200:
      return http_reply{
          200, "content-type: application/json\r\n",
          std::string{provider_.format(view_.to.speaks).broken_json()}};
    case fault_kind::error_in_200: {
      auto r = own_error(native_error(v, 500));
      r.status = 200;
      return r;
    }
    default:
      return std::nullopt;
  }
}

void exchange::script_chat(const question& q) {
  const answer_source source{
      .seed = provider_.shared().seed,
      .provider = provider_.name(),
      .sequence = number_,
      .tokens = behavior_.tokens,
      .quirks = behavior_.quirks,
      .cache_read = cache_reads(behavior_),
      .cache_write = cache_writes(behavior_),
      .drop_usage = fault_.kind == fault_kind::drop_usage};
  const auto a = make_answer(q, source, unix_seconds());
  if (is_over_limit(q, a)) {
    script_plain(own_error(over_limit(view_.manners, *standing_)));
    return;
  }
  const auto& format = provider_.format(view_.to.speaks);
  charge_chat(q, a);
  if (q.stream) {
    begin_head(200, format.stream_headers(view_.to));
    end_head(std::nullopt);
    format.stream(a, view_, script_);
    hidden_tokens_ =
        tokens_ - (script_.made.empty() ? 0 : script_.made.back().tokens);
    whole_end_ = script_.bytes.size();
    shape_stream();
    return;
  }
  generation_ = generation_time(behavior_, tokens_);
  script_plain(
      {200, "content-type: application/json\r\n", format.plain(a, view_)});
  whole_ = content_of(a);
  whole_end_ = script_.bytes.size();
  if (!a.drop_usage) {
    script_.usage_begin = script_.usage_end = whole_end_;
  }
  if (fault_.kind == fault_kind::cut) {
    const auto body = script_.bytes.size() - script_.head_end;
    script_.bytes.resize(script_.head_end + body / 2);
  }
}

void exchange::charge_chat(const question& q, const answer& a) {
  auto& b = entry_->costs;
  b.prompt_tokens = a.prompt_tokens + a.cache_read + a.cache_write;
  b.cached_tokens = a.cache_read;
  b.cache_write_tokens = a.cache_write;
  b.prompt_bytes = q.prompt_bytes;
  entry_->prompt_tokens = b.prompt_tokens;
  if (view_.to.speaks == dialect::gemini
      && behavior_.quirks.has(quirk::tool_use_prompt_tokens)) {
    b.prompt_tokens += tool_use_tokens;
  }
  tokens_ = a.completion_tokens();
  charged_ = true;
}

void exchange::charge_vectors(const vector_use& use) {
  auto& b = entry_->costs;
  b.prompt_tokens = use.prompt_tokens;
  b.prompt_bytes = use.prompt_bytes;
  whole_end_ = script_.bytes.size();
  if (use.told) {
    script_.usage_begin = script_.usage_end = whole_end_;
  }
  charged_ = true;
}

bool exchange::is_over_limit(const question& q, const answer& a) {
  if (!behavior_.limits.any()) {
    return false;
  }
  const auto tokens = a.prompt_tokens + a.cache_read + a.cache_write
                      + q.max_tokens.value_or(a.completion_tokens());
  standing_ = provider_.take_limits(q.model, tokens);
  return standing_->exceeded.has_value();
}

void exchange::script_plain(http_reply reply) {
  begin_head(reply.status, reply.headers);
  if (fault_.kind == fault_kind::keepalive_comments) {
    end_head(std::nullopt);
    append_chunk(script_.bytes, reply.body);
    append_last_chunk(script_.bytes);
    return;
  }
  end_head(reply.body.size());
  script_.bytes += reply.body;
}

void exchange::begin_head(int status, std::string_view headers) {
  namespace http = boost::beast::http;
  entry_->status = status;
  auto& head = script_.bytes;
  head = "HTTP/1.1 " + std::to_string(status) + " ";
  head +=
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  head += "\r\n";
  head += headers;
  append_common_headers(status);
  if (!request_.keep_alive) {
    head += "connection: close\r\n";
  }
}

void exchange::append_common_headers(int status) {
  const auto v = view_.manners;
  auto& head = script_.bytes;
  if (!has_date(fault_.headers)) {
    append_header(head, "date", http_date(std::chrono::system_clock::now()));
  }
  append_vendor_headers(head, v,
                        "req_" + std::to_string(provider_.shared().seed) + "_"
                            + provider_.name() + "_" + std::to_string(number_));
  if (standing_) {
    append_limits(head, v, *standing_);
  } else if (status < 400 && !behavior_.limits.any()) {
    append_roomy_limits(head, v);
  }
  if (v == vendor::openai) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
        delay() + generation_);
    append_header(head, "openai-processing-ms", std::to_string(ms.count()));
  }
}

void exchange::end_head(std::optional<std::size_t> body_bytes) {
  auto& head = script_.bytes;
  if (body_bytes) {
    append_header(head, "content-length", std::to_string(*body_bytes));
  } else {
    head += "transfer-encoding: chunked\r\n";
  }
  head += "\r\n";
  script_.head_end = head.size();
  script_.opening_end = head.size();
}

void exchange::shape_stream() {
  if (fault_.kind == fault_kind::no_done) {
    remove_done(script_);
  } else if (fault_.kind == fault_kind::cut) {
    cut_after(script_, fault_.after);
  } else if (fault_.kind == fault_kind::error_in_stream) {
    cut_after(script_, fault_.after);
    const bool first = script_.bytes.size() == script_.head_end;
    append_chunk(script_.bytes,
                 provider_.format(view_.to.speaks).error_event(view_, first));
    append_last_chunk(script_.bytes);
  }
}

} // namespace bellwether::simulator
