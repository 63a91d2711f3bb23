#pragma once

#include <memory>

#include "collectors/catalog.hpp"
#include "collectors/logs/journal_reader.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> journal_signals();

/// Lines of systemd's journal by severity and unit, what was dropped on the way, its size on disk.
/// Errors as JournalReader::take.
Result<std::unique_ptr<Collector>> make_journal(const CollectorContext& context);

std::unique_ptr<Collector> make_journal_of(std::unique_ptr<JournalReader> reader, LogSink* lines);

}  // namespace foreshock::collectors
