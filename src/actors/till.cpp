#include "actors/till.hpp"

#include <iterator>
#include <utility>

namespace bellwether::actors {

reservation::reservation(reservation&& other) noexcept
    : from_{std::exchange(other.from_, nullptr)},
      claim_{std::move(other.claim_)},
      expected_{other.expected_},
      deployment_{other.deployment_} {}

reservation& reservation::operator=(reservation&& other) noexcept {
  std::swap(from_, other.from_);
  std::swap(claim_, other.claim_);
  std::swap(expected_, other.expected_);
  std::swap(deployment_, other.deployment_);
  return *this;
}

reservation::~reservation() {
  if (from_ != nullptr)
    from_->release(claim_);
}

void reservation::settle(const settlement& what, const std::string& route,
                         domain::wall_time now) {
  if (auto* from = std::exchange(from_, nullptr))
    from->settle(*this, what, route, now);
}

till::till(std::shared_ptr<const domain::catalog> models,
           domain::budget_book budgets, domain::output_lengths lengths)
    : models_{std::move(models)},
      budgets_{std::move(budgets)},
      lengths_{std::move(lengths)} {}

std::variant<reservation, domain::budget_refusal> till::reserve(
    const domain::spender& who, const domain::request_facts& facts,
    std::size_t deployment, domain::wall_time now) {
  const auto& price = models_->deployments[deployment].price;
  std::unique_lock lock{mutex_};
  reservation out;
  out.expected_ = expect(facts, deployment);
  std::optional<domain::money> amount;
  if (price)
    amount = domain::cost_of(*price, out.expected_);
  auto answer = budgets_.reserve(who, amount, now);
  const auto tell = news();
  lock.unlock();
  if (tell)
    (*tell)();
  if (auto* why = std::get_if<domain::budget_refusal>(&answer))
    return std::move(*why);
  out.claim_ = std::get<domain::budget_claim>(std::move(answer));
  out.deployment_ = deployment;
  out.from_ = this;
  return out;
}

domain::usage till::expect(const domain::request_facts& facts,
                           std::size_t deployment) const {
  const auto& to = models_->deployments[deployment];
  domain::usage out;
  out.prompt = domain::estimate_tokens(to.family, facts.prompt_chars);
  if (facts.task == domain::task::chat)
    out.completion = lengths_.expect(
        facts.model, deployment, facts.max_output_tokens, to.max_output_tokens);
  return out;
}

void till::settle(const reservation& of, const settlement& what,
                  const std::string& route, domain::wall_time now) {
  std::unique_lock lock{mutex_};
  budgets_.settle(of.claim_, what.cost, now);
  learn(of.deployment_, what, route);
  const auto tell = news();
  lock.unlock();
  if (tell)
    (*tell)();
}

/// What a provider counted says how long answers are, and how good estimates.
void till::learn(std::size_t deployment, const settlement& what,
                 const std::string& route) {
  if (what.estimated || what.used.total() == 0)
    return;
  const auto& at = models_->deployments[deployment];
  auto& known = families_[at.family];
  if (what.prompt_bytes > 0)
    known.prompt.add(domain::estimate_tokens(at.family, what.prompt_bytes),
                     what.used.prompt);
  // Reasoning is counted, but no text of the answer.
  if (what.answer_bytes > 0)
    known.completion.add(domain::estimate_tokens(at.family, what.answer_bytes),
                         what.used.completion - what.used.reasoning);
  if (at.task == domain::task::chat && what.used.completion > 0)
    lengths_.add(route, deployment, what.used.completion);
}

void till::release(const domain::budget_claim& claim) {
  const std::lock_guard lock{mutex_};
  budgets_.release(claim);
}

void till::spend(const domain::spender& who, domain::money cost,
                 domain::wall_time now) {
  std::unique_lock lock{mutex_};
  budgets_.spend(who, cost, now);
  const auto tell = news();
  lock.unlock();
  if (tell)
    (*tell)();
}

void till::replace(std::vector<domain::budget> rules) {
  const std::lock_guard lock{mutex_};
  budgets_.replace(std::move(rules));
}

void till::restore(const std::string& budget, const past_spend& spent) {
  const std::lock_guard lock{mutex_};
  for (const auto& [at, sum] : spent)
    budgets_.restore(budget, sum, at);
}

std::vector<domain::budget> till::rules() const {
  const std::lock_guard lock{mutex_};
  return budgets_.rules();
}

std::vector<domain::budget_report> till::report(domain::wall_time now) const {
  const std::lock_guard lock{mutex_};
  return budgets_.report(now);
}

std::map<domain::model_family, domain::family_tally> till::families() const {
  const std::lock_guard lock{mutex_};
  return families_;
}

void till::on_events(std::function<void()> tell) {
  auto shared =
      tell ? std::make_shared<const std::function<void()>>(std::move(tell))
           : nullptr;
  const std::lock_guard lock{mutex_};
  tell_.swap(shared);
}

std::vector<domain::budget_event> till::take_events() {
  const std::lock_guard lock{mutex_};
  return std::exchange(events_, {});
}

std::shared_ptr<const std::function<void()>> till::news() {
  auto fresh = budgets_.take_events();
  if (fresh.empty())
    return nullptr;
  events_.insert(events_.end(), std::make_move_iterator(fresh.begin()),
                 std::make_move_iterator(fresh.end()));
  return tell_;
}

} // namespace bellwether::actors
