#include "cli/detect_inputs.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>

#include "detectors/catalog.hpp"
#include "detectors/csv.hpp"
#include "detectors/csv_recording.hpp"
#include "recordings/exposition_recording.hpp"
#include "recordings/log_recording.hpp"
#include "recordings/merged_recording.hpp"

namespace foreshock::cli {
namespace {

using detectors::Recording;
using Parts = std::vector<std::unique_ptr<Recording>>;

/// A CSV with the file that it is read from.
class CsvFile final : public Recording {
public:
    CsvFile(std::unique_ptr<std::ifstream> file, SeriesKey series, const std::string& path)
        : file_(std::move(file)), csv_(*file_, std::move(series), path) {}

    Result<std::optional<TimePoint>> next() override { return csv_.next(); }

    Result<void> play(detectors::RecordingSink& out) override { return csv_.play(out); }

    [[nodiscard]] detectors::RecordingCounts counts() const override { return csv_.counts(); }

private:
    std::unique_ptr<std::ifstream> file_;
    detectors::CsvRecording csv_;
};

Result<void> add_csv(const DetectArguments& arguments, Parts& parts) {
    if (arguments.csv.empty()) return {};
    Result<Labels> labels = Labels::parse(arguments.labels);
    if (!labels) return fail(std::move(labels).error().with("--labels"));
    SeriesKey series{arguments.signal, std::move(*labels)};
    if (arguments.csv == "-") {
        parts.push_back(std::make_unique<detectors::CsvRecording>(std::cin, std::move(series)));
        return {};
    }
    auto file = std::make_unique<std::ifstream>(arguments.csv);
    if (!*file) return fail(Errc::unreadable, arguments.csv + ": cannot be read");
    parts.push_back(std::make_unique<CsvFile>(std::move(file), std::move(series), arguments.csv));
    return {};
}

/// The shipped maps, when there are any, and then those that are named.
Result<recordings::SignalMap> map_of(const DetectArguments& arguments) {
    std::vector<detectors::PackText> texts;
    if (auto stock = detectors::read_pack_texts({recordings::stock_maps()}))
        texts = std::move(*stock);
    auto named = detectors::read_pack_texts(arguments.maps);
    if (!named) return fail(std::move(named).error().with("--map"));
    texts.insert(texts.end(), named->begin(), named->end());
    return recordings::SignalMap::parse(texts);
}

Result<void> add_expositions(const DetectArguments& arguments, Parts& parts) {
    if (arguments.expositions.empty()) return {};
    auto map = map_of(arguments);
    if (!map) return fail(std::move(map).error());
    auto files = recordings::find_scrapes(arguments.expositions);
    if (!files) return fail(std::move(files).error());
    auto sorted = recordings::sort_scrapes(std::move(*files));
    if (!sorted) return fail(std::move(sorted).error());
    parts.push_back(
        std::make_unique<recordings::ExpositionRecording>(std::move(*sorted), std::move(*map)));
    return {};
}

Result<void> add_files(const DetectArguments& arguments, Parts& parts) {
    for (const std::string& path : arguments.logs) {
        auto log = recordings::open_log(path);
        if (!log) return fail(std::move(log).error());
        parts.push_back(std::move(*log));
    }
    for (const std::string& path : arguments.history_files) {
        auto exported = recordings::open_exported(path);
        if (!exported) return fail(std::move(exported).error());
        std::move(exported->begin(), exported->end(), std::back_inserter(parts));
    }
    return {};
}

Result<recordings::HistorySpan> span_of(const DetectArguments& arguments, TimePoint now) {
    const auto to =
        arguments.until.empty() ? Result<TimePoint>{now} : parse_moment(arguments.until, now);
    if (!to) return fail(Error{to.error()}.with("--until"));
    const auto from = parse_moment(arguments.since.empty() ? "1d" : arguments.since, *to);
    if (!from) return fail(Error{from.error()}.with("--since"));
    if (*from >= *to) return fail(Errc::invalid, "--since must lie before --until");
    return recordings::HistorySpan{arguments.history, *from, *to};
}

Result<void> add_history(const DetectArguments& arguments,
                         const std::vector<detectors::Pack>& packs, const recordings::Fetch& fetch,
                         TimePoint now, Parts& parts) {
    if (arguments.history.empty()) return {};
    const auto span = span_of(arguments, now);
    if (!span) return fail(span.error());
    const auto keys = recordings::list_history(fetch, arguments.history);
    if (!keys) return fail(Error{keys.error()}.with("--history " + arguments.history));
    std::vector<std::unique_ptr<detectors::Detector>> judges;
    for (const detectors::Pack& pack : packs)
        judges.push_back(detectors::make_detectors(pack));
    SeriesTable table{keys->size() + 1};
    for (const SeriesKey& key : *keys) {
        const SeriesId id = table.intern(key.signal, key.labels);
        const bool is_watched = std::any_of(judges.begin(), judges.end(), [&](const auto& judge) {
            return judge->attach(id, key);
        });
        if (is_watched)
            parts.push_back(std::make_unique<recordings::HistoryRecording>(fetch, *span, key));
    }
    return {};
}

}  // namespace

Result<TimePoint> parse_moment(const std::string& text, TimePoint end) {
    if (const auto span = parse_duration(text)) return end - *span;
    if (const auto at = detectors::parse_csv_time(text)) return *at;
    return fail(Errc::invalid, "'" + text +
                                   "' is neither a time (2026-11-25T22:57:00Z) nor a span "
                                   "(7d)");
}

Result<std::unique_ptr<Recording>> open_recordings(const DetectArguments& arguments,
                                                   const std::vector<detectors::Pack>& packs,
                                                   const recordings::Fetch& fetch, TimePoint now) {
    const bool has_any = !arguments.csv.empty() || !arguments.expositions.empty() ||
                         !arguments.logs.empty() || !arguments.history_files.empty() ||
                         !arguments.history.empty();
    if (!has_any)
        return fail(Errc::invalid,
                    "detect needs recorded data: --csv, --exposition, --log, "
                    "--history or --history-file");
    Parts parts;
    if (auto added = add_csv(arguments, parts); !added) return fail(std::move(added).error());
    if (auto added = add_expositions(arguments, parts); !added)
        return fail(std::move(added).error());
    if (auto added = add_files(arguments, parts); !added) return fail(std::move(added).error());
    if (auto added = add_history(arguments, packs, fetch, now, parts); !added)
        return fail(std::move(added).error());
    return std::make_unique<recordings::MergedRecording>(std::move(parts));
}

}  // namespace foreshock::cli
