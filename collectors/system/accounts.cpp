#include "collectors/system/accounts.hpp"

#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/system/account_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"account.password.remaining_seconds", gauge, "seconds",
                      "Time until the password must be changed, negative afterwards; absent for "
                      "accounts whose password lasts."},
    SignalDescription{"account.access.remaining_seconds", gauge, "seconds",
                      "Time until the account is closed, negative afterwards; absent for accounts "
                      "that stay open."},
};

enum Row : std::size_t { password, access };

constexpr std::size_t accounts_max = 256;
constexpr double seconds_per_day = 86400;

struct AccountSeries {
    explicit AccountSeries(std::string_view name)
        : series(signals, {{"account", label_text(name)}}) {}

    EntitySeries series;
};

std::optional<double> seconds_until(std::optional<std::uint64_t> day, TimePoint now) {
    if (!day) return std::nullopt;
    const double now_seconds = static_cast<double>(to_unix_ms(now)) / 1000;
    return static_cast<double>(*day) * seconds_per_day - now_seconds;
}

class AccountsCollector final : public Collector {
public:
    explicit AccountsCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = host_.read("etc/shadow");
        if (!text) return fail(Errc::no_data, text.error().what);
        for (const PasswordAge& age : parse_shadow(*text)) {
            const auto password_left = seconds_until(age.password_expiry_day(), now);
            const auto access_left = seconds_until(age.disabled_day, now);
            if (!password_left && !access_left) continue;
            AccountSeries* known = accounts_.see(age.name);
            if (!known) continue;
            known->series.add(out, password, password_left);
            known->series.add(out, access, access_left);
        }
        accounts_.forget_unseen();
        return {};
    }

private:
    const HostFs& host_;
    EntityMap<AccountSeries> accounts_{accounts_max};
};

}  // namespace

std::span<const SignalDescription> accounts_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_accounts(const CollectorContext& context) {
    return std::make_unique<AccountsCollector>(context.host);
}

}  // namespace foreshock::collectors
