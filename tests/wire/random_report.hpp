#pragma once

#include <random>

#include "wire/report.hpp"

namespace foreshock::test {

/// Reports of any shape within the limits, from a seed.
class RandomReport {
public:
    explicit RandomReport(unsigned seed) : random_(seed) {}

    wire::Report make() {
        wire::Report report;
        report.agent_id = text();
        report.host_name = text();
        report.run_id = text();
        report.boot_id = text();
        report.sequence = random_();
        report.sent_at = time();
        report.interval = Duration{1 + number(100000)};
        report.replay = coin();
        report.definitions_from = static_cast<std::uint32_t>(number(1000));
        report.goodbye = static_cast<Goodbye>(number(4));
        fill(report.definitions, 5, [this] { return SeriesKey{"a" + text(), labels()}; });
        add_ticks(report);
        fill(report.columns, 8, [&] { return column(report.ticks.size()); });
        fill(report.symptoms, 3, [this] { return symptom(); });
        fill(report.facts, 4, [this] { return Fact{text(), text()}; });
        fill(report.changes, 4, [this] { return Change{time(), text(), text(), text()}; });
        fill(report.sightings, 3, [this] {
            return Sighting{text(), static_cast<Sight>(number(2)), text()};
        });
        if (coin()) report.learned = learned();
        if (coin()) report.pack = pack();
        return report;
    }

private:
    LearnedLimits learned() {
        LearnedLimits learned{time(), {}, 0, static_cast<std::uint32_t>(number(9))};
        learned.left_out = static_cast<std::uint32_t>(number(9));
        fill(learned.limits, 4, [this] {
            SeriesLimit limit{text(), {text(), labels()}, "bytes", time(), 0, {}};
            limit.version = static_cast<std::uint32_t>(number(9));
            limit.numbers = {coin(), value(4), value(1), value(4), value(1), {}, {}, {}};
            if (coin()) limit.numbers.usual_low = value(4);
            if (coin()) limit.numbers.usual_high = value(4);
            limit.numbers.seen = Duration{number(9'999'999)};
            return limit;
        });
        return learned;
    }

    PackInUse pack() {
        PackInUse pack{text(), text(), static_cast<std::uint32_t>(number(400)), {}};
        fill(pack.parts, 3, [this] { return PackPart{text(), text()}; });
        return pack;
    }

    std::int64_t number(std::int64_t max) {
        return std::uniform_int_distribution<std::int64_t>{0, max}(random_);
    }

    bool coin() { return number(1) == 1; }

    TimePoint time() { return from_unix_ms(number(2'000'000'000'000) - 1'000'000); }

    std::string text() {
        static constexpr std::string_view letters[] = {
            "a", "Z", "0", " ", "\xC3\xA9", "\xE0\xB8\x81", "\xF0\x9F\x98\x80", "\n"};
        std::string out;
        for (auto left = number(12); left > 0; --left)
            out += letters[number(7)];
        return out;
    }

    Labels labels() {
        std::vector<Labels::Pair> pairs;
        for (auto i = number(4); i > 0; --i) {
            pairs.emplace_back("name_" + std::to_string(i), "\xC3\xA9" + std::to_string(number(9)));
        }
        return *Labels::from_pairs(std::move(pairs));
    }

    template <class T, class Make>
    void fill(std::vector<T>& list, std::int64_t max, Make make) {
        for (auto left = number(max); left > 0; --left)
            list.push_back(make());
    }

    void add_ticks(wire::Report& report) {
        TimePoint at = time();
        for (auto left = number(12); left > 0; --left) {
            report.ticks.push_back(at);
            at += Duration{1 + number(5000)};
        }
    }

    double value(std::int64_t sort) {
        switch (sort) {
            case 0:
                return 42;
            case 1:
                return static_cast<double>(number(1'000'000) - 500'000);
            case 2:
                return coin() ? 0.0 : -0.0;
            case 3:
                return 9007199254740990.0 + static_cast<double>(number(8));
            default:
                return std::normal_distribution<double>{0, 1e30}(random_);
        }
    }

    wire::SampleColumn column(std::size_t ticks) {
        wire::SampleColumn column;
        column.series = static_cast<std::uint32_t>(random_());
        const bool every = coin();
        for (std::uint32_t tick = 0; !every && tick < ticks; ++tick) {
            if (coin()) column.ticks.push_back(tick);
        }
        const std::int64_t sort = number(4);
        for (std::size_t i = column.ticks.empty() ? ticks : column.ticks.size(); i > 0; --i) {
            column.values.push_back(value(sort));
        }
        return column;
    }

    Symptom symptom() {
        Symptom symptom;
        symptom.id = "s" + text();
        symptom.kind = text();
        symptom.category = text();
        symptom.subcategory = text();
        symptom.subject = {text(), text()};
        symptom.phase = static_cast<Phase>(number(1));
        symptom.severity = static_cast<Severity>(number(2));
        symptom.status = static_cast<SymptomStatus>(number(2));
        symptom.first_sign = time();
        symptom.onset = time();
        symptom.observed_at = time();
        if (coin()) {
            symptom.forecast =
                Forecast{text(), time(), time(), time(), time(), 0.5, value(4), value(4), value(4)};
        }
        fill(symptom.evidence, 3, [this] { return evidence(); });
        symptom.reason = text();
        symptom.sentence = text();
        symptom.impact = static_cast<int>(number(3));
        symptom.guide = text();
        fill(symptom.questions, 3, [this] { return text(); });
        fill(symptom.leads_to, 3, [this] { return text(); });
        if (coin()) symptom.snapshot = snapshot();
        return symptom;
    }

    Evidence evidence() {
        Evidence evidence{text(), labels(), value(number(4)), std::nullopt, Duration{number(9999)},
                          text()};
        if (coin()) evidence.limit = value(1);
        return evidence;
    }

    HostSnapshot snapshot() {
        HostSnapshot snapshot{time(), {}};
        fill(snapshot.sections, 3, [this] { return section(); });
        return snapshot;
    }

    SnapshotSection section() {
        SnapshotSection section;
        section.title = text();
        fill(section.columns, 4, [this] { return text(); });
        const std::size_t width = section.columns.size();
        fill(section.rows, 5, [&] {
            std::vector<std::string> row;
            while (row.size() < width)
                row.push_back(text());
            return row;
        });
        if (!section.rows.empty() && coin()) section.culprit = section.rows.size() - 1;
        return section;
    }

    std::mt19937_64 random_;
};

}  // namespace foreshock::test
