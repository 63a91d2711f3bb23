#pragma once

#include <ostream>

#include "server/app/sample_watch.hpp"

namespace foreshock::app {

class TableReader;

/// The keys of [peers] and [silence].
void read_peers(TableReader& in, incidents::PeersSettings& into);
void read_silence(TableReader& in, incidents::SilenceSettings& into);

/// As tables that read back as the same.
void write_sample_watch(std::ostream& out, const SampleWatchSettings& settings);

}  // namespace foreshock::app
