#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/series.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// A report that waits: what is needed to order, send and acknowledge it.
struct SpoolEntry {
    std::string run_id;
    std::uint64_t sequence = 0;
    TimePoint created;
    std::uint32_t series_end = 0;  ///< its columns use numbers below this one
    bool has_symptoms = false;     ///< symptoms, changes or a goodbye: kept longest
    std::string body;              ///< wire::encode_body
};

/// Waiting reports as files: FOLDER/RUN/SEQUENCE.report, and FOLDER/RUN/dictionary with the
/// definitions that they need. A file is written whole under another name and then renamed, and
/// carries a checksum (XXH3): a torn or damaged one is noticed. For one thread.
class SpoolFolder {
public:
    /// What a listing knows of a file without its body.
    struct Stored {
        SpoolEntry entry;  ///< without body
        std::size_t file_bytes = 0;
    };

    /// The bound on files at a start; what lies beyond stays for the next one.
    static constexpr std::size_t files_max = 100'000;
    /// Refused reports are kept for people to look at, the newest few.
    static constexpr std::size_t refused_max = 8;

    explicit SpoolFolder(std::string folder) : folder_(std::move(folder)) {}

    /// Everything that waits, oldest first. Damaged files are removed and counted.
    std::vector<Stored> recover();

    /// The size of the file. unavailable: the disk is full or broken; nothing is left behind then.
    Result<std::size_t> write(const SpoolEntry& entry);

    /// With its body. malformed when the file is damaged, no_data when it is gone.
    Result<SpoolEntry> read(const std::string& run_id, std::uint64_t sequence);

    void remove(const std::string& run_id, std::uint64_t sequence);

    /// Keeps the body of a refused report under FOLDER/refused.
    void keep_refused(const SpoolEntry& entry);

    /// Adds definitions to the dictionary of a run; `from` is the number of the first.
    Result<void> append_definitions(const std::string& run_id, std::uint32_t from,
                                    const std::vector<SeriesKey>& keys);

    /// All definitions of a run, as far as they are whole.
    std::vector<SeriesKey> read_definitions(const std::string& run_id);

    /// Removes what a run leaves behind once nothing of it waits.
    void forget_run(const std::string& run_id);

    [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

private:
    [[nodiscard]] std::string run_folder(const std::string& run_id) const;
    [[nodiscard]] std::string file_of(const std::string& run_id, std::uint64_t sequence) const;
    void recover_run(const std::string& run_id, std::vector<Stored>& found);

    std::string folder_;
    std::uint64_t damaged_ = 0;
};

}  // namespace foreshock::agent
