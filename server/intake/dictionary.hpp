#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/report.hpp"

namespace foreshock::intake {

/// The series of one run of one agent by their numbers. For one thread.
class Dictionary {
public:
    static constexpr std::size_t series_max = 20000;

    /// Takes in what the report defines, then demands that every column is defined. conflict when
    /// earlier definitions are missing: the agent is to send all of them. too_large beyond
    /// `series_max`. An error adds nothing.
    Result<void> learn(const wire::Report& report);

    /// `series` is below size().
    [[nodiscard]] const SeriesKey& key(std::uint32_t series) const { return keys_[series]; }

    [[nodiscard]] std::size_t size() const { return keys_.size(); }

private:
    std::vector<SeriesKey> keys_;
};

/// The dictionaries of all agents, least recently used ones forgotten first. For one thread.
class Dictionaries {
public:
    explicit Dictionaries(std::size_t series_total_max = 2'000'000,
                          std::size_t dictionaries_max = 20000)
        : series_total_max_(series_total_max), dictionaries_max_(dictionaries_max) {}

    /// As Dictionary::learn, on the dictionary of the report's agent and run. The pointer is good
    /// until the next call. A report without series takes no place among them.
    Result<const Dictionary*> learn(const wire::Report& report);

    /// All of the agent: it is asked to define everything again.
    void forget(std::string_view agent_id);

    [[nodiscard]] std::size_t series_count() const { return series_total_; }

    /// Dictionaries dropped at a bound: their agents are asked to define everything again.
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

private:
    struct Entry {
        std::string id;
        Dictionary dictionary;
    };

    void forget_beyond_bounds();

    std::size_t series_total_max_;
    std::size_t dictionaries_max_;
    std::size_t series_total_ = 0;
    std::uint64_t forgotten_ = 0;
    const Dictionary nothing_;
    std::list<Entry> recent_first_;
    std::map<std::string, std::list<Entry>::iterator, std::less<>> by_id_;
};

}  // namespace foreshock::intake
