#include "cli/detect.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <ostream>

#include "cli/detect_inputs.hpp"
#include "cli/detect_json.hpp"
#include "core/number.hpp"
#include "detectors/anomaly_scores.hpp"
#include "detectors/backtest.hpp"
#include "detectors/pack_difference.hpp"
#include "detectors/truth.hpp"

namespace foreshock::cli {
namespace {

using detectors::Pack;

/// "stock,ours.toml" as paths; the word stock stands for the stock pack.
std::vector<std::string> paths_of(const std::string& packs) {
    std::vector<std::string> paths;
    for (std::size_t begin = 0; begin <= packs.size();) {
        const std::size_t end = std::min(packs.find(',', begin), packs.size());
        const std::string path = packs.substr(begin, end - begin);
        const bool is_stock = path == "stock" && !std::filesystem::exists(path);
        if (!path.empty()) paths.push_back(is_stock ? detectors::stock_pack() : path);
        begin = end + 1;
    }
    return paths;
}

/// One pack, or the two that are compared.
Result<std::vector<Pack>> packs_of(const DetectArguments& arguments) {
    std::vector<std::vector<std::string>> wanted;
    for (const std::string& each : arguments.diff)
        wanted.push_back(paths_of(each));
    if (wanted.empty())
        wanted.push_back(arguments.packs.empty() ? detectors::default_packs() : arguments.packs);
    std::vector<Pack> packs;
    for (const auto& paths : wanted) {
        auto pack = detectors::load_packs(paths);
        if (!pack) return fail(std::move(pack).error());
        packs.push_back(std::move(*pack));
    }
    return packs;
}

using Truth = std::optional<std::vector<detectors::TrueIncident>>;

Result<Truth> truth_of(const std::string& file) {
    if (file.empty()) return Truth{};
    std::ifstream csv{file};
    if (!csv) return fail(Errc::unreadable, file + ": cannot be read");
    auto incidents = detectors::read_truth(csv);
    if (!incidents) return fail(std::move(incidents).error().with(file));
    return Truth{std::move(*incidents)};
}

std::string in_percent(double share) {
    return describe_number(std::round(share * 1000) / 10) + " %";
}

std::string render_truth(const detectors::TruthScore& score) {
    std::string text = "against the truth: " + std::to_string(score.met) + " of " +
                       std::to_string(score.incidents) + " incidents told (recall " +
                       in_percent(score.recall()) + "), " + std::to_string(score.announced) +
                       " before they began";
    if (!score.leads.empty()) {
        const Duration lead = detectors::median(score.leads);
        text += ", median lead " + std::string{lead < Duration{0} ? "-" : ""} +
                describe_duration(std::chrono::abs(lead));
    }
    return text + "; " + std::to_string(score.true_episodes) + " of " +
           std::to_string(score.episodes) + " alarms true (precision " +
           in_percent(score.precision()) + ")\n";
}

std::string render_all(const DetectArguments& arguments,
                       const std::vector<detectors::BacktestReport>& reports, const Truth& truth) {
    std::string text;
    if (arguments.diff.empty()) {
        text = render(reports[0]) + render_sum(detectors::sum_of(reports[0])) + "\n";
    } else {
        const auto difference =
            detectors::compare_episodes(reports[0].episodes, reports[1].episodes);
        text = render_difference(difference, reports[0], reports[1], arguments.diff[0],
                                 arguments.diff[1]);
    }
    if (!truth) return text;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (reports.size() > 1) text += i == 0 ? "A " : "B ";
        text += render_truth(detectors::score_truth(reports[i].episodes, *truth));
    }
    return text;
}

Result<void> score_file(const DetectArguments& arguments, std::ostream& out) {
    std::ifstream file;
    if (arguments.csv != "-") file.open(arguments.csv);
    if (!file) return fail(Errc::unreadable, arguments.csv + ": cannot be read");
    std::ofstream scores{arguments.scores_out};
    if (!scores) return fail(Errc::unavailable, arguments.scores_out + ": cannot be written");
    auto report = detectors::score_anomalies(arguments.csv == "-" ? std::cin : file, scores);
    if (!report) return fail(std::move(report).error().with(arguments.csv));
    if (!scores.flush())
        return fail(Errc::unavailable, arguments.scores_out + ": cannot be written");
    out << report->rows << " rows, " << report->flagged << " flagged\n";
    return {};
}

}  // namespace

Result<void> run_detect(const Arguments& arguments, const recordings::Fetch& fetch, TimePoint now,
                        std::ostream& out) {
    const DetectArguments& detect = arguments.detect;
    if (!detect.scores_out.empty()) return score_file(detect, out);
    const auto packs = packs_of(detect);
    if (!packs) return fail(packs.error());
    const auto truth = truth_of(detect.truth);
    if (!truth) return fail(truth.error());
    const auto recording = open_recordings(detect, *packs, fetch, now);
    if (!recording) return fail(recording.error());
    const auto reports = detectors::backtest(*packs, **recording, detect.limit);
    if (!reports) return fail(reports.error());
    if (arguments.wants_json)
        out << detect_json(detect.diff, *reports, *truth);
    else
        out << render_all(detect, *reports, *truth);
    return {};
}

}  // namespace foreshock::cli
