#include "server/enrolment/new_token.hpp"

#include "certificates/enrolment_token.hpp"
#include "server/digest/digest.hpp"

namespace foreshock::enrolment {
namespace {

constexpr std::size_t id_digits = 12;
constexpr std::size_t secret_digits = 32;

Result<Token> ordered(const TokenOrder& order, TimePoint now) {
    Token token;
    token.made_at = now;
    token.uses_max = order.uses;
    token.may_replace = order.may_replace;
    if (order.uses < 1 || order.uses > uses_max_bound) {
        return fail(Errc::invalid, "uses: must be from 1 to " + std::to_string(uses_max_bound));
    }
    const Result<Duration> ttl = parse_duration(order.ttl.empty() ? "1h" : order.ttl);
    if (!ttl || *ttl <= Duration{0} || *ttl > token_life_max) {
        return fail(Errc::invalid, "ttl: must be a time up to 90d, such as 1h");
    }
    token.expires_at = now + *ttl;
    if (order.labels.size() > labels_max) {
        return fail(Errc::invalid, "label: at most " + std::to_string(labels_max) + " of them");
    }
    for (const std::string& text : order.labels) {
        auto label = parse_label(text);
        if (!label) return fail(std::move(label).error().with("label"));
        token.labels.push_back(std::move(*label));
    }
    return token;
}

}  // namespace

Result<NewToken> new_token(const TokenOrder& order, const std::string& random,
                           const std::string& authority_sha256, TimePoint now) {
    Result<Token> token = ordered(order, now);
    if (!token) return fail(std::move(token).error());
    const certificates::EnrolmentToken shown{random.substr(0, id_digits),
                                             random.substr(random.size() - secret_digits),
                                             authority_sha256};
    token->id = shown.id;
    token->secret_sha256 = digest::hex(digest::sha256(shown.secret));
    return NewToken{std::move(*token), certificates::to_text(shown)};
}

}  // namespace foreshock::enrolment
