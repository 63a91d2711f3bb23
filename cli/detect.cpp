#include "cli/detect.hpp"

#include <fstream>
#include <iostream>

#include "detectors/anomaly_scores.hpp"
#include "detectors/backtest.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::cli {
namespace {

Result<detectors::BacktestReport> backtest_file(const detectors::Pack& pack,
                                                const DetectArguments& arguments,
                                                const detectors::BacktestBinding& binding) {
    if (arguments.csv == "-") return detectors::backtest(pack, std::cin, binding);
    std::ifstream csv{arguments.csv};
    if (!csv) return fail(Errc::unreadable, arguments.csv + ": cannot be read");
    Result<detectors::BacktestReport> report = detectors::backtest(pack, csv, binding);
    if (!report) return fail(std::move(report).error().with(arguments.csv));
    return report;
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

Result<void> run_detect(const DetectArguments& arguments, std::ostream& out) {
    if (!arguments.scores_out.empty()) return score_file(arguments, out);
    const auto paths =
        arguments.packs.empty() ? std::vector{detectors::stock_pack()} : arguments.packs;
    const Result<detectors::Pack> pack = detectors::load_packs(paths);
    if (!pack) return fail(pack.error());
    Result<Labels> labels = Labels::parse(arguments.labels);
    if (!labels) return fail(std::move(labels).error().with("--labels"));
    const auto report =
        backtest_file(*pack, arguments, {arguments.signal, *labels, arguments.limit});
    if (!report) return fail(report.error());
    out << detectors::render(*report);
    return {};
}

}  // namespace foreshock::cli
