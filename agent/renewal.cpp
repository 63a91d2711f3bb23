#include "agent/renewal.hpp"

#include <algorithm>
#include <mutex>

#include "agent/enrolment_exchange.hpp"
#include "agent/enrolment_files.hpp"
#include "agent/identity.hpp"
#include "agent/record_file.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "core/clock.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t pem_bytes_max = 64 << 10;

/// From 0 to 1, another one in each run.
double random_spread() {
    constexpr std::string_view digits = "0123456789abcdef";
    double spread = 0;
    for (const char digit : random_id().substr(0, 4))
        spread = (spread + static_cast<double>(digits.find(digit))) / 16;
    return spread;
}

Result<std::string> keep(const RenewalSettings& settings, const std::string& key,
                         const Certified& got) {
    const Result<bool> fits = certificates::is_key_of(key, got.certificate);
    if (!fits || !*fits) return fail(Errc::malformed, "the new certificate is not for the new key");
    if (auto done = write_durably(settings.authority_file, got.authority); !done) {
        return fail(std::move(done).error());
    }
    if (auto done = write_durably(settings.identity_file, key + got.certificate); !done) {
        return fail(std::move(done).error());
    }
    return got.expires_at;
}

}  // namespace

void RenewalSchedule::set(const certificates::Certificate& certificate, double spread) {
    life_ = certificate.not_after - certificate.not_before;
    failures_ = 0;
    due_ = certificates::renewal_due(certificate) +
           from_seconds(to_seconds(life_) * 0.1 * std::clamp(spread, 0.0, 1.0));
}

void RenewalSchedule::failed(TimePoint now) {
    failures_ = std::min(failures_ + 1, 10);
    due_ = now + std::clamp<Duration>(life_ / 100 * (1 << (failures_ - 1)), wait_min, wait_max);
}

Result<std::string> renew_once(const RenewalSettings& settings) {
    const Result<HostIdentity> present = read_host_identity(settings.identity_file);
    if (!present) return fail(present.error());
    auto authority = read_whole(settings.authority_file, pem_bytes_max);
    if (!authority) return authority;
    const Result<std::string> key = certificates::new_private_key();
    if (!key) return key;
    const auto request = certificates::make_request(*key, present->certificate.agent_id);
    if (!request) return request;
    std::string words = "there is no server with https://";
    for (const std::string& url : settings.urls) {
        if (!url.starts_with("https://")) continue;
        const auto got = ask_to_renew({url, settings.proxy, *authority, present->pem}, *request);
        if (got) return keep(settings, *key, *got);
        words = url + ": " + got.error().words;
    }
    return fail(Errc::unavailable, words);
}

/// Known to work that is under way, which may outlive the Renewal and its loop.
struct Renewal::Shared {
    std::mutex mutex;
    Post post;  // empty once the owner is gone
};

Renewal::Renewal(collectors::Background& background, Post post, EventLog& log)
    : background_(background), log_(log), shared_(std::make_shared<Shared>()) {
    shared_->post = std::move(post);
}

Renewal::~Renewal() {
    const std::lock_guard lock{shared_->mutex};
    shared_->post = {};
}

void Renewal::set(RenewalSettings settings) {
    settings_ = std::move(settings);
    read();
}

void Renewal::read() {
    schedule_.clear();
    if (settings_.identity_file.empty()) return;
    const Result<HostIdentity> identity = read_host_identity(settings_.identity_file);
    if (identity) return schedule_.set(identity->certificate, random_spread());
    log_.error("certificate: " + identity.error().what);
}

void Renewal::look(TimePoint now) {
    if (is_busy_ || !schedule_.is_due(now)) return;
    is_busy_ = true;
    const auto begun = background_.start("renewal", [this, shared = shared_, settings = settings_] {
        Result<std::string> done = renew_once(settings);
        // Under the lock, so that the loop is there as long as it is posted to.
        const std::lock_guard lock{shared->mutex};
        if (!shared->post) return;
        shared->post([this, shared, done = std::move(done)] {
            // Only the loop's own thread takes it away.
            if (shared->post) finished(done, SystemClock{}.now());
        });
    });
    if (!begun) finished(fail(begun.error()), now);
}

void Renewal::finished(const Result<std::string>& done, TimePoint now) {
    is_busy_ = false;
    if (done) {
        said_.clear();
        log_.info("certificate: renewed, good until " + *done);
        return read();
    }
    schedule_.failed(now);
    if (done.error().what == said_) return;
    said_ = done.error().what;
    log_.warn("certificate: is not renewed: " + said_);
}

}  // namespace foreshock::agent
