#pragma once

#include <span>
#include <string_view>

namespace foreshock::cli {

/// Every signal that the agent can collect, sorted: the rows of docs/reference/signals.md, which
/// the collectors' own tests write. Scraped metrics (`scrape.NAME.METRIC`) are not among them.
std::span<const std::string_view> signal_names();

}  // namespace foreshock::cli
