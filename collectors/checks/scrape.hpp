#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// What every target has; the metrics of a page come beside them as scrape.NAME.METRIC, unknown
/// before the page is there.
std::span<const SignalDescription> scrape_signals();

/// Fetches every page of the configuration at its own pace and hands on what it says. No pages:
/// no_data.
Result<std::unique_ptr<Collector>> make_scrape(const CollectorContext& context);

}  // namespace foreshock::collectors
