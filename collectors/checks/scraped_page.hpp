#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "collectors/check_settings.hpp"
#include "core/series.hpp"
#include "formats/exposition.hpp"

namespace foreshock::collectors {

/// The chosen samples of a page, made in the background.
struct ScrapedPage {
    struct Row {
        std::size_t offset = 0;  ///< into `page`: "name{labels}", as written
        std::size_t name_bytes = 0;
        std::size_t bytes = 0;
        double value = 0;
    };

    std::string page;
    std::vector<Row> rows;
    double duration_seconds = 0;
    std::size_t samples = 0;    ///< on the page, finite
    std::size_t left_out = 0;   ///< wanted, and beyond series_max
    std::size_t malformed = 0;  ///< lines

    /// Larger pages are a failure: half of one would make series come and go.
    static constexpr std::size_t bytes_max = 8 << 20;
};

/// Keeps the rows whose names match, at most series_max.
ScrapedPage read_page(std::string page, const ScrapeSettings& settings);

/// Fetches and reads; blocks: for background threads. unavailable, too_large; malformed: there was
/// something, and none of it in the format.
Result<ScrapedPage> scrape_page(const ScrapeSettings& settings);

/// The series of one target. A sample is known by its text on the page, so that only new ones have
/// their labels read; what a page no longer has is forgotten. At most series_max at a time.
class ScrapedSeries {
public:
    ScrapedSeries(std::string name, std::string target)
        : prefix_("scrape." + std::move(name) + "."), target_(std::move(target)) {}

    /// How many had labels that cannot be read.
    std::size_t add(const ScrapedPage& page, SampleSink& out);

    [[nodiscard]] std::size_t size() const { return known_.size(); }

private:
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    struct Known {
        SeriesId id;
        std::uint64_t seen_in;
    };

    /// False when its labels cannot be read.
    bool add_new(std::string_view text, std::size_t name_bytes, double value, SampleSink& out);

    std::string prefix_;
    std::string target_;
    std::string signal_;  // room for a name
    std::uint64_t round_ = 0;
    std::unordered_map<std::string, Known, TextHash, std::equal_to<>> known_;
};

/// "http://user@db:9187/metrics" is at "db:9187".
std::string target_of(std::string_view url);

}  // namespace foreshock::collectors
