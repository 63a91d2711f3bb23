#pragma once

#include "server/app/telling_configuration.hpp"

/// Inside the sources that read the configuration only.
namespace foreshock::app {

class TableReader;

/// One [[channel]], [[route]] or [[subscriber]]; a channel of a later file replaces the earlier one
/// of its name.
void read_channel(TableReader& in, TellingConfiguration& into);
void read_route(TableReader& in, TellingConfiguration& into);
void read_subscriber(TableReader& in, TellingConfiguration& into);
void read_words(TableReader& in, TellingConfiguration& into);
void read_updates(TableReader& in, TellingConfiguration& into);

}  // namespace foreshock::app
