#include "collectors/checks/scrape.hpp"

#include <array>
#include <list>

#include "collectors/checks/checks.hpp"
#include "collectors/checks/scraped_page.hpp"
#include "collectors/entity_series.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"scrape.target.up", gauge, "boolean",
                      "Whether the page came and could be read."},
    SignalDescription{"scrape.target.duration_seconds", gauge, "seconds",
                      "Time until the page was there."},
    SignalDescription{"scrape.target.series_count", gauge, "count",
                      "Series that were taken from the page."},
    SignalDescription{"scrape.target.left_out_count", gauge, "count",
                      "Series that were wanted and not taken: beyond series_max, or with labels "
                      "that are wrong or too many."},
    SignalDescription{"scrape.target.malformed_count", gauge, "count",
                      "Lines of the page that are none of the format."},
};

enum Row : std::size_t { up, duration, series_count, left_out, malformed };

class Target {
public:
    Target(const ScrapeSettings& settings, Background* background)
        : settings_(settings),
          background_(background),
          address_(target_of(settings.url)),
          own_(signals, Labels{{"scrape", settings.name}, {"target", address_}}),
          scraped_(settings.name, address_) {}

    void collect(TimePoint now, SampleSink& out) {
        if (auto answer = question_.take()) {
            take(*answer, out);
        } else if (question_.is_open() && now >= overdue_) {
            take(fail(Errc::unavailable, "no answer; the host's name lookup hangs"), out);
            overdue_ = now + settings_.every;
        }
        if (now >= due_ && background_) ask(now);
    }

    [[nodiscard]] Fact fact() const {
        return {"scrape." + settings_.name + "." + address_, state_};
    }

private:
    void ask(TimePoint now) {
        const auto begun = question_.ask(*background_, "scrape " + settings_.url,
                                         [settings = settings_] { return scrape_page(settings); });
        if (!begun) return;
        due_ = now + settings_.every;
        overdue_ = now + settings_.timeout + overdue_grace;
    }

    void take(const Result<ScrapedPage>& page, SampleSink& out) {
        own_.add(out, up, page ? 1.0 : 0.0);
        state_ = page ? "up" : "failing: " + label_text(page.error().what);
        if (!page) return;
        const std::size_t unreadable = scraped_.add(*page, out);
        own_.add(out, duration, page->duration_seconds);
        own_.add(out, series_count, static_cast<double>(scraped_.size()));
        own_.add(out, left_out, static_cast<double>(page->left_out + unreadable));
        own_.add(out, malformed, static_cast<double>(page->malformed));
    }

    ScrapeSettings settings_;
    Background* background_;
    std::string address_;
    EntitySeries own_;
    ScrapedSeries scraped_;
    Question<ScrapedPage> question_;
    std::string state_ = "not read yet";
    TimePoint due_{};
    TimePoint overdue_{};
};

class ScrapeCollector final : public Collector {
public:
    explicit ScrapeCollector(const CollectorContext& context) {
        for (const ScrapeSettings& settings : context.watch.scrapes)
            targets_.emplace_back(settings, context.background);
    }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        if (targets_.empty()) return fail(Errc::no_data, "no pages to scrape are configured");
        for (Target& target : targets_)
            target.collect(now, out);
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        for (const Target& target : targets_)
            out.push_back(target.fact());
    }

private:
    std::list<Target> targets_;
};

}  // namespace

std::span<const SignalDescription> scrape_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_scrape(const CollectorContext& context) {
    return std::make_unique<ScrapeCollector>(context);
}

}  // namespace foreshock::collectors
