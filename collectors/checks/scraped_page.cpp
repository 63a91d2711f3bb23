#include "collectors/checks/scraped_page.hpp"

#include <algorithm>

#include "collectors/checks/http_fetch.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::string_view accepted =
    "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

/// From the name to the end of the labels, as one piece of the page.
ScrapedPage::Row row_of(const formats::ExposedSample& sample, const std::string& page) {
    ScrapedPage::Row row;
    row.offset = static_cast<std::size_t>(sample.name.data() - page.data());
    row.name_bytes = sample.name.size();
    row.bytes = row.name_bytes;
    if (!sample.labels.empty()) {
        const char* end = sample.labels.data() + sample.labels.size();
        row.bytes = static_cast<std::size_t>(end - sample.name.data());
    }
    row.value = sample.value;
    return row;
}

}  // namespace

ScrapedPage read_page(std::string page, const ScrapeSettings& settings) {
    ScrapedPage scraped;
    scraped.page = std::move(page);
    const auto counts =
        formats::read_exposition(scraped.page, [&](const formats::ExposedSample& sample) {
            if (!formats::matches_any(sample.name, settings.match)) return;
            if (scraped.rows.size() >= settings.series_max) {
                ++scraped.left_out;
            } else {
                scraped.rows.push_back(row_of(sample, scraped.page));
            }
        });
    scraped.samples = counts.samples;
    scraped.malformed = counts.malformed;
    return scraped;
}

Result<ScrapedPage> scrape_page(const ScrapeSettings& settings) {
    HttpRequest request;
    request.url = settings.url;
    request.accept = accepted;
    request.timeout = settings.timeout;
    request.body_bytes_max = ScrapedPage::bytes_max;
    auto page = fetch_http(request);
    if (!page) return fail(std::move(page).error());
    if (page->status < 200 || page->status > 299) {
        return fail(Errc::unavailable, "answered " + std::to_string(page->status));
    }
    if (page->is_cut) return fail(Errc::too_large, "the page has more than 8 MiB");
    ScrapedPage scraped = read_page(std::move(page->body), settings);
    if (scraped.samples == 0 && scraped.malformed > 0) {
        return fail(Errc::malformed, "the page is not in Prometheus' text format");
    }
    scraped.duration_seconds = page->total_seconds;
    return scraped;
}

std::size_t ScrapedSeries::add(const ScrapedPage& page, SampleSink& out) {
    ++round_;
    std::size_t unreadable = 0;
    for (const ScrapedPage::Row& row : page.rows) {
        const std::string_view text = std::string_view{page.page}.substr(row.offset, row.bytes);
        const auto found = known_.find(text);
        if (found == known_.end()) {
            unreadable += add_new(text, row.name_bytes, row.value, out) ? 0 : 1;
        } else if (found->second.seen_in != round_) {
            found->second.seen_in = round_;
            out.add(found->second.id, row.value);
        }
    }
    std::erase_if(known_, [this](const auto& item) { return item.second.seen_in != round_; });
    return unreadable;
}

bool ScrapedSeries::add_new(std::string_view text, std::size_t name_bytes, double value,
                            SampleSink& out) {
    std::string_view raw = text.substr(name_bytes);
    raw.remove_prefix(std::min(raw.find('{'), raw.size()));
    if (!raw.empty()) raw.remove_prefix(1);
    auto pairs = formats::parse_exposed_labels(raw);
    if (!pairs) return false;
    pairs->emplace_back("target", target_);
    const auto labels = Labels::from_pairs(std::move(*pairs));
    if (!labels) return false;
    signal_ = prefix_;
    signal_ += text.substr(0, name_bytes);
    // The sink copies the name; the description need not outlive the call.
    const SeriesId id = out.series({signal_, SignalType::gauge, "", ""}, *labels);
    known_.emplace(text, Known{id, round_});
    out.add(id, value);
    return true;
}

std::string target_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    const auto user = url.rfind('@');
    if (user != std::string_view::npos) url.remove_prefix(user + 1);
    return label_text(url);
}

}  // namespace foreshock::collectors
