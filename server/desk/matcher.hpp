#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/labels.hpp"
#include "core/result.hpp"
#include "core/symptom.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::desk {

/// What a symptom can be matched by: name and value of each of its labels.
using LabelMap = std::map<std::string, std::string, std::less<>>;

/// `foreign` (labels that came with it from elsewhere) first, then those of the foreign alert that
/// it speaks of (alertname is then that one's), then its own: host,
/// kind, component, category, subcategory, phase, severity, and alertname, which is its kind; at
/// last the labels of its evidence ("mount"). Of one name the first one holds.
LabelMap labels_of(const Symptom& symptom, const Labels& foreign = {});

/// Its labels once for each service that it touches, with its name as `service`; once as they are
/// where it touches none, or came with such a label of its own. `services` may be null.
std::vector<LabelMap> labels_by_service(const Symptom& symptom,
                                        const incidents::ServiceMap* services);

/// One condition on one label, as Alertmanager has them. A label that is absent is an empty text.
/// A regular expression (RE2 syntax) must match the whole value.
struct Matcher {
    static constexpr std::size_t value_bytes_max = 512;

    std::string name;
    std::string value;
    bool is_regex = false;
    bool is_equal = true;  ///< false: != and !~

    bool operator==(const Matcher&) const = default;
};

/// `host=~"web-.*"`: readable again by parse_matcher.
std::string describe(const Matcher& matcher);
/// All of them: `{host="web-1", kind!="disk"}`.
std::string describe(const std::vector<Matcher>& matchers);

/// Reads `name="value"`, with =, !=, =~ or !~, quotes optional; \" \\ and \n inside quotes.
Result<Matcher> parse_matcher(std::string_view text);

/// Matchers made ready: they hold when all of them do. Time to match grows with the length of the
/// value only (RE2), whatever the expression. Movable; matching is safe from any thread.
class MatcherSet {
public:
    static constexpr std::size_t count_max = 20;

    /// invalid, naming the matcher (`matchers[2]`) and what to do: none or too many, a bad name or
    /// expression, or matchers that hold for a symptom without any label, that is for all.
    static Result<MatcherSet> compile(const std::vector<Matcher>& matchers);

    /// For reading, where it may hold for everything: as `compile`, but none is good as well, and
    /// so are matchers that demand nothing.
    static Result<MatcherSet> compile_filter(const std::vector<Matcher>& matchers);

    MatcherSet(MatcherSet&&) noexcept;
    MatcherSet& operator=(MatcherSet&&) noexcept;
    ~MatcherSet();

    [[nodiscard]] bool matches(const LabelMap& labels) const;

private:
    struct Ready;
    explicit MatcherSet(std::vector<Ready> ready);
    static Result<std::vector<Ready>> make_ready(const std::vector<Matcher>& matchers);

    std::vector<Ready> ready_;
};

/// Of what several services suffer from nothing is hidden that concerns another one.
bool matches_all(const MatcherSet& matchers, const std::vector<LabelMap>& labels);

}  // namespace foreshock::desk
