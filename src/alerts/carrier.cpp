#include "alerts/carrier.hpp"

#include "alerts/http_post.hpp"
#include "alerts/parcel.hpp"
#include "alerts/redact.hpp"
#include "alerts/smtp.hpp"

#include <utility>

namespace bellwether::alerts {

class carrier::impl {
public:
  impl(settings::alert_sink sink, letterhead from)
      : sink_{std::move(sink)},
        from_{std::move(from)},
        post_{{sink_.allow_private, sink_.ca_file, sink_.timeout}},
        mail_{sink_} {}

  sink_answer carry(const domain::alert_message& m, const std::string& id,
                    domain::wall_time now) {
    auto out = sink_.kind == settings::sink_kind::email
                   ? mail_.send(mail_text(m, sink_, from_, id, now))
                   : post_.send(pack(m, sink_, from_, id, now));
    out.body = without_secrets(std::move(out.body), sink_);
    out.problem = without_secrets(std::move(out.problem), sink_);
    return out;
  }

  void stop() {
    post_.stop();
    mail_.stop();
  }

  const settings::alert_sink& sink() const { return sink_; }

private:
  settings::alert_sink sink_;
  letterhead from_;
  http_post post_;
  smtp mail_;
};

carrier::carrier(settings::alert_sink sink, letterhead from)
    : impl_{std::make_unique<impl>(std::move(sink), std::move(from))} {}

carrier::~carrier() = default;

sink_answer carrier::carry(const domain::alert_message& m,
                           const std::string& id, domain::wall_time now) {
  return impl_->carry(m, id, now);
}

void carrier::stop() {
  impl_->stop();
}

const settings::alert_sink& carrier::sink() const {
  return impl_->sink();
}

} // namespace bellwether::alerts
