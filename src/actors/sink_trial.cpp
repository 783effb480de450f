#include "actors/sink_trial.hpp"

#include "domain/rfc3339.hpp"

namespace bellwether::actors {

namespace {

domain::alert_message message_for(const settings::alert_sink& sink,
                                  domain::wall_time now) {
  auto out = domain::test_message(now);
  if (sink.wanted.keeps_incidents) {
    out.rule = "test";
    out.entity = domain::write_rfc3339(now);
  }
  return out;
}

} // namespace

sink_trial try_sink(const settings::alert_sink& sink,
                    const carry_function& carry, domain::wall_time now) {
  auto message = message_for(sink, now);
  const auto answer = carry(message);
  sink_trial out;
  out.verdict = alerts::judge(sink.kind, answer);
  auto& told = out.told;
  told.delivered = out.verdict.what == alerts::verdict::kind::delivered;
  told.status = answer.status;
  told.answer = told.delivered ? "The sink took it." : out.verdict.why;
  if (told.delivered && sink.wanted.keeps_incidents) {
    message.kind = domain::message_kind::resolved;
    carry(message);
  }
  return out;
}

} // namespace bellwether::actors
