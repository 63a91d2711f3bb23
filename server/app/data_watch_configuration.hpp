#pragma once

#include <ostream>

#include "server/app/data_watch.hpp"

namespace foreshock::app {

class TableReader;

/// The keys of [peers] and [silence].
void read_peers(TableReader& in, incidents::PeersSettings& into);
void read_silence(TableReader& in, incidents::SilenceSettings& into);

/// As tables that read back as the same.
void write_data_watch(std::ostream& out, const DataWatchSettings& settings);

}  // namespace foreshock::app
