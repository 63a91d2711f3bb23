#include "collectors/keys.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"keys.quota.used_count", gauge, "count",
                      "Keys in the kernel that count against the user's quota."},
    SignalDescription{"keys.quota.limit_count", gauge, "count",
                      "How many keys the user may have (kernel.keys.maxkeys, root_maxkeys)."},
    SignalDescription{"keys.quota.used_bytes", gauge, "bytes", "Size of the user's keys."},
    SignalDescription{"keys.quota.limit_bytes", gauge, "bytes",
                      "How large they may be together (kernel.keys.maxbytes, root_maxbytes)."},
};

enum Row : std::size_t { used_count, limit_count, used_bytes, limit_bytes };

static_assert(signals.size() == limit_bytes + 1);

/// "12/1000000"
bool take_pair(std::string_view& line, std::uint64_t& first, std::uint64_t& second) {
    const std::string_view word = take_word(line);
    const auto slash = word.find('/');
    if (slash == std::string_view::npos) return false;
    const auto before = word_as_uint(word.substr(0, slash));
    const auto behind = word_as_uint(word.substr(slash + 1));
    first = before.value_or(0);
    second = behind.value_or(0);
    return before && behind;
}

bool parse_user(std::string_view line, KeyUse& out) {
    std::string_view name = take_word(line);
    if (!name.ends_with(':')) return false;
    name.remove_suffix(1);
    const auto user_id = word_as_uint(name);
    if (!user_id || *user_id > std::numeric_limits<std::uint32_t>::max()) return false;
    out.user_id = static_cast<std::uint32_t>(*user_id);
    take_word(line);  // references to the user
    take_word(line);  // keys, and those that are complete
    return take_pair(line, out.keys, out.keys_limit) && take_pair(line, out.bytes, out.bytes_limit);
}

double share(const KeyUse& use) {
    const auto part = [](std::uint64_t used, std::uint64_t limit) {
        return limit > 0 ? static_cast<double>(used) / static_cast<double>(limit) : 0.0;
    };
    return std::max(part(use.keys, use.keys_limit), part(use.bytes, use.bytes_limit));
}

struct User {
    explicit User(std::string_view id) : series(signals, Labels{{"user_id", std::string{id}}}) {}

    EntitySeries series;
};

class KeysCollector final : public Collector {
public:
    explicit KeysCollector(const HostFs& host) : file_(host, "proc/key-users") {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_key_users(*text, users_); !parsed) return parsed;
        if (users_.empty()) return fail(Errc::no_data, "nobody has keys in the kernel");
        choose();
        for (const KeyUse& use : users_) {
            if (chosen_.holds(use.user_id)) add(out, use);
        }
        known_.forget_unseen();
        return {};
    }

private:
    void choose() {
        std::vector<DiscoverySlots<std::uint32_t>::Candidate> seen;
        for (const KeyUse& use : users_)
            seen.push_back({use.user_id, share(use), true});
        chosen_.offer(std::move(seen));
    }

    void add(SampleSink& out, const KeyUse& use) {
        User* user = known_.see(std::to_string(use.user_id));
        if (!user) return;
        user->series.add(out, used_count, static_cast<double>(use.keys));
        user->series.add(out, limit_count, static_cast<double>(use.keys_limit));
        user->series.add(out, used_bytes, static_cast<double>(use.bytes));
        user->series.add(out, limit_bytes, static_cast<double>(use.bytes_limit));
    }

    KernelFile file_;
    std::vector<KeyUse> users_;
    DiscoverySlots<std::uint32_t> chosen_{key_users_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<User> known_{2 * key_users_max};
};

}  // namespace

Result<void> parse_key_users(std::string_view text, std::vector<KeyUse>& out) {
    out.clear();
    std::string_view line;
    while (take_line(text, line)) {
        KeyUse use;
        if (!parse_user(line, use)) return fail(Errc::malformed, "key-users: a line is no user");
        // The kernel lists users by rising number: nobody comes twice.
        if (!out.empty() && out.back().user_id >= use.user_id) {
            return fail(Errc::malformed, "key-users: the users are not in order");
        }
        out.push_back(use);
    }
    return {};
}

std::span<const SignalDescription> keys_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_keys(const CollectorContext& context) {
    return std::make_unique<KeysCollector>(context.host);
}

}  // namespace foreshock::collectors
